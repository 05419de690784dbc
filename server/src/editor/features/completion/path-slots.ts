import type { BlockSchema } from '../../../language/schema/block-schema';
import { block } from '../../../language/schema/block-schema';
import { workloadBlock } from '../../../language/schema/run-schemas';
import { balancerBlock, jobBlock, serviceBlock } from '../../../language/schema/service-schemas';
import { nodeBlock, storeBlock } from '../../../language/schema/topology-schemas';
import { positiveDuration } from '../../../language/schema/value-type';
import type { SymbolKind } from '../../../language/names/symbols';
import type { Snapshot } from '../../snapshot';
import { familyOf } from './model-facts';
import { names } from './slot';
import type { Slot } from './slot';
import { valueSlots } from './value-slots';
import type { ValueSlots } from './value-slots';

/** What `set` and `vary` may begin with. */
const ROOTS: readonly SymbolKind[] = [
  'store',
  'policy',
  'workload',
  'node',
  'service',
  'balancer',
  'job',
  'faults',
  'fault',
];

const storePath = block('a store', {
  policy: { type: { kind: 'names', of: 'policy', many: false }, documentation: 'How it is replicated.' },
});

const faultPath = block('a fault', {
  at: { type: positiveDuration, documentation: 'When it happens.' },
  for: { type: positiveDuration, documentation: 'How long it lasts.' },
});

/** What may follow in `set orders.policy`, before the colon. */
export function pathSlots(snapshot: Snapshot, statement: readonly string[]): ValueSlots {
  const path = statement.slice(1).filter((word) => word !== '.');
  const last = statement.at(-1);
  if (path.length === 0) return going(names(...ROOTS));
  if (last !== '.') return going();
  const properties = blocksOfPath(snapshot, path).map((each): Slot => ({
    kind: 'properties',
    block: each,
    written: new Set(),
  }));
  const isSchedule = path.length === 1 && kindsOf(snapshot, path[0]).includes('faults');
  return going(...properties, ...(isSchedule ? [names('fault')] : []));
}

/** What may follow the colon: a value of what the path leads to, or in `vary` a list of them. */
export function pathValueSlots(snapshot: Snapshot, statement: readonly string[]): ValueSlots {
  const colon = statement.indexOf(':');
  const path = statement.slice(1, colon).filter((word) => word !== '.');
  const property = path.at(-1) ?? '';
  for (const each of blocksOfPath(snapshot, path.slice(0, -1))) {
    const schema = each.properties.get(property);
    if (schema !== undefined) return valueSlots(schema.type, statement.slice(colon + 1), schema.default);
  }
  return { slots: [], isComplete: true };
}

/** What the part of the model that a path leads to may have. */
export function blocksOfPath(snapshot: Snapshot, path: readonly string[]): readonly BlockSchema[] {
  const [root, ...rest] = path;
  if (root === undefined) return [];
  const blocks = kindsOf(snapshot, rest.at(-1) ?? root).flatMap((kind) => blockOfKind(snapshot, kind, root));
  const section = rest[0];
  if (section === undefined) return blocks;
  const sections = kindsOf(snapshot, root)
    .flatMap((kind) => blockOfKind(snapshot, kind, root))
    .map((each) => each.sections.get(section)?.block)
    .filter((each) => each !== undefined);
  return sections.length > 0 ? sections : blocks;
}

function blockOfKind(snapshot: Snapshot, kind: SymbolKind, name: string): readonly BlockSchema[] {
  switch (kind) {
    case 'store':
      return [storePath, storeBlock];
    case 'policy':
      return [familyOf(snapshot, name)?.block].filter((each) => each !== undefined);
    case 'workload':
      return [workloadBlock];
    case 'node':
      return [nodeBlock];
    case 'service':
      return [serviceBlock];
    case 'balancer':
      return [balancerBlock];
    case 'job':
      return [jobBlock];
    case 'fault':
      return [faultPath];
    default:
      return [];
  }
}

function kindsOf(snapshot: Snapshot, name: string | undefined): readonly SymbolKind[] {
  return snapshot.symbols.symbols.filter((symbol) => symbol.name === name).map(({ kind }) => kind);
}

function going(...slots: readonly Slot[]): ValueSlots {
  return { slots, isComplete: false };
}
