import type { TraceEvent } from '../../server/src/report/chrome-trace';

/** A slice as Perfetto would hold it, in whole nanoseconds. */
export interface ImportedSlice {
  readonly name: string;
  readonly thread: string;
  readonly ts: number;
  readonly dur: number;
  readonly depth: number;
}

/** What Perfetto would hold in its tables, and what its table `stats` would have as errors. */
export interface PerfettoTables {
  readonly slices: readonly ImportedSlice[];
  /** An arrow is drawn from the end of one slice to the start of the other, wherever the flow was said to begin and end. */
  readonly flows: readonly { readonly out: ImportedSlice; readonly in: ImportedSlice }[];
  /** Names of counters, each with how many values it has. */
  readonly counters: ReadonlyMap<string, number>;
  /** Names of threads and processes: `pid/tid`, or `pid`. */
  readonly names: ReadonlyMap<string, string>;
  /** Where a process or a thread is put among others. */
  readonly places: ReadonlyMap<string, number>;
  readonly errors: readonly string[];
}

/** `kMaxDepth` of `slice_tracker.h`. */
const MAX_DEPTH = 512;
const MAX_UINT32 = 2 ** 32 - 1;

/**
 * Reads events by the rules of Perfetto's trace processor (google/perfetto, `src/trace_processor/importers`):
 *
 * - `json/json_trace_tokenizer.cc`: microseconds become whole nanoseconds by cutting off; only metadata may lack a time.
 * - `sorter/trace_sorter.cc`: events are read in order of time, at one instant the longest slice first and what has no
 *   duration last, and otherwise as they are written; a time before zero is dropped.
 * - `json/json_trace_parser.cc`: what each kind of event must have; a flow is told by its number, category and name.
 * - `common/slice_tracker.cc`: slices of a thread lie within each other or apart; those that are over leave the stack when
 *   the next one comes.
 * - `common/flow_tracker.cc`: a flow begins and ends in the slice that is topmost on its thread, and begins once.
 */
export function importedByPerfetto(events: readonly TraceEvent[]): PerfettoTables {
  const importer = new Importer();
  const timed = events.flatMap((event) => {
    if (event.ph === 'M') {
      importer.metadata(event);
      return [];
    }
    return [{ event, ns: Math.trunc(event.ts * 1000) }];
  });
  const length = ({ event }: (typeof timed)[number]): number => (event.ph === 'X' ? event.dur : -1);
  timed.sort((a, b) => a.ns - b.ns || length(b) - length(a));
  for (const { event, ns } of timed) {
    importer.take(event, ns);
  }
  return importer;
}

class Importer implements PerfettoTables {
  readonly slices: ImportedSlice[] = [];
  readonly flows: { readonly out: ImportedSlice; readonly in: ImportedSlice }[] = [];
  readonly counters = new Map<string, number>();
  readonly names = new Map<string, string>();
  readonly places = new Map<string, number>();
  readonly errors: string[] = [];
  private readonly stacks = new Map<string, ImportedSlice[]>();
  private readonly begun = new Map<string, ImportedSlice>();

  metadata({ name, pid, tid, args }: TraceEvent): void {
    const isProcess = name.startsWith('process_');
    const key = isProcess ? String(pid) : `${String(pid)}/${String(tid)}`;
    if (name.endsWith('_sort_index')) {
      const index = args?.['sort_index'];
      if (typeof index === 'number') this.places.set(key, index);
      else this.fail('json_parser_failure', name);
      return;
    }
    const given = args?.['name'];
    if (typeof given === 'string' && given !== '') this.names.set(key, given);
    else this.fail('json_parser_failure', `${name} without a name`);
  }

  take(event: TraceEvent, ns: number): void {
    const { name, pid, tid } = event;
    if (Number.isNaN(ns)) return this.fail('json_tokenizer_failure', name);
    if (ns < 0) return this.fail('trace_sorter_negative_timestamp_dropped', name);
    for (const id of [pid, tid]) {
      if (!Number.isInteger(id) || id < 0 || id > MAX_UINT32) return this.fail('json_parser_failure', `id of ${name}`);
    }
    const thread = `${String(pid)}/${String(tid)}`;
    switch (event.ph) {
      case 'X':
        this.start(name, thread, ns, Math.trunc(event.dur * 1000));
        return;
      case 'i':
        this.start(name, event.s === 'g' ? 'global' : thread, ns, 0);
        return;
      case 'C':
        this.count(event);
        return;
      case 's':
      case 'f':
        this.flow(event, thread);
        return;
      case 'M':
        return;
    }
  }

  private start(name: string, thread: string, ts: number, dur: number): void {
    if (Number.isNaN(dur)) return this.fail('json_parser_failure', `${name} without a duration`);
    if (dur < 0) return this.fail('slice_negative_duration', name);
    const stack = this.stacks.get(thread) ?? [];
    this.stacks.set(thread, stack);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const end = top.ts + top.dur;
      const instants = top.dur === 0 && dur === 0;
      if (end > ts || (end === ts && instants)) break;
      stack.pop();
    }
    const crossed = stack.find((open) => ts < open.ts + open.dur && ts + dur > open.ts + open.dur);
    if (crossed !== undefined) {
      return this.fail('slice_drop_overlapping_complete_event', `${name} at ${String(ts)} over ${crossed.name}`);
    }
    if (stack.length >= MAX_DEPTH) return this.fail('slice_max_depth_exceeded', `${name} at ${String(ts)}`);
    const slice = { name, thread, ts, dur, depth: stack.length };
    stack.push(slice);
    this.slices.push(slice);
  }

  /** The topmost slice, even one that is over: it stays until the next one comes. */
  private flow(event: TraceEvent & { readonly ph: 's' | 'f' }, thread: string): void {
    if (!Number.isInteger(event.id) || event.id < 0) return this.fail('flow_invalid_id', event.name);
    const key = [event.id, event.cat, event.name].join('\n');
    const topmost = this.stacks.get(thread)?.at(-1);
    const begun = this.begun.get(key);
    if (topmost === undefined) return this.fail('flow_no_enclosing_slice', `${event.name} on ${thread}`);
    if (event.ph === 's') {
      if (begun === undefined) this.begun.set(key, topmost);
      else this.fail('flow_duplicate_id', event.name);
    } else if (begun === undefined) {
      this.fail('flow_end_without_start', event.name);
    } else {
      this.flows.push({ out: begun, in: topmost });
    }
  }

  private count({ name, pid, args = {} }: TraceEvent): void {
    const values = Object.entries(args);
    if (values.length === 0) this.fail('json_parser_failure', name);
    for (const [key, value] of values) {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        this.fail('json_parser_failure', `${name} ${key}`);
        continue;
      }
      const counter = `${String(pid)}: ${name} ${key}`;
      this.counters.set(counter, (this.counters.get(counter) ?? 0) + 1);
    }
  }

  private fail(stat: string, what: string): void {
    this.errors.push(`${stat}: ${what}`);
  }
}
