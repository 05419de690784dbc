import { SymbolKind } from 'vscode-languageserver';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Position,
} from 'vscode-languageserver';
import type { BoundDomain } from '../../language/bind/bound';
import type { ModelSymbol, Reference, SymbolKind as ModelSymbolKind } from '../../language/names/symbols';
import { offsetAt, rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { sameSymbol } from './occurrences';

/** Declarations that do something with others; a name inside one is its call of what the name means. */
const CALLERS: ReadonlySet<ModelSymbolKind> = new Set<ModelSymbolKind>([
  'scenario',
  'experiment',
  'faults',
  'workload',
  'policy',
  'group',
  'store',
  'service',
  'handler',
  'balancer',
  'job',
]);

const KINDS: Readonly<Record<ModelSymbolKind, SymbolKind>> = {
  topology: SymbolKind.Namespace,
  policy: SymbolKind.Class,
  workload: SymbolKind.Struct,
  faults: SymbolKind.Array,
  scenario: SymbolKind.Function,
  experiment: SymbolKind.Method,
  region: SymbolKind.Package,
  datacenter: SymbolKind.Package,
  zone: SymbolKind.Package,
  rack: SymbolKind.Package,
  host: SymbolKind.Package,
  node: SymbolKind.Variable,
  client: SymbolKind.Interface,
  group: SymbolKind.Array,
  store: SymbolKind.Object,
  service: SymbolKind.Module,
  balancer: SymbolKind.Module,
  job: SymbolKind.Event,
  handler: SymbolKind.Method,
  fault: SymbolKind.Event,
};

/** What stands at a position, as a beginning for "who uses this, who touches this". */
export function prepareCallHierarchy(snapshot: Snapshot, position: Position): CallHierarchyItem[] {
  const { symbols, uri, source } = snapshot;
  return symbols.symbolsAt(uri, offsetAt(source, position)).flatMap((symbol) => itemOf(snapshot, symbol) ?? []);
}

/**
 * Who names a thing: schedules that touch a node, scenarios that use a schedule, handlers that call a handler. A node is
 * touched through its domains, its groups and the stores that lie on it as well.
 *
 * @param programs the program of the thing and those that may name it
 */
export function incomingCalls(programs: readonly Snapshot[], item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const calls = new Map<string, CallHierarchyIncomingCall>();
  for (const snapshot of programs) {
    for (const symbol of symbolsOf(snapshot, item)) {
      for (const touched of [symbol, ...holdersOf(snapshot, symbol)]) {
        for (const reference of snapshot.symbols.referencesTo(touched)) {
          const caller = callerAt(snapshot, reference);
          // That a store lies on the node beside it does not touch this one; that a fault hits the store does.
          if (caller === undefined || caller === symbol || (touched !== symbol && !isSchedule(caller))) continue;
          addCall(calls, snapshot, caller, reference, (from) => ({ from, fromRanges: [] }));
        }
      }
    }
  }
  return [...calls.values()];
}

/** What a declaration names. */
export function outgoingCalls(snapshot: Snapshot, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const calls = new Map<string, CallHierarchyOutgoingCall>();
  for (const symbol of symbolsOf(snapshot, item)) {
    for (const reference of snapshot.symbols.references) {
      const isInside = reference.uri === symbol.uri && contains(symbol.fullRange, reference.range);
      if (!isInside || reference.symbol === symbol) continue;
      addCall(calls, snapshot, reference.symbol, reference, (to) => ({ to, fromRanges: [] }));
    }
  }
  return [...calls.values()];
}

function addCall<C extends CallHierarchyIncomingCall | CallHierarchyOutgoingCall>(
  calls: Map<string, C>,
  snapshot: Snapshot,
  symbol: ModelSymbol,
  { uri, range }: Reference,
  make: (item: CallHierarchyItem) => C,
): void {
  const item = itemOf(snapshot, symbol);
  const source = snapshot.sourceOf(uri);
  if (item === undefined || source === undefined) return;
  const key = `${item.uri} ${String(symbol.nameRange.start)} ${symbol.name}`;
  const call = calls.get(key) ?? make(item);
  const place = rangeOf(source, range);
  const isKnown = call.fromRanges.some(
    ({ start }) => start.line === place.start.line && start.character === place.start.character,
  );
  if (!isKnown) call.fromRanges.push(place);
  calls.set(key, call);
}

/** The symbols of a program that an item stands for; the item may come from an older program, or another one. */
function symbolsOf({ symbols, sourceOf }: Snapshot, { uri, name, selectionRange }: CallHierarchyItem): ModelSymbol[] {
  const source = sourceOf(uri);
  if (source === undefined) return [];
  const start = offsetAt(source, selectionRange.start);
  return symbols.symbols.filter(
    (symbol) => symbol.uri === uri && symbol.name === name && symbol.nameRange.start === start,
  );
}

/** The domains, groups and stores that a node takes part in. */
function holdersOf({ program }: Snapshot, symbol: ModelSymbol): readonly ModelSymbol[] {
  if (symbol.kind !== 'node') return [];
  return program.model.topologies.flatMap((topology) => {
    const node = topology.places.find((place) => sameSymbol(place.symbol, symbol));
    if (node === undefined) return [];
    const domains: BoundDomain[] = [];
    for (let domain = node.domain; domain !== undefined; domain = domain.parent) domains.push(domain);
    const groups = topology.groups.filter(({ members }) => members.includes(node));
    const stores = topology.stores.filter(({ on }) => on.includes(node));
    return [...domains, ...groups, ...stores].map((holder) => holder.symbol);
  });
}

/** The innermost declaration around a reference that does something. */
function callerAt({ symbols }: Snapshot, { uri, range }: Reference): ModelSymbol | undefined {
  let innermost: ModelSymbol | undefined;
  for (const symbol of symbols.symbols) {
    if (symbol.uri !== uri || !CALLERS.has(symbol.kind) || !contains(symbol.fullRange, range)) continue;
    if (innermost === undefined || contains(innermost.fullRange, symbol.fullRange)) innermost = symbol;
  }
  return innermost;
}

function isSchedule({ kind }: ModelSymbol): boolean {
  return kind === 'faults' || kind === 'scenario';
}

function contains(outer: ModelSymbol['fullRange'], inner: ModelSymbol['fullRange']): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function itemOf({ sourceOf }: Snapshot, symbol: ModelSymbol): CallHierarchyItem | undefined {
  const source = sourceOf(symbol.uri);
  if (source === undefined) return undefined;
  return {
    name: symbol.name,
    kind: KINDS[symbol.kind],
    detail: symbol.detail,
    uri: symbol.uri,
    range: rangeOf(source, symbol.fullRange),
    selectionRange: rangeOf(source, symbol.nameRange),
  };
}
