import type { ScenarioModel } from '../language/model';
import { clientConnection, EventKind, OPERATION_KINDS, shardOfKey, type ClientConnection } from '../simulation';
import { placeName, placeNames, type JudgedRun } from './judged-run';
import type { ConnectionSpan } from './run-report';

/** Of a client that asks one server after the other, stretches shorter than these, at least so many in a row, are told as one. */
const SHORT_NS = 200e6;
const SHORT_SHARE = 1 / 200;
const MOST_IN_A_ROW = 2;
/** More are counted. */
const MOST_NAMED = 3;

/** Where the requests of one kind go first: those of a workload to a shard, reads or writes. */
interface Way {
  readonly store: number;
  readonly isRead: boolean;
  readonly server: number;
}

interface Stretch extends ConnectionSpan {
  readonly servers: readonly number[];
}

/**
 * The server that each client turns to first, over time. A client of a store keeps to the replica that answered it last, also
 * when one that is nearer is back. Taken from where the first request of each attempt went.
 */
export function projectConnections(judged: JudgedRun): ReadonlyMap<number, readonly ConnectionSpan[]> {
  const { scenario, run } = judged;
  const { trace, history } = run;
  const connectionOf = scenario.stores.map((store) => (store.nodes.length < 2 ? null : clientConnection(store.policy)));
  const attempts = new Map<number, number>();
  const waysOf = new Map<number, Map<string, Way>>();
  const stretches = new Map<number, Stretch[]>();
  for (let event = 0; event < trace.length; event += 1) {
    if (trace.kind[event] !== EventKind.Attempt) continue;
    const [client, server] = [trace.place[event] ?? -1, trace.peer[event] ?? -1];
    const [operation, attempt] = [trace.a[event] ?? -1, trace.b[event] ?? 0];
    const store = history.store[operation] ?? -1;
    const connection = connectionOf[store] ?? null;
    if (connection === null || server < 0 || scenario.places[client]?.kind !== 'client') continue;
    // Whom it asks next within an attempt it was sent to, or has not settled for.
    if (attempts.get(operation) === attempt) continue;
    attempts.set(operation, attempt);
    const isRead = isReading(history.kind[operation]);
    if (isRead && connection === 'reads-spread') continue;
    const ways = waysOf.get(client) ?? new Map<string, Way>();
    waysOf.set(client, ways);
    const shard = shardOfKey(history.key[operation] ?? 0, scenario.stores[store]?.shards ?? 1);
    const key = [history.workload[operation], store, shard, connection === 'apart' && isRead].join(' ');
    if (ways.get(key)?.server === server) continue;
    ways.set(key, { store, isRead, server });
    const spans = stretches.get(client) ?? [];
    stretches.set(client, spans);
    change(spans, trace.time[event] ?? 0, run.endedAt, labelOf(scenario, connectionOf, [...ways.values()]), server);
  }
  const short = Math.max(SHORT_NS, run.endedAt * SHORT_SHARE);
  return new Map([...stretches].map(([client, spans]) => [client, told(scenario, spans, short)]));
}

function isReading(kind: number | undefined): boolean {
  const name = OPERATION_KINDS[kind ?? -1];
  return name === 'read' || name === 'poll';
}

/** From here on it says something else. */
function change(spans: Stretch[], at: number, end: number, label: string, server: number): void {
  const last = spans.at(-1);
  if (last?.label === label) return;
  if (last !== undefined) spans[spans.length - 1] = { ...last, to: at };
  // Two changes at the same instant: the later one holds.
  if (last?.from === at) spans.pop();
  if (spans.at(-1)?.label === label) spans[spans.length - 1] = { ...(spans.at(-1) as Stretch), to: end };
  else spans.push({ from: at, to: end, label, servers: [server] });
}

function labelOf(
  scenario: ScenarioModel,
  connectionOf: readonly (ClientConnection | null)[],
  ways: readonly Way[],
): string {
  const stores = [...new Set(ways.map(({ store }) => store))];
  const parts = stores.map((store) => ({
    name: scenario.stores[store]?.name ?? '?',
    text: storeText(
      scenario,
      connectionOf[store] ?? null,
      ways.filter((way) => way.store === store),
    ),
  }));
  const [first, second, ...more] = parts;
  if (first === undefined || parts.every(({ text }) => text === first.text)) return first?.text ?? '';
  const isShort = more.length === 0 && parts.every(({ text }) => text.startsWith('via '));
  return isShort && second !== undefined ? `${first.name} ${first.text}, ${second.name} ${second.text}` : '';
}

function storeText(scenario: ScenarioModel, connection: ClientConnection | null, ways: readonly Way[]): string {
  const serversOf = (some: readonly Way[]): readonly number[] => [...new Set(some.map(({ server }) => server))];
  const [only, ...others] = serversOf(ways);
  if (only !== undefined && others.length === 0) {
    return connection === 'reads-spread'
      ? `writes via ${placeName(scenario, only)}`
      : `via ${placeName(scenario, only)}`;
  }
  const [reader, ...readers] = serversOf(ways.filter(({ isRead }) => isRead));
  const [writer, ...writers] = serversOf(ways.filter(({ isRead }) => !isRead));
  const isTwo = reader !== undefined && writer !== undefined && readers.length === 0 && writers.length === 0;
  return isTwo ? `reads via ${placeName(scenario, reader)}, writes via ${placeName(scenario, writer)}` : '';
}

/** Who finds nobody asks one after the other, for milliseconds each: that is one stretch. */
function told(scenario: ScenarioModel, spans: readonly Stretch[], short: number): readonly ConnectionSpan[] {
  const result: ConnectionSpan[] = [];
  for (let at = 0; at < spans.length;) {
    let end = at;
    while (end < spans.length && isShort(spans[end], short)) end += 1;
    const [first, last] = [spans[at] as Stretch, spans[end - 1]];
    if (last !== undefined && end - at > MOST_IN_A_ROW) {
      const servers = spans.slice(at, end).flatMap((span) => span.servers);
      result.push({ from: first.from, to: last.to, label: triesText(scenario, servers) });
      at = end;
    } else {
      const { from, to, label } = first;
      result.push({ from, to, label });
      at += 1;
    }
  }
  return result.every(({ label }) => label === '') ? [] : result;
}

function isShort(span: Stretch | undefined, short: number): boolean {
  return span !== undefined && span.to - span.from < short;
}

function triesText(scenario: ScenarioModel, servers: readonly number[]): string {
  const distinct = [...new Set(servers)].sort((a, b) => a - b);
  return distinct.length > MOST_NAMED
    ? `tries ${String(distinct.length)} servers`
    : `tries ${placeNames(scenario, distinct)}`;
}
