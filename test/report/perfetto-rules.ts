import type { TraceEvent } from '../../server/src/report/chrome-trace';

/** What Perfetto's importer would hold in its tables, and what its table `stats` would have as errors. */
export interface PerfettoStats {
  readonly slices: number;
  readonly flows: number;
  readonly counters: number;
  readonly threads: number;
  readonly errors: readonly string[];
}

/**
 * Reads events by the rules of Perfetto's trace processor (`json_trace_parser_impl.cc`, `slice_tracker.cc`,
 * `flow_tracker.cc`): times become whole nanoseconds by cutting off, events are sorted by time and otherwise stay in their
 * order, slices of a thread lie within each other or apart, and a flow needs a slice that is open.
 */
export function perfettoStats(events: readonly TraceEvent[]): PerfettoStats {
  const open = new Map<string, { readonly end: number }[]>();
  const begun = new Set<number>();
  const errors: string[] = [];
  let [slices, flows, counters] = [0, 0, 0];
  const timed = events.flatMap((event) => (event.ph === 'M' ? [] : [{ event, ns: Math.trunc(event.ts * 1000) }]));
  for (const { event, ns } of timed.sort((a, b) => a.ns - b.ns)) {
    const thread = `${String(event.pid)}/${String(event.tid)}`;
    const stack = open.get(thread) ?? [];
    open.set(thread, stack);
    while (stack.length > 0 && (stack.at(-1)?.end ?? 0) <= ns) {
      stack.pop();
    }
    switch (event.ph) {
      case 'X': {
        const end = ns + Math.trunc(event.dur * 1000);
        if (end > (stack.at(-1)?.end ?? Infinity)) {
          errors.push(`slice_drop_overlapping_complete_event: ${event.name} at ${String(ns)}`);
        } else {
          slices++;
          stack.push({ end });
        }
        break;
      }
      case 'i':
        slices++;
        break;
      case 'C':
        counters++;
        break;
      case 's':
        if (stack.length === 0) {
          errors.push(`flow_no_enclosing_slice: ${event.name} leaves ${thread} at ${String(ns)}`);
        } else {
          begun.add(event.id);
        }
        break;
      case 'f':
        if (!begun.has(event.id) || stack.length === 0) {
          errors.push(`flow_no_enclosing_slice: ${event.name} reaches ${thread} at ${String(ns)}`);
        } else {
          flows++;
        }
    }
  }
  return { slices, flows, counters, threads: open.size, errors };
}
