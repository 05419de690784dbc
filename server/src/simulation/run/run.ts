import type { Nanos } from '../../language/model';
import type { SupersededRecord } from '../observation/superseded-writes';
import type { History } from './history';
import type { Trace } from './trace';

/** Links from each of `from` to each of `to`, and back where `both`. */
export interface LinkEnds {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly both: boolean;
}

/** One time that a fault of the schedule took effect. */
export interface FaultOccurrence {
  /** Index into `ScenarioModel.faults`. */
  readonly fault: number;
  readonly beganAt: Nanos;
  /** Infinity when it was still in force at the end of the run. */
  readonly endedAt: number;
  /** Places hit (crash, pause, slow, disk, clock) or separated (partition, isolate, cut). */
  readonly places: readonly number[];
  /** For a partition: the groups of place ids as they were separated. */
  readonly groups: readonly (readonly number[])[];
  /** For a fault of links (cut, drop, delay, ...): which. */
  readonly links?: LinkEnds;
  /** True where nothing was there to be hit (no leader at that moment, say). */
  readonly vacuous: boolean;
  /** First time any replica suspected a place that was hit, or a recovery action began; NaN when never. */
  readonly detectedAt: number;
  /** By store, the first time that its own replicas did; NaN when never. Absent where nobody kept it. */
  readonly detectedInStores?: readonly number[];
}

/** What a replica holds when writes have ended, the schedule is over and the stores have come to rest. */
export interface ReplicaState {
  readonly store: number;
  readonly shard: number;
  readonly place: number;
  readonly running: boolean;
  /** Where set this node holds no replica: what it keeps is meant for others. */
  readonly isSpare?: true;
  /** Key to all values that this replica can still return (one for a register; contents of logs and sets). */
  readonly values: ReadonlyMap<number, readonly number[]>;
  /**
   * Tells of an operation id whether this replica's state results from it, overwritten ones included; what was truncated,
   * rewound, wiped or never flushed is not. Undefined where the state does not show it: `Run.superseded` tells then.
   */
  readonly lineage?: { has(operation: number): boolean };
  /**
   * So many running replicas of the shard without a write are enough for reads to be answered without it, whatever the others
   * hold. Undefined where a single replica that holds it is enough for it to be read or to come back.
   */
  readonly enoughToForget?: number;
}

/** Per store: when all running replicas were equal, kept up during the run so that it needs no trace. */
export interface ConvergenceRecord {
  readonly store: number;
  /** Instants at which equality began and ended, alternating, starting with a beginning at 0. */
  readonly changes: readonly number[];
}

/** Times at which a replica was leader and when it acknowledged writes, kept for the split-brain check. */
export interface LeadershipSpan {
  readonly store: number;
  readonly shard: number;
  readonly place: number;
  readonly term: number;
  readonly from: number;
  readonly to: number;
  /**
   * First and last write acknowledged to a client in the span; NaN if none. Not counted are late acknowledgements of
   * writes that were asked for before a successor led.
   */
  readonly firstAcknowledgedAt: number;
  readonly lastAcknowledgedAt: number;
}

/** What one job did. Record n of each partition of its source arrives (n + 1) / `recordsPerNs` after the start. */
export interface JobRun {
  readonly job: number;
  readonly partitions: number;
  readonly recordsPerNs: number;
  /** Records `from` to `to` (exclusive) of a partition whose results appeared at an instant. */
  readonly results: readonly {
    readonly at: number;
    readonly partition: number;
    readonly from: number;
    readonly to: number;
  }[];
  /** When records were worked on again, and how many in all. */
  readonly workedAgain: readonly { readonly at: number; readonly records: number }[];
  readonly recomputed: number;
  /** Results that appeared again, records that nobody read. */
  readonly duplicates: number;
  readonly lost: number;
  readonly failures: readonly JobFailure[];
}

/** When a job was found failed, when it ran again, and when it had caught up with its source; Infinity: never. */
export interface JobFailure {
  readonly failedAt: number;
  readonly runningAt: number;
  readonly caughtUpAt: number;
  /** Places of those that were lost, or taken for lost. */
  readonly lost: readonly number[];
}

export interface RunCounters {
  /** Events the kernel dispatched. */
  readonly events: number;
  readonly messagesSent: number;
  readonly messagesDelivered: number;
  readonly messagesDropped: number;
  readonly bytesSent: number;
  /** Of each store, in the order of `ScenarioModel.stores`: messages between replicas and with clients. */
  readonly storeMessages: readonly number[];
  readonly storeBytes: readonly number[];
}

/** What a store occupies once it is at rest. */
export interface StorageUse {
  /** Bytes on disks. */
  readonly storedBytes: number;
  /** Bytes of live client data, counted once. */
  readonly liveBytes: number;
}

/** Which limit ended the run early. A verdict over such a run is undecided. */
export type LimitReached = 'events' | 'queue' | 'operations' | 'cancelled';

export interface Run {
  readonly seed: number;
  /** Instant at which the simulation stopped: the scenario's duration unless a limit was reached. */
  readonly endedAt: Nanos;
  /**
   * Instant at which `replicas` and `storage` were looked at: the stores had come to rest after the end of the run, see
   * `settling.ts`. Equal to `endedAt` where a limit was reached.
   */
  readonly restedAt: Nanos;
  readonly limit?: LimitReached;
  /** 16 hexadecimal digits over every dispatched event; equal for equal model, seed and version. */
  readonly traceHash: string;
  readonly history: History;
  /** Empty (length 0) when the run was made without a trace. */
  readonly trace: Trace;
  readonly occurrences: readonly FaultOccurrence[];
  readonly replicas: readonly ReplicaState[];
  /** Of each store, in the order of `ScenarioModel.stores`. */
  readonly storage: readonly StorageUse[];
  readonly convergence: readonly ConvergenceRecord[];
  readonly leadership: readonly LeadershipSpan[];
  /** What took the place of what: writes of registers and elements of sets, in whatever store. */
  readonly superseded?: SupersededRecord;
  /** Absent where the scenario has none. */
  readonly jobs?: readonly JobRun[];
  readonly counters: RunCounters;
}
