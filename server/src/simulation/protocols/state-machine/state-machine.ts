import type { DataType } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { garble } from '../../environment/message';
import { longer } from '../../kernel/columns';
import { FailureReason } from '../../run';
import { REMOVAL } from '../../observation/superseded-writes';
import type { Contents } from '../protocol';
import { OperationSet } from './operation-set';

/** Told of each change of contents; a `ReplicaContext` is one. */
export interface ContentObserver {
  stored(key: number, value: number, old: number | undefined): void;
  removed(key: number, value: number): void;
  /** Something else took the place of a value: of an element of a set, its removal. */
  superseded(value: number, by: number): void;
  /** A read found a record whose checksum did not match. */
  corruptionDetected(key: number): void;
}

/** For a machine that only computes. */
export const UNOBSERVED: ContentObserver = {
  stored: () => undefined,
  removed: () => undefined,
  superseded: () => undefined,
  corruptionDetected: () => undefined,
};

/** What an operation came to. The machine reuses one object: read it before the next call. */
export interface Result {
  /** None, CasMismatch, or Corrupt where a damaged record was read. */
  reason: FailureReason;
  output: number;
  observation: readonly number[] | undefined;
}

/** An immutable copy of the whole state. */
export interface Snapshot {
  readonly values: ReadonlyMap<number, readonly number[]>;
  /** Client values in it: what it weighs on a disk and in a message. */
  readonly weight: number;
  readonly sessions: Float64Array;
  readonly mismatches: ReadonlySet<number>;
  readonly lineage: OperationSet;
}

/** What a snapshot or a checkpoint weighs, in client values; undefined, it is the empty state. */
export function weightOfSnapshot(copy: { readonly state: Snapshot | undefined } | undefined): number {
  return copy?.state?.weight ?? 0;
}

/** A state whose values were damaged, or that a liar made up. */
export function garbledState(state: Snapshot, damage: (value: number) => number = garble): Snapshot {
  const values = [...state.values].map(([key, list]) => [key, list.map((value) => damage(value))] as const);
  return { ...state, values: new Map(values) };
}

/**
 * The data types that every log-replicated family shares: apply commands in the same order and get the same state.
 * A command is applied at most once: each session's operations come in the order of their ids, so one id a session
 * tells a retry from news (Ongaro's dissertation, section 6.3).
 *
 * Contents are lists of values: one for a register (absent: 0) and a counter, all for a log and a set.
 */
export class StateMachine {
  private values = new Map<number, number[]>();
  /** Last operation applied of each session, +1 (0: none). */
  private sessions: Float64Array = new Float64Array(16);
  /** Sessions whose last operation was a cas that did not match. */
  private mismatches = new Set<number>();
  /** Every operation that the present state results from. */
  private applied = new OperationSet();
  private readonly damaged = new Set<number>();
  private readonly result: Result = { reason: FailureReason.None, output: NaN, observation: undefined };

  constructor(
    private readonly dataType: DataType,
    private readonly observer: ContentObserver,
    private readonly checksums: boolean,
  ) {}

  /** Executes a command that changes the state, or recognises that it has been. */
  apply(command: Command): Result {
    const { session, operation } = command;
    while (session >= this.sessions.length) this.sessions = longer(this.sessions);
    if ((this.sessions[session] as number) > operation) {
      return this.done(this.mismatches.has(session) ? FailureReason.CasMismatch : FailureReason.None, NaN);
    }
    this.sessions[session] = operation + 1;
    this.applied.add(operation);
    if (this.mismatches.size > 0) this.mismatches.delete(session);
    return this.change(command);
  }

