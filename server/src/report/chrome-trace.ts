import { unpackNumbers } from './packed-column';
import { OPERATION_MARKS, type RunReport } from './run-report';

/**
 * A run in the JSON form of Chrome's trace viewer ("Trace Event Format", Google 2016), which ui.perfetto.dev opens: nodes,
 * clients and faults as processes, what they were and did as slices, messages as flows, charts as counters. Times are
 * microseconds since the start of the run.
 *
 * A viewer draws a flow from the end of one slice to the start of another, so messages have slices of their own, of no
 * length: one for all that a place sends and receives at one instant.
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
  /** Of the slice that is topmost on its thread then. */
  | { readonly ph: 's'; readonly ts: number; readonly id: number }
  | { readonly ph: 'f'; readonly ts: number; readonly id: number; readonly bp: 'e' }
);

const PROCESS = { faults: 1, nodes: 2, clients: 3, charts: 4 } as const;
/** A viewer shows no more flows than this with comfort. */
const MOST_MESSAGES = 50_000;
/** Messages of one place and instant that are told one by one. */
const MOST_TOLD = 20;
/** Numbers of threads are those of no other process, nor a process's own: viewers have mixed them up. */
const THREADS = 100_000;
/** Of one place: what overlaps lies side by side, so each kind of thing has room for more than one thread. */
const THREAD = { first: 0, conditions: 50_000, messages: 90_000 } as const;

type Process = (typeof PROCESS)[keyof typeof PROCESS];

function threadOf(place: number, kind: keyof typeof THREAD): number {
  return (place + 1) * THREADS + THREAD[kind];
}

const FAULTS_THREAD = 10;

