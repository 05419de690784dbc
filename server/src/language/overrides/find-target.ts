import type { BindContext } from '../bind/bind-context';
import type { BoundFault, BoundPolicy, BoundScenario, BoundStore, BoundThing, BoundWorkload } from '../bind/bound';
import type { ModelSymbol } from '../names/symbols';
import type { BlockSchema, PropertySchema } from '../schema/block-schema';
import { familyByName } from '../schema/policy-schemas';
import type { Settings } from '../settings/settings';
import type { NameNode, PathNode } from '../syntax/syntax-tree';
import { nearestWord } from '../nearest-word';
import { listed } from '../values/describe-type';
import { replacement } from '../bind/bind-context';

/** What a path of `set` or `vary` leads to. */
export type OverrideTarget =
  | {
      readonly kind: 'setting';
      readonly owner: { readonly settings: Settings } | BoundPolicy;
      readonly path: readonly string[];
      readonly property: PropertySchema;
    }
  | { readonly kind: 'store-policy'; readonly store: BoundStore }
  | { readonly kind: 'fault-at' | 'fault-for'; readonly fault: BoundFault };

/** Something that a path may begin with. */
type Head =
  | { readonly kind: 'thing'; readonly thing: BoundThing }
  | { readonly kind: 'policy'; readonly policy: BoundPolicy }
  | { readonly kind: 'workload'; readonly workload: BoundWorkload }
  | {
      readonly kind: 'schedule';
      readonly name: string;
      readonly symbol: ModelSymbol;
      readonly named: ReadonlyMap<string, BoundFault>;
    }
  | { readonly kind: 'fault'; readonly fault: BoundFault };

/** What is bound by name, for paths. */
export interface PathScope {
  readonly scenario: BoundScenario;
  policyOf(symbol: ModelSymbol): BoundPolicy | undefined;
  workloadOf(symbol: ModelSymbol): BoundWorkload | undefined;
}

/** Follows a path such as `orders.policy` or `Split.first.at`; reports where it ends. */
export function findTarget(
  path: PathNode,
  uri: string,
  scope: PathScope,
  context: BindContext,
): OverrideTarget | undefined {
  const [first, ...rest] = path.segments;
  if (first === undefined) return undefined;
  const heads = headsOf(first.text, uri, scope, context);
  if (heads.length === 0) {
    reportUnknownHead(first, uri, scope, context);
    return undefined;
  }
  for (const head of heads) {
    const target = follow(
      head,
      rest.map((segment) => segment.text),
    );
    if (target === undefined) continue;
    context.symbols.refer({ symbol: symbolOf(head), uri, range: first.range });
    const [second] = rest;
    if ('fault' in target && second !== undefined && head.kind === 'schedule') {
      context.symbols.refer({ symbol: target.fault.symbol, uri, range: second.range });
    }
    return target;
  }
  const [head] = heads;
  if (head !== undefined) reportDeadEnd(head, path, uri, context);
  return undefined;
}

function headsOf(name: string, uri: string, scope: PathScope, context: BindContext): readonly Head[] {
  const { scenario } = scope;
  const heads: Head[] = [];
  const thing = scenario.topology?.of.names.any(name);
  if (thing !== undefined) heads.push({ kind: 'thing', thing });
  const globals = context.scopeOf(uri);
  const policySymbol = globals.find('policy', name);
  const policy = policySymbol && scope.policyOf(policySymbol);
  if (policy !== undefined) heads.push({ kind: 'policy', policy });
  const workloadSymbol = globals.find('workload', name);
  const workload = workloadSymbol && scope.workloadOf(workloadSymbol);
  if (workload !== undefined) heads.push({ kind: 'workload', workload });
  const schedule = scenario.schedules.find((use) => use.of.name === name)?.of;
  if (schedule !== undefined) heads.push({ kind: 'schedule', ...schedule });
  if (scenario.name === name) heads.push({ kind: 'schedule', ...scenario });
  for (const named of [scenario.named, ...scenario.schedules.map((use) => use.of.named)]) {
    const fault = named.get(name);
    if (fault !== undefined) heads.push({ kind: 'fault', fault });
  }
  return heads;
}

function follow(head: Head, rest: readonly string[]): OverrideTarget | undefined {
  switch (head.kind) {
    case 'thing': {
      const { thing } = head;
      if (thing.kind === 'store' && rest.length === 1 && rest[0] === 'policy')
        return { kind: 'store-policy', store: thing };
      return settingIn(thing, thing.settings.schema, rest);
    }
    case 'policy': {
      const schema = head.policy.family && familyByName.get(head.policy.family)?.block;
      return schema && settingIn(head.policy, schema, rest);
    }
    case 'workload':
      return settingIn(head.workload, head.workload.settings.schema, rest);
    case 'schedule': {
      const fault = head.named.get(rest[0] ?? '');
      return fault && timeOf(fault, rest.slice(1));
    }
    case 'fault':
      return timeOf(head.fault, rest);
  }
}