  /** Answers a read from the present state. */
  read(command: Command): Result {
    const values = this.values.get(command.key);
    if (this.damaged.size > 0 && this.damaged.has(command.key)) {
      this.observer.corruptionDetected(command.key);
      return this.done(FailureReason.Corrupt, NaN);
    }
    if (this.dataType === 'register' || this.dataType === 'counter') {
      return this.done(FailureReason.None, values === undefined ? 0 : (values[0] as number));
    }
    const result = this.done(FailureReason.None, NaN);
    result.observation = values === undefined ? [] : values.slice();
    return result;
  }

  snapshot(): Snapshot {
    const values = new Map<number, readonly number[]>();
    let weight = 0;
    for (const [key, list] of this.values) {
      values.set(key, list.slice());
      weight += list.length;
    }
    return {
      values,
      weight,
      sessions: this.sessions.slice(),
      mismatches: new Set(this.mismatches),
      lineage: this.applied.copy(),
    };
  }

  /** Replaces the whole state; undefined is the initial one. */
  restore(snapshot: Snapshot | undefined): void {
    for (const [key, list] of this.values) for (const value of list) this.observer.removed(key, value);
    this.values = new Map();
    this.damaged.clear();
    this.sessions = snapshot?.sessions.slice() ?? new Float64Array(16);
    this.mismatches = new Set(snapshot?.mismatches);
    this.applied = snapshot?.lineage.copy() ?? new OperationSet();
    for (const [key, list] of snapshot?.values ?? []) {
      this.values.set(key, list.slice());
      for (const value of list) this.observer.stored(key, value, undefined);
    }
  }

  contents(): Contents {
    const contents: Contents = new Map();
    for (const [key, list] of this.values) if (!this.damaged.has(key)) contents.set(key, list.slice());
    return contents;
  }

  /** Ids of the operations that the present state results from, those overwritten since included. */
  get lineage(): OperationSet {
    return this.applied;
  }

  /** Damages records of the data files. With checksums a read of one fails until it is written again. */
  corrupt(hit: () => boolean): number {
    let count = 0;
    for (const [key, list] of this.values) {
      if (!hit()) continue;
      count++;
      if (this.checksums) this.damaged.add(key);
      else this.values.set(key, list.map(garble));
    }
    return count;
  }

  private change(command: Command): Result {
    const { kind, key, value } = command;
    const list = this.values.get(key);
    switch (kind) {
      case Operation.Write:
        this.put(key, list, value);
        break;
      case Operation.Cas:
        if ((list === undefined ? 0 : (list[0] as number)) !== command.expected) {
          this.mismatches.add(command.session);
          return this.done(FailureReason.CasMismatch, NaN);
        }
        this.put(key, list, value);
        break;
      case Operation.Increment:
        this.put(key, list, (list === undefined ? 0 : (list[0] as number)) + value);
        break;
      case Operation.Append:
        this.insert(key, list, value);
        break;
      case Operation.Add:
        if (list?.includes(value) !== true) this.insert(key, list, value);
        break;
      case Operation.Remove: {
        const at = list?.indexOf(value) ?? -1;
        if (list !== undefined && at >= 0) {
          list.splice(at, 1);
          this.observer.removed(key, value);
          this.observer.superseded(value, REMOVAL);
        }
        break;
      }
      case Operation.Read:
      case Operation.Poll:
        return this.read(command);
    }
    return this.done(FailureReason.None, NaN);
  }

  private put(key: number, list: number[] | undefined, value: number): void {
    if (this.damaged.size > 0) this.damaged.delete(key);
    if (list === undefined) {
      this.values.set(key, [value]);
      this.observer.stored(key, value, undefined);
    } else {
      const old = list[0] as number;
      list[0] = value;
      this.observer.stored(key, value, old);
    }
  }

  private insert(key: number, list: number[] | undefined, value: number): void {
    if (list === undefined) this.values.set(key, [value]);
    else list.push(value);
    this.observer.stored(key, value, undefined);
  }

  private done(reason: FailureReason, output: number): Result {
    const result = this.result;
    result.reason = reason;
    result.output = output;
    result.observation = undefined;
    return result;
  }
}