export function chromeTrace(report: RunReport): ChromeTrace {
  const { title, file, scenario, seed, traceHash, decision, summary } = report;
  return {
    displayTimeUnit: 'ms',
    otherData: { title, file, scenario, seed: String(seed), trace: traceHash, decision, summary },
    traceEvents: [
      ...Object.entries(PROCESS).flatMap(([name, pid]) => [
        metadata('process_name', pid, pid, { name }),
        metadata('process_sort_index', pid, pid, { sort_index: pid }),
      ]),
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

function metadata(
  name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index',
  pid: Process,
  tid: number,
  args: Readonly<Record<string, string | number>>,
): TraceEvent {
  return { ph: 'M', name, cat: '__metadata', pid, tid, args };
}

function thread(pid: Process, tid: number, name: string): readonly TraceEvent[] {
  return [metadata('thread_name', pid, tid, { name }), metadata('thread_sort_index', pid, tid, { sort_index: tid })];
}

interface Slice {
  readonly name: string;
  readonly cat: string;
  readonly from: number;
  readonly to: number;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Slices of one thread must not overlap, so those that do lie on threads of their own, which bear the same name. */
function slices(pid: Process, first: number, title: string, list: readonly Slice[]): readonly TraceEvent[] {
  const freeAt: number[] = [];
  const events = [...list]
    .sort((a, b) => a.from - b.from)
    .map(({ name, cat, from, to, args }): TraceEvent => {
      const free = freeAt.findIndex((at) => at <= from);
      const line = free < 0 ? freeAt.length : free;
      freeAt[line] = to;
      const base = { name, cat, pid, tid: first + line, ts: micros(from), dur: micros(to - from) };
      return { ph: 'X', ...base, ...(args === undefined ? {} : { args }) };
    });
  return [...freeAt.flatMap((_, line) => thread(pid, first + line, title)), ...events];
}

function faults({ faults: bands, durationNs }: RunReport): readonly TraceEvent[] {
  const list = bands.map(({ from, to, label, kind }) => ({ name: label, cat: kind, from, to: finite(to, durationNs) }));
  return slices(PROCESS.faults, FAULTS_THREAD, 'faults', list);
}

function nodes({ lanes, durationNs }: RunReport): readonly TraceEvent[] {
  return lanes.flatMap(({ place, label, roles, conditions }) => {
    const spans = (list: typeof roles, cat: string): readonly Slice[] =>
      list.map((span) => ({ name: span.label || span.state, cat, from: span.from, to: finite(span.to, durationNs) }));
    return [
      ...slices(PROCESS.nodes, threadOf(place, 'first'), label, spans(roles, 'role')),
      ...slices(PROCESS.nodes, threadOf(place, 'conditions'), `${label} suffers`, spans(conditions, 'condition')),
    ];
  });
}

function events({ events: rows, lanes }: RunReport): readonly TraceEvent[] {
  const isNode = new Set(lanes.map(({ place }) => place));
  return rows.map(({ at, kind, place, text }): TraceEvent => {
    const base = { ph: 'i', name: text, cat: kind, ts: micros(at) } as const;
    return isNode.has(place)
      ? { ...base, pid: PROCESS.nodes, tid: threadOf(place, 'first'), s: 't' }
      : { ...base, pid: PROCESS.faults, tid: FAULTS_THREAD, s: 'g' };
  });
}

function operations({ operations: columns, clients }: RunReport): readonly TraceEvent[] {
  const [client, from, to, mark] = [columns.client, columns.from, columns.to, columns.mark].map((column) =>
    unpackNumbers(column),
  );
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
    slices(PROCESS.clients, threadOf(place, 'first'), label, byClient.get(place) ?? []),
  );
}

function messages({ messages: columns, lanes, clients }: RunReport): readonly TraceEvent[] {
  const [sender, receiver, sentAt, arrivedAt, name] = [
    ...[columns.sender, columns.receiver, columns.sentAt, columns.arrivedAt, columns.name],
  ].map((column) => unpackNumbers(column));
  const ends = new Map(
    [
      ...clients.map(({ place, label }) => ({ place, label, pid: PROCESS.clients })),
      ...lanes.map(({ place, label }) => ({ place, label, pid: PROCESS.nodes })),
    ].map((end) => [end.place, { ...end, instants: new Map<number, string[]>() }]),
  );
  const flows: TraceEvent[] = [];
  for (let row = 0; row < Math.min(sentAt?.length ?? 0, MOST_MESSAGES); row += 1) {
    const [from, to] = [ends.get(sender?.[row] ?? -1), ends.get(receiver?.[row] ?? -1)];
    const [sent, arrived] = [sentAt?.[row] ?? 0, arrivedAt?.[row] ?? NaN];
    const what = columns.names[name?.[row] ?? -1] ?? 'message';
    const isLost = Number.isNaN(arrived);
    if (from !== undefined) note(from.instants, sent, `${what} to ${to?.label ?? '?'}${isLost ? ', lost' : ''}`);
    if (to !== undefined && !isLost) note(to.instants, arrived, `${what} from ${from?.label ?? '?'}`);
    if (from === undefined || to === undefined || isLost) continue;
    const base = { name: what, cat: 'message', id: row };
    flows.push({ ...base, ph: 's', pid: from.pid, tid: threadOf(from.place, 'messages'), ts: micros(sent) });
    flows.push({ ...base, ph: 'f', bp: 'e', pid: to.pid, tid: threadOf(to.place, 'messages'), ts: micros(arrived) });
  }
  const instants = [...ends.values()].flatMap(({ place, label, pid, instants: list }) =>
    slices(
      pid,
      threadOf(place, 'messages'),
      `${label} messages`,
      [...list].map(([at, texts]) => ({
        name: texts.length === 1 ? (texts[0] ?? '') : `${texts[0] ?? ''} and ${String(texts.length - 1)} more`,
        ...{ cat: 'message', from: at, to: at, args: { messages: texts.slice(0, MOST_TOLD).join(', ') } },
      })),
    ),
  );
  // A flow begins and ends in slices that are there already.
  return [...instants, ...flows];
}

function note(instants: Map<number, string[]>, at: number, text: string): void {
  const texts = instants.get(at) ?? [];
  texts.push(text);
  instants.set(at, texts);
}

function charts({ charts: series }: RunReport): readonly TraceEvent[] {
  return series.flatMap(({ name, unit, bucketNs, values }) => {
    const base = { ph: 'C', name, cat: unit, pid: PROCESS.charts, tid: PROCESS.charts } as const;
    return values.flatMap((value, bucket): readonly TraceEvent[] =>
      value === null ? [] : [{ ...base, ts: micros(bucket * bucketNs), args: { [unit]: value } }],
    );
  });
}

function finite(at: number | null, otherwise: number): number {
  return at === null || !Number.isFinite(at) ? otherwise : at;
}