function settingIn(
  owner: { readonly settings: Settings } | BoundPolicy,
  schema: BlockSchema,
  path: readonly string[],
): OverrideTarget | undefined {
  let block: BlockSchema | undefined = schema;
  for (const section of path.slice(0, -1)) block = block?.sections.get(section)?.block;
  const property = block?.properties.get(path.at(-1) ?? '');
  return property && { kind: 'setting', owner, path, property };
}

function timeOf(fault: BoundFault, rest: readonly string[]): OverrideTarget | undefined {
  if (rest.length !== 1) return undefined;
  if (rest[0] === 'at') return { kind: 'fault-at', fault };
  return rest[0] === 'for' ? { kind: 'fault-for', fault } : undefined;
}

function symbolOf(head: Head): ModelSymbol {
  switch (head.kind) {
    case 'thing':
      return head.thing.symbol;
    case 'policy':
      return head.policy.symbol;
    case 'workload':
      return head.workload.symbol;
    case 'schedule':
      return head.symbol;
    case 'fault':
      return head.fault.symbol;
  }
}

/** Names that may follow a head, for messages. */
function continuations(head: Head): readonly string[] {
  switch (head.kind) {
    case 'thing': {
      const names = namesIn(head.thing.settings.schema);
      return head.thing.kind === 'store' ? ['policy', ...names] : names;
    }
    case 'policy': {
      const schema = head.policy.family && familyByName.get(head.policy.family)?.block;
      return schema === undefined ? [] : namesIn(schema);
    }
    case 'workload':
      return namesIn(head.workload.settings.schema);
    case 'schedule':
      return [...head.named.keys()].flatMap((name) => [`${name}.at`, `${name}.for`]);
    case 'fault':
      return ['at', 'for'];
  }
}

function namesIn(schema: BlockSchema): readonly string[] {
  const inSections = [...schema.sections.values()].flatMap((section) =>
    namesIn(section.block).map((name) => `${section.name}.${name}`),
  );
  return [...schema.properties.keys(), ...inSections];
}

function reportUnknownHead(name: NameNode, uri: string, scope: PathScope, context: BindContext): void {
  const { scenario } = scope;
  const globals = context.scopeOf(uri);
  const isIncomplete = scenario.topology === undefined || scenario.topology.of.names.isIncomplete;
  const areAllKnown = scenario.schedules.length === scenario.settings.names('faults').length;
  if (isIncomplete || globals.isIncomplete || !areAllKnown) return;
  const candidates = [
    ...(scenario.topology?.of.names.namesWhere(() => true) ?? []),
    ...globals.names('policy'),
    ...globals.names('workload'),
    ...scenario.schedules.map((use) => use.of.name),
  ];
  const meant = nearestWord(name.text, candidates);
  const advice =
    meant === undefined
      ? 'a path begins with a store, policy, workload, node or fault schedule'
      : `did you mean '${meant}'?`;
  const fixes = meant === undefined ? [] : [replacement(name.range, meant)];
  context.problems.add('FTM200', uri, name.range, `there is no '${name.text}' in this scenario; ${advice}`, { fixes });
}

function reportDeadEnd(head: Head, path: PathNode, uri: string, context: BindContext): void {
  // A policy without a family has been reported.
  if (head.kind === 'policy' && head.policy.family === undefined) return;
  const [first, ...rest] = path.segments;
  const known = continuations(head);
  const written = rest.map((segment) => segment.text).join('.');
  const start = rest[0]?.range.start ?? path.range.start;
  const range = { start, end: path.range.end };
  const meant = nearestWord(written, known);
  const can =
    known.length === 0
      ? 'nothing of it can be set'
      : `what can be set is ${listed(known).replace(/ or (\S+)$/, ' and $1')}`;
  const advice = meant === undefined ? can : `did you mean '${meant}'?`;
  const what =
    rest.length === 0
      ? `say what of '${first?.text ?? ''}' to set`
      : `'${first?.text ?? ''}' has no '${written}' to set`;
  const fixes = meant === undefined || rest.length === 0 ? [] : [replacement(range, meant)];
  context.problems.add('FTM208', uri, range, `${what}; ${advice}`, { fixes });
}
