import type { LedStore } from '../../../server/src/report/run-report';
import type { RunIndex } from './run-index';

/** Who led over a stretch: nobody, one, or several at once, which in one shard is a split brain. */
export interface LeaderSpan {
  readonly from: number;
  readonly to: number;
  readonly places: readonly number[];
  /** How many shards had a leader. */
  readonly led: number;
  /** The shards that had several leaders at once. */
  readonly contested: readonly number[];
}

export interface Leadership {
  /** The store that is led, or empty where the report does not say. */
  readonly store: string;
  readonly shardCount: number;
  readonly spans: readonly LeaderSpan[];
}

/**
 * Who led which store and when, from the lanes. Empty where nobody ever leads: a leaderless run has no such row. A node
 * that is crashed or removed leads nothing, whatever role it will resume.
 */
export function leadership(run: RunIndex): readonly Leadership[] {
  const reigns = run.report.lanes.flatMap((lane) =>
    lane.roles
      .filter(({ state }) => state === 'leader')
      .flatMap((span) => withoutCrashes(span, lane.conditions))
      .flatMap(({ from, to, leads }) =>
        (leads ?? [UNNAMED]).map((led): Reign => ({ from, to, place: lane.place, led })),
      ),
  );
  return [...new Set(reigns.map(({ led }) => led.store))].map((store) => {
    const own = reigns.filter(({ led }) => led.store === store);
    return { store, shardCount: Math.max(...own.map(({ led }) => led.of)), spans: sweep(own, run.durationNs) };
  });
}

const UNNAMED: LedStore = { store: '', shards: [0], of: 1 };

interface Reign {
  readonly from: number;
  readonly to: number;
  readonly place: number;
  readonly led: LedStore;
}

function withoutCrashes<T extends { readonly from: number; readonly to: number }>(
  span: T,
  conditions: readonly { readonly from: number; readonly to: number; readonly state: string }[],
): readonly T[] {
  let parts: T[] = [span];
  for (const crash of conditions.filter(({ state }) => state === 'crashed')) {
    parts = parts.flatMap((part) =>
      [
        { ...part, to: Math.min(part.to, crash.from) },
        { ...part, from: Math.max(part.from, crash.to) },
      ].filter(({ from, to }) => from < to),
    );
  }
  return parts;
}

function sweep(reigns: readonly Reign[], durationNs: number): readonly LeaderSpan[] {
  const instants = [...new Set([0, durationNs, ...reigns.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const changes = reigns
    .flatMap((reign) => [
      { at: reign.from, reign, begins: true },
      { at: reign.to, reign, begins: false },
    ])
    .sort((a, b) => a.at - b.at || Number(a.begins) - Number(b.begins));
  const leading = new Set<Reign>();
  const spans: LeaderSpan[] = [];
  let next = 0;
  instants.forEach((from, position) => {
    for (let change = changes[next]; change !== undefined && change.at <= from; change = changes[++next]) {
      if (change.begins) {
        leading.add(change.reign);
      } else {
        leading.delete(change.reign);
      }
    }
    const to = instants[position + 1];
    if (to !== undefined) {
      spans.push({ from, to, ...stateOf([...leading]) });
    }
  });
  return merged(spans);
}

function stateOf(leading: readonly Reign[]): Pick<LeaderSpan, 'places' | 'led' | 'contested'> {
  const leadersOf = new Map<number, Set<number>>();
  for (const { place, led } of leading) {
    for (const shard of led.shards) {
      leadersOf.set(shard, (leadersOf.get(shard) ?? new Set()).add(place));
    }
  }
  return {
    places: [...new Set(leading.map(({ place }) => place))].sort((a, b) => a - b),
    led: leadersOf.size,
    contested: [...leadersOf].flatMap(([shard, leaders]) => (leaders.size > 1 ? [shard] : [])).sort((a, b) => a - b),
  };
}

function merged(spans: readonly LeaderSpan[]): readonly LeaderSpan[] {
  const keyOf = ({ places, led, contested }: LeaderSpan): string => JSON.stringify([places, led, contested]);
  const result: LeaderSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && keyOf(last) === keyOf(span)) {
      result[result.length - 1] = { ...last, to: span.to };
    } else {
      result.push(span);
    }
  }
  return result;
}

/** Who leads over a stretch, in words for a label: "n1", "no leader", "2 leaders: n1 + n3", "5 of 8 shards led". */
export function leadersText(
  { shardCount }: Leadership,
  { places, led, contested }: LeaderSpan,
  nameOf: (place: number) => string,
): string {
  if (led === 0) {
    return 'no leader';
  }
  const names = places.map(nameOf);
  if (shardCount <= 1) {
    return names.length > 1 ? `${String(names.length)} leaders: ${names.join(' + ')}` : (names[0] ?? '');
  }
  if (contested.length > 0) {
    const which = contested.map(String).join(', ');
    return `several leaders of ${contested.length > 1 ? 'shards' : 'shard'} ${which}`;
  }
  const share =
    led < shardCount ? `${String(led)} of ${String(shardCount)} shards led` : `all ${String(led)} shards led`;
  return `${share}: ${names.join(', ')}`;
}
