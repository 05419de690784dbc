import { kindNouns } from '../names/symbols';
import { expandNames } from '../syntax/name-patterns';
import type { EndpointNode, NamePatternNode } from '../syntax/syntax-tree';
import { declaredHere, reportUnknownName, type BindContext, type WrittenName } from './bind-context';
import type { BoundEnd, BoundPlace, BoundService, BoundStore, BoundThing, BoundTopology } from './bound';

/** What may stand in a place: kinds, and what they are called together. */
export interface Wanted<T extends BoundThing> {
  readonly noun: string;
  readonly test: (thing: BoundThing) => thing is T;
  /** What else may stand there, as it would be written: words, and roles such as `leader of STORE`. */
  readonly otherwise?: readonly string[];
}

/** The part of a topology that look-ups need; it is there before the topology is whole. */
export type TopologyScope = Pick<BoundTopology, 'names' | 'symbol'>;

/** Things of certain kinds; the caller names the type that these kinds have. */
export function wanted<T extends BoundThing>(
  noun: string,
  kinds: readonly T['kind'][],
  otherwise: readonly string[] = [],
): Wanted<T> {
  const set: ReadonlySet<string> = new Set(kinds);
  return { noun, otherwise, test: (thing): thing is T => set.has(thing.kind) };
}

export const wantedNode = wanted<BoundPlace>('a node', ['node']);
export const wantedPlace = wanted<BoundPlace>('a client or node', ['node', 'client']);
export const wantedStore = wanted<BoundStore>('a store', ['store']);
export const wantedService = wanted<BoundService>('a service', ['service']);
export const wantedEnd = wanted<BoundEnd>('a node, client, domain or group', [
  ...(['node', 'client', 'group', 'region', 'datacenter', 'zone', 'rack', 'host'] as const),
]);

/** Finds a name of a topology; reports what is wrong where there is none of the kind. */
export function findThing<T extends BoundThing>(
  what: Wanted<T>,
  name: WrittenName,
  scope: TopologyScope,
  uri: string,
  context: BindContext,
  level?: string,
): T | undefined {
  const found = lookUp(what, name.text, scope, level);
  if (found.kind !== 'one') {
    reportFailedLookup(what, name, scope, uri, found, context);
    return undefined;
  }
  context.symbols.refer({ symbol: found.thing.symbol, uri, range: name.range });
  return found.thing;
}

/** Says why a look-up found nothing that fits. */
export function reportFailedLookup<T extends BoundThing>(
  what: Wanted<T>,
  name: WrittenName,
  scope: TopologyScope,
  uri: string,
  found: LookedUp<T>,
  context: BindContext,
): void {
  switch (found.kind) {
    case 'one':
      break;
    case 'several':
      reportAmbiguous(name, found.things, uri, context);
      break;
    case 'other':
      reportWrongKind(what, name, found.thing, uri, context);
      break;
    case 'none':
      if (scope.names.isIncomplete) break;
      reportUnknownName(what.noun, name, scope.names.namesWhere(what.test), uri, context, what.otherwise);
      break;
  }
}

/** What a name means in a place where only some kinds may stand. */
export type LookedUp<T extends BoundThing> =
  | { readonly kind: 'one'; readonly thing: T }
  | { readonly kind: 'several'; readonly things: readonly T[] }
  | { readonly kind: 'other'; readonly thing: BoundThing }
  | { readonly kind: 'none' };

/** The look-up by itself, without a word to anybody. */
export function lookUp<T extends BoundThing>(
  what: Wanted<T>,
  name: string,
  scope: TopologyScope,
  level?: string,
): LookedUp<T> {
  const found = scope.names.find(name, level);
  switch (found.kind) {
    case 'none': {
      const other = scope.names.any(name);
      return other === undefined ? { kind: 'none' } : { kind: 'other', thing: other };
    }
    case 'one':
      return what.test(found.thing) ? { kind: 'one', thing: found.thing } : { kind: 'other', thing: found.thing };
    case 'several': {
      const fitting = found.things.filter(what.test);
      const [first, second] = fitting;
      if (first === undefined) return { kind: 'other', thing: found.things[0] as BoundThing };
      return second === undefined ? { kind: 'one', thing: first } : { kind: 'several', things: fitting };
    }
  }
}

/** Finds the nodes of a list such as `n1, n[3..5]`, each once. */
export function findPlaces<T extends BoundPlace>(
  what: Wanted<T>,
  patterns: readonly NamePatternNode[],
  scope: TopologyScope,
  uri: string,
  context: BindContext,
): readonly T[] {
  const found = new Set<T>();
  for (const pattern of patterns) {
    for (const name of expandNames(pattern)) {
      const place = findThing(what, name, scope, uri, context);
      if (place === undefined) continue;
      if (found.has(place)) {
        context.problems.add('FTM207', uri, pattern.range, `'${name.text}' is listed twice; remove one`);
      }
      found.add(place);
    }
  }
  return [...found];
}

/** Finds what an end such as `zone a` or `n[1..3]` names. */
export function findEnds<T extends BoundThing>(
  what: Wanted<T>,
  node: EndpointNode,
  scope: TopologyScope,
  uri: string,
  context: BindContext,
): readonly T[] {
  if (node.name === undefined) return [];
  return [...expandNames(node.name)].flatMap(
    (name) => findThing(what, name, scope, uri, context, node.level?.text) ?? [],
  );
}

function reportAmbiguous(name: WrittenName, things: readonly BoundThing[], uri: string, context: BindContext): void {
  const ways = things.map((thing) => `'${thing.kind} ${name.text}'`).join(' or ');
  context.problems.add('FTM203', uri, name.range, `'${name.text}' means several things; write ${ways}`, {
    related: things.map((thing) => declaredHere(thing.symbol)),
    fixes: things.map((thing) => ({
      title: `Write '${thing.kind} ${name.text}'`,
      edits: [{ range: { start: name.range.start, end: name.range.start }, newText: `${thing.kind} ` }],
    })),
  });
}

function reportWrongKind<T extends BoundThing>(
  what: Wanted<T>,
  name: WrittenName,
  found: BoundThing,
  uri: string,
  context: BindContext,
): void {
  const message = `'${name.text}' is ${kindNouns[found.kind]}; ${what.noun} is needed here`;
  context.problems.add('FTM201', uri, name.range, message, { related: [declaredHere(found.symbol)] });
}
