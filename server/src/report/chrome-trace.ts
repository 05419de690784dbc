import { unpackNumbers } from './packed-column';
import { OPERATION_MARKS, type RunReport } from './run-report';

/**
 * A run in the JSON form of Chrome's trace viewer ("Trace Event Format", Google 2016), which ui.perfetto.dev opens: nodes,
 * clients and faults as processes, what they were and did as slices, messages as flows, charts as counters. Times are
 * microseconds since the start of the run.
 */
export interface ChromeTrace {
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string>>;
  readonly traceEvents: readonly TraceEvent[];
}

export type TraceEvent = {
  readonly name: string;
  readonly cat: string;
  readonly pid: number;
  readonly tid: number;
  readonly args?: Readonly<Record<string, string | number>>;
} & (
  | { readonly ph: 'M' }
  | { readonly ph: 'X'; readonly ts: number; readonly dur: number }
  | { readonly ph: 'i'; readonly ts: number; readonly s: 't' | 'g' }
  | { readonly ph: 'C'; readonly ts: number }
  | { readonly ph: 's' | 'f'; readonly ts: number; readonly id: number; readonly bp?: 'e' }
);

const PROCESS = { faults: 1, nodes: 2, clients: 3, charts: 4 } as const;
/** A viewer shows no more flows than this with comfort. */
const MOST_MESSAGES = 50_000;
/** Threads of one lane: roles, then conditions and operations that overlap side by side. */
const THREADS = 1_000;

export function chromeTrace(report: RunReport): ChromeTrace {
  const { title, file, scenario, seed, traceHash, decision, summary } = report;
  return {
    displayTimeUnit: 'ms',
    otherData: { title, file, scenario, seed: String(seed), trace: traceHash, decision, summary },
    traceEvents: [
      ...Object.entries(PROCESS).map(([name, pid]) => named('process_name', pid, 0, name)),
      ...faults(report),
      ...nodes(report),
      ...events(report),
      ...operations(report),
      ...messages(report),
      ...charts(report),
    ],
  };
}

/**
 * Perfetto reads nanoseconds as the whole part of 1000 times this, and drops slices that overlap by one: the nearest double
 * may fall short of it, the next one does not (`CoerceToTs` in its importer of JSON).
 */
const micros = (ns: number): number => {
  const us = ns / 1000;
  return Math.floor(us * 1000) < ns ? us * (1 + Number.EPSILON) : us;
};

function named(name: 'process_name' | 'thread_name', pid: number, tid: number, value: string): TraceEvent {
  return { ph: 'M', name, cat: '__metadata', pid, tid, args: { name: value } };
}

interface Slice {
  readonly name: string;
  readonly cat: string;
  readonly from: number;
  readonly to: number;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Slices of one thread must not overlap, so those that do lie on threads of their own, which bear the same name. */
function slices(pid: number, thread: number, title: string, list: readonly Slice[]): readonly TraceEvent[] {
  const freeAt: number[] = [];
  const events = [...list]
    .sort((a, b) => a.from - b.from)
    .map(({ name, cat, from, to, args }): TraceEvent => {
      const free = freeAt.findIndex((at) => at <= from);
      const line = free < 0 ? freeAt.length : free;
      freeAt[line] = to;
      const base = { name, cat, pid, tid: thread + line, ts: micros(from), dur: micros(to - from) };
      return { ph: 'X', ...base, ...(args === undefined ? {} : { args }) };
    });
  return [...freeAt.map((_, line) => named('thread_name', pid, thread + line, title)), ...events];
}

function faults({ faults: bands, durationNs }: RunReport): readonly TraceEvent[] {
  const list = bands.map(({ from, to, label, kind }) => ({ name: label, cat: kind, from, to: finite(to, durationNs) }));
  return slices(PROCESS.faults, 1, 'faults', list);
}

function nodes({ lanes, durationNs }: RunReport): readonly TraceEvent[] {
  return lanes.flatMap(({ place, label, roles, conditions }) => {
    const spans = (list: typeof roles, cat: string): readonly Slice[] =>
      list.map((span) => ({ name: span.label || span.state, cat, from: span.from, to: finite(span.to, durationNs) }));
    const thread = (place + 1) * THREADS;
    return [
      ...slices(PROCESS.nodes, thread, label, spans(roles, 'role')),
      ...slices(PROCESS.nodes, thread + THREADS / 2, `${label} suffers`, spans(conditions, 'condition')),
    ];
  });
}

function events({ events: rows, lanes }: RunReport): readonly TraceEvent[] {
  const isNode = new Set(lanes.map(({ place }) => place));
  return rows.map(({ at, kind, place, text }): TraceEvent => {
    const base = { ph: 'i', name: text, cat: kind, ts: micros(at) } as const;
    return isNode.has(place)
      ? { ...base, pid: PROCESS.nodes, tid: (place + 1) * THREADS, s: 't' }
      : { ...base, pid: PROCESS.faults, tid: 1, s: 'g' };
  });
}

function operations({ operations: columns, clients }: RunReport): readonly TraceEvent[] {
  const [client, from, to, mark] = [columns.client, columns.from, columns.to, columns.mark].map(unpackNumbers);
  const texts = columns.text.split('\n');
  const byClient = new Map(clients.map(({ place }): [number, Slice[]] => [place, []]));
  from?.forEach((begun, row) => {
    const ended = to?.[row] ?? NaN;
    const outcome = OPERATION_MARKS[mark?.[row] ?? 0] ?? 'ok';
    byClient.get(client?.[row] ?? -1)?.push({
      name: texts[row] ?? '',
      cat: outcome,
      from: begun,
      to: Number.isNaN(ended) ? begun : ended,
      args: { outcome },
    });
  });
  return clients.flatMap(({ place, label }) =>
    slices(PROCESS.clients, (place + 1) * THREADS, label, byClient.get(place) ?? []),
  );
}

function messages({ messages: columns, lanes }: RunReport): readonly TraceEvent[] {
  const [sender, receiver, sentAt, arrivedAt, name] = [
    ...[columns.sender, columns.receiver, columns.sentAt, columns.arrivedAt, columns.name],
  ].map(unpackNumbers);
  const isNode = new Set(lanes.map(({ place }) => place));
  const flows: TraceEvent[] = [];
  for (let row = 0; row < (sentAt?.length ?? 0) && flows.length < 2 * MOST_MESSAGES; row += 1) {
    const arrived = arrivedAt?.[row] ?? NaN;
    const [from, to] = [sender?.[row] ?? -1, receiver?.[row] ?? -1];
    if (Number.isNaN(arrived) || !isNode.has(from) || !isNode.has(to)) continue;
    const base = { name: columns.names[name?.[row] ?? -1] ?? 'message', cat: 'message', pid: PROCESS.nodes, id: row };
    flows.push({ ...base, ph: 's', tid: (from + 1) * THREADS, ts: micros(sentAt?.[row] ?? 0) });
    flows.push({ ...base, ph: 'f', bp: 'e', tid: (to + 1) * THREADS, ts: micros(arrived) });
  }
  return flows;
}

function charts({ charts: series }: RunReport): readonly TraceEvent[] {
  return series.flatMap(({ name, unit, bucketNs, values }) =>
    values.flatMap((value, bucket): readonly TraceEvent[] =>
      value === null
        ? []
        : [{ ph: 'C', name, cat: unit, pid: PROCESS.charts, tid: 0, ts: micros(bucket * bucketNs), args: { value } }],
    ),
  );
}

function finite(at: number | null, otherwise: number): number {
  return at === null || !Number.isFinite(at) ? otherwise : at;
}
