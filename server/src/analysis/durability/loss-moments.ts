import type { ScenarioModel } from '../../language/model';
import { EventKind, type Run } from '../../simulation';

/** When an acknowledged write that is lost in the end had its last copy. */
export interface LossMoment {
  /** Operation id. */
  readonly operation: number;
  readonly acknowledgedAt: number;
  /** From when on nothing could bring it back; null where the run has no trace, or shows no copy of it. */
  readonly lostAt: number | null;
  /** Event of the trace that removed the last copy; -1 where there is none. */
  readonly event: number;
  /** Places that had a copy, each with the event that took it from there, in the order of these. */
  readonly copies: readonly { readonly place: number; readonly event: number }[];
}

/**
 * For each lost write the moment at which its last copy went: its log entry was truncated, the disk that held it was
 * wiped, the process that had it only in memory stopped, or the value was overwritten. A crash counts unless the same
 * copy is seen to go later: while a stopped node's disk still holds it, it may come back. Where a lost write took its place it
 * went with that one.
 */
export function lossMoments(scenario: ScenarioModel, run: Run, lost: readonly number[]): readonly LossMoment[] {
  const { history } = run;
  const copies = new Copies(scenario, run, lost);
  for (let event = 0; lost.length > 0 && event < run.trace.length; event++) copies.follow(event);
  return lost.map((operation) => {
    const last = copies.lastOfSuccession(operation);
    const event = copies.lastRemoval.get(last) ?? -1;
    return {
      operation,
      acknowledgedAt: history.completedAt[operation] as number,
      lostAt: event < 0 ? null : (run.trace.time[event] as number),
      event,
      copies: copies.removals(last),
    };
  });
}

class Copies {
  /** Event that removed the latest copy of an operation's value. */
  readonly lastRemoval = new Map<number, number>();
  /** The same of each place, by operation. */
  private readonly taken = new Map<number, Map<number, number>>();
  /** Of a lost operation whose latest copy a lost one replaced: which that was, or the last that is known of those that followed. */
  private readonly heirs = new Map<number, number>();
  /** Lost operations by store and value; values are unique in a run. */
  private readonly operations = new Map<string, number>();
  /** Lost operations that a place holds, with the log index where it is known, by place and shard. */
  private readonly held = new Map<string, Map<number, number>>();

  /** Of these what was held when the place crashed, and has not been written or applied there since. */
  private readonly down = new Map<string, Set<number>>();

  constructor(
    private readonly scenario: ScenarioModel,
    private readonly run: Run,
    lost: readonly number[],
  ) {
    const { history } = run;
    for (const id of lost) this.operations.set(`${history.store[id]}/${history.input[id]}`, id);
  }

  follow(event: number): void {
    const { trace } = this.run;
    const place = trace.place[event] as number;
    const store = trace.a[event] as number;
    switch (trace.kind[event] as EventKind) {
      case EventKind.Append:
        return this.hold(
          `${place}/${store}/${trace.peer[event]}`,
          store,
          trace.c[event] as number,
          trace.b[event] as number,
        );
      case EventKind.Apply:
        this.overwrite(event, place, store);
        return this.hold(`${place}/${store}/-1`, store, trace.c[event] as number, NaN);
      case EventKind.Truncate:
        return this.remove(
          event,
          `${place}/${store}/${trace.peer[event]}`,
          (index) => index >= (trace.b[event] as number),
        );
      case EventKind.Crash:
      case EventKind.Wipe:
        for (const name of this.held.keys()) if (name.startsWith(`${place}/`)) this.remove(event, name, () => true);
        return;
      default:
        return;
    }
  }

  /** Who had a copy, and which event took it from there; in the order in which they went. */
  removals(operation: number): LossMoment['copies'] {
    return [...(this.taken.get(operation) ?? [])]
      .map(([place, event]) => ({ place, event }))
      .sort((a, b) => a.event - b.event);
  }

  lastOfSuccession(operation: number): number {
    const passed = new Set<number>();
    let last = operation;
    for (let heir = this.heirs.get(last); heir !== undefined && !passed.has(heir); heir = this.heirs.get(last)) {
      passed.add(last);
      last = heir;
    }
    for (const each of passed) if (each !== last) this.heirs.set(each, last);
    return last;
  }

  private take(operation: number, event: number, heir?: number): void {
    this.lastRemoval.set(operation, event);
    if (heir === undefined) this.heirs.delete(operation);
    else this.heirs.set(operation, heir);
    const places = this.taken.get(operation) ?? new Map<number, number>();
    this.taken.set(operation, places.set(this.run.trace.place[event] as number, event));
  }

  private hold(name: string, store: number, value: number, index: number): void {
    const operation = this.operations.get(`${store}/${value}`);
    if (operation === undefined) return;
    const held = this.held.get(name) ?? new Map<number, number>();
    this.held.set(name, held);
    held.set(operation, index);
    this.down.get(name)?.delete(operation);
  }

  /** A register's new value replaces the old one; logs and sets keep both. */
  private overwrite(event: number, place: number, store: number): void {
    const { trace, history } = this.run;
    if (this.scenario.stores[store]?.data !== 'register') return;
    const held = this.held.get(`${place}/${store}/-1`);
    for (const operation of held?.keys() ?? []) {
      if (history.key[operation] !== trace.b[event] || history.input[operation] === trace.c[event]) continue;
      held?.delete(operation);
      // What went with a crash is gone already, and so are the older values that a recovery brings back in its place.
      if (this.down.get(`${place}/${store}/-1`)?.has(operation) !== true)
        this.take(operation, event, this.operations.get(`${store}/${trace.c[event]}`));
    }
  }

  private remove(event: number, name: string, isGone: (index: number) => boolean): void {
    const kind = this.run.trace.kind[event] as EventKind;
    const isCut = kind === EventKind.Truncate;
    const down = this.down.get(name) ?? new Set<number>();
    this.down.set(name, down);
    for (const [operation, index] of this.held.get(name) ?? []) {
      if (!isGone(index)) continue;
      // What was not seen again since a crash went with that one, however often the place crashes after it.
      if (kind === EventKind.Crash && down.has(operation)) continue;
      if (kind === EventKind.Crash) down.add(operation);
      this.take(operation, event);
      // What a crash took may still be on the disk, and a log be cut off later: it is not forgotten.
      if (!isCut) continue;
      this.held.get(name)?.delete(operation);
      // What the state machine still shows goes with its entry, whenever that is seen.
      this.held.get(name.replace(/[^/]*$/, '-1'))?.delete(operation);
    }
  }
}
