import type { BlockSchema } from '../../../language/schema/block-schema';
import { families } from '../../../language/schema/policy-schemas';
import type { NameNode } from '../../../language/syntax/syntax-tree';
import type { Snapshot } from '../../snapshot';
import type { KindNode } from '../../syntax-walk';
import { schemaOf } from './block-slots';
import { expectationSlots, measureSlots } from './expectation-slots';
import { faultSlots } from './fault-slots';
import { pathSlots, pathValueSlots } from './path-slots';
import type { Place } from './place';
import { names, words } from './slot';
import type { Slot } from './slot';
import * as statements from './statement-words';
import { topologySlots } from './topology-slots';
import { propertyValueSlots } from './value-slots';
import type { ValueSlots } from './value-slots';

/** Everything that may stand at a place: how the statement goes on and, where it may be whole, what may follow it. */
export function slotsAt(snapshot: Snapshot, place: Place): readonly Slot[] {
  const block = schemaOf(snapshot, place.blocks);
  const { slots, isComplete } = continuation(snapshot, place, block);
  const all = isComplete ? [...slots, ...newStatement(place, block)] : slots;
  const within = topologyAround(place);
  return within === undefined ? all : all.map((slot) => (slot.kind === 'names' ? { ...slot, within } : slot));
}

/** A statement of a topology names parts of this very one. */
function topologyAround({ blocks }: Place): string | undefined {
  const [outermost] = blocks;
  return outermost?.kind === 'topology' ? (outermost as KindNode & { name?: NameNode }).name?.text : undefined;
}

function continuation(snapshot: Snapshot, place: Place, block: BlockSchema): ValueSlots {
  const { statement } = place;
  const kind = place.blocks.at(-1)?.kind ?? 'source-file';
  const [head, second] = statement;
  if (head === undefined) return DONE;
  if (second === ':' && block.properties.has(head)) return propertyValueSlots(block, statement);
  switch (kind) {
    case 'source-file':
      return declaration(statement);
    case 'topology':
    case 'domain':
      return topologySlots(place);
    case 'handler':
      return step(statement);
    case 'workload':
      return head === 'from' ? route(statement) : DONE;
    case 'faults':
      return statement.at(-1) === '{}' ? DONE : faultSlots(statement);
    case 'scenario':
    case 'experiment':
      return runStatement(snapshot, statement);
    default:
      return DONE;
  }
}

/** What may begin a statement in a block: its properties, its sections, and the words of its statements. */
function newStatement(place: Place, block: BlockSchema): readonly Slot[] {
  const properties: Slot = { kind: 'properties', block, written: place.keys };
  switch (place.blocks.at(-1)?.kind) {
    case undefined:
      return [statements.declarations];
    case 'topology':
    case 'domain':
      return [statements.topologyStatements, properties];
    case 'service':
      return [properties, statements.serviceStatements];
    case 'handler':
      return [statements.handlerStatements];
    case 'workload':
      return [properties, statements.workloadStatements];
    case 'faults':
      return [statements.triggers];
    case 'scenario':
      return [properties, statements.scenarioStatements, statements.triggers];
    case 'experiment':
      return [properties, statements.experimentStatements];
    default:
      return [properties];
  }
}

function declaration(statement: readonly string[]): ValueSlots {
  const [head] = statement;
  const last = statement.at(-1);
  if (last === '{}') return DONE;
  if (head === 'import') return statement.length === 1 ? going({ kind: 'paths' }) : DONE;
  if (head !== 'policy') return statement.length > 1 ? DONE : going();
  if (statement.length === 2) return going(words('='));
  if (last !== '=') return statement.length > 3 ? DONE : going();
  const known = families.map(({ family, documentation }) => ({ word: family, documentation }));
  return going(words(...known), names('policy'));
}

function step(statement: readonly string[]): ValueSlots {
  const [operation, target, dot] = statement;
  if (operation === 'call') {
    if (target === undefined) return going(names('service'));
    return dot === '.' && statement.length === 3 ? going({ kind: 'handlers', of: target }) : DONE;
  }
  return target === undefined ? going(names('store')) : DONE;
}

function route(statement: readonly string[]): ValueSlots {
  const last = statement.at(-1);
  const toAt = statement.indexOf('to');
  if (toAt < 0) return last === 'from' || last === ',' ? going(names('client')) : going(words('to'));
  if (last === 'to') return going(names('store', 'service', 'balancer', 'job'));
  return last === '.' ? going({ kind: 'handlers', of: statement[toAt + 1] ?? '' }) : DONE;
}

function runStatement(snapshot: Snapshot, statement: readonly string[]): ValueSlots {
  switch (statement[0]) {
    case 'expect':
      return expectationSlots(statement);
    case 'measure':
      return measureSlots(statement);
    case 'set':
    case 'vary':
      return statement.includes(':') ? pathValueSlots(snapshot, statement) : pathSlots(snapshot, statement);
    case 'at':
    case 'every':
    case 'when':
    case 'randomly':
      return statement.at(-1) === '{}' ? DONE : faultSlots(statement);
    default:
      return DONE;
  }
}

const DONE: ValueSlots = { slots: [], isComplete: true };

function going(...slots: readonly Slot[]): ValueSlots {
  return { slots, isComplete: false };
}
