import type { ScenarioModel } from '../language/model';
import { EventKind, type Run } from '../simulation';
import type { ChartSeries, LaneLog } from './run-report';

export interface ProjectedLogs {
  /** By place: what its replicas had in their logs, store by store; stores that keep no log are left out. */
  readonly lanes: readonly (readonly LaneLog[])[];
  /** How far the slowest copy of each store is behind the fastest. */
  readonly charts: readonly ChartSeries[];
}

/** Entries in a replica's log at the end of each bucket, and how far copies are apart, from what the trace says was stored. */
export function projectLogs(scenario: ScenarioModel, run: Run, bucketNs: number): ProjectedLogs {
  const count = Math.max(1, Math.ceil(run.endedAt / bucketNs));
  const lanes: LaneLog[][] = scenario.places.map(() => []);
  const charts = scenario.stores.flatMap((store, index): readonly ChartSeries[] => {
    const places = [...new Set(store.placement.flat())];
    if (places.length < 2) return [];
    const logs = storeLogs(run, index, store.placement, { bucketNs, count });
    const values = logs.isLog ? logs.apart : logs.keysBehind;
    if (logs.isLog)
      for (const place of places)
        lanes[place]?.push({
          store: store.name,
          bucketNs,
          entries: logs.entries.get(place) ?? [],
          committed: logs.committed.get(place) ?? [],
        });
    const unit = logs.isLog ? 'entries' : 'keys';
    return values.every((value) => value === null)
      ? []
      : [{ name: `${unit} behind (${store.name})`, unit: 'count', bucketNs, values }];
  });
  return { lanes, charts };
}

interface StoreLogs {
  readonly isLog: boolean;
  readonly entries: ReadonlyMap<number, readonly number[]>;
  readonly committed: ReadonlyMap<number, readonly number[]>;
  /** Entries between the longest and the shortest log of a shard, in the shard where that is most. */
  readonly apart: readonly number[];
  /** Most keys on which any one replica had not the newest value, for stores without a log. */
  readonly keysBehind: readonly (number | null)[];
}

interface Buckets {
  readonly bucketNs: number;
  readonly count: number;
}

function storeLogs(
  run: Run,
  store: number,
  placement: readonly (readonly number[])[],
  { bucketNs, count }: Buckets,
): StoreLogs {
  const { trace } = run;
  const places = [...new Set(placement.flat())];
  const last = new Map(places.map((place): [number, Map<number, number>] => [place, new Map()]));
  const commits = new Map(places.map((place): [number, Map<number, number>] => [place, new Map()]));
  const entries = new Map(places.map((place): [number, number[]] => [place, []]));
  const committed = new Map(places.map((place): [number, number[]] => [place, []]));
  const newest = placement.map((replicas) => createNewest(replicas));
  const keysBehind: number[] = [];
  const apart: number[] = [];
  let isLog = false;
  let isTold = false;
  let bucket = 0;
  const close = (until: number): void => {
    for (; bucket < Math.min(until, count); bucket += 1) {
      for (const place of places) {
        entries.get(place)?.push(sum(last.get(place)));
        committed.get(place)?.push(sum(commits.get(place)));
      }
      keysBehind.push(Math.max(0, ...newest.map((shard) => shard.mostBehind())));
      apart.push(Math.max(0, ...placement.map((replicas, shard) => distance(replicas, shard, last))));
    }
  };
  for (let event = 0; event < trace.length; event += 1) {
    const kind = trace.kind[event];
    if (IS_ABOUT_COPIES[kind ?? 0] !== 1) continue;
    const place = trace.place[event] ?? -1;
    const own = last.get(place);
    if (own === undefined || (kind !== EventKind.Wipe && trace.a[event] !== store)) continue;
    close(Math.floor((trace.time[event] ?? 0) / bucketNs));
    const shard = Math.max(0, trace.peer[event] ?? 0);
    const index = trace.b[event] ?? 0;
    if (kind === EventKind.Append) {
      isLog = true;
      own.set(shard, index);
    } else if (kind === EventKind.Truncate) own.set(shard, Math.max(0, index - 1));
    else if (kind === EventKind.Commit) commits.get(place)?.set(shard, index);
    else if (kind === EventKind.Apply) {
      isTold = true;
      newest[shard]?.apply(place, index, trace.c[event] ?? 0);
    } else if (kind === EventKind.Wipe) own.clear();
  }
  close(count);
  return { isLog, entries, committed, apart, keysBehind: isTold ? keysBehind : [] };
}

/** By kind of event, looked up for every event of the trace. */
const IS_ABOUT_COPIES = new Uint8Array(256);
for (const kind of [EventKind.Append, EventKind.Truncate, EventKind.Commit, EventKind.Apply, EventKind.Wipe])
  IS_ABOUT_COPIES[kind] = 1;

function sum(byShard: ReadonlyMap<number, number> | undefined): number {
  return [...(byShard?.values() ?? [])].reduce((total, one) => total + one, 0);
}

function distance(
  replicas: readonly number[],
  shard: number,
  last: ReadonlyMap<number, ReadonlyMap<number, number>>,
): number {
  const lengths = replicas.map((place) => last.get(place)?.get(shard) ?? 0);
  return lengths.length === 0 ? 0 : Math.max(...lengths) - Math.min(...lengths);
}

interface Newest {
  apply(place: number, key: number, value: number): void;
  mostBehind(): number;
}

/** Counts for each replica the keys whose newest value, the last one first seen anywhere, it does not hold. */
function createNewest(places: readonly number[]): Newest {
  const behind = new Map(places.map((place) => [place, 0]));
  const values = new Map<number, { readonly seen: Set<number>; readonly held: Map<number, number>; newest: number }>();
  const count = (place: number, change: number): void => {
    behind.set(place, (behind.get(place) ?? 0) + change);
  };
  return {
    apply: (place, key, value) => {
      const known = values.get(key) ?? { seen: new Set(), held: new Map(), newest: 0 };
      values.set(key, known);
      if (!known.seen.has(value)) {
        known.seen.add(value);
        for (const other of places) if ((known.held.get(other) ?? 0) === known.newest) count(other, 1);
        known.newest = value;
      } else if ((known.held.get(place) ?? 0) === known.newest && value !== known.newest) count(place, 1);
      const held = known.held.get(place) ?? 0;
      if (held !== known.newest && value === known.newest) count(place, -1);
      known.held.set(place, value);
    },
    mostBehind: () => Math.max(0, ...behind.values()),
  };
}
