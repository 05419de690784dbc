/**
 * The trace of one run: columns, one row an event, in the order of simulated time. A row's index is its *event id*.
 * Every event names the event that caused it, so that a failure can be followed back to the line of a fault.
 */

/**
 * What the columns `a`, `b`, `c` hold for each kind. `-` means unused (0). A place id is an index into
 * `ScenarioModel.places`; a store, shard, key and value are numbers as in the history.
 */
export const EventKind = {
  /** A message leaves `place` for `peer`. a: message type (index into `Trace.names`), b: bytes, c: id of the message. */
  Send: 0,
  /** A message from `peer` is handled at `place`. a: message type, b: delay since sent in ns, c: id of the message. */
  Deliver: 1,
  /** A message from `place` to `peer` is lost. a: message type, b: DropReason, c: id of the message. */
  Drop: 2,
  /** `place` stops. a: CrashReason */
  Crash: 3,
  /** `place` runs again and begins its recovery. */
  Restart: 4,
  /** Recovery from disk is done and `place` serves again. a: log entries replayed, b: duration in ns, c: store. */
  Recovered: 5,
  Pause: 6,
  Resume: 7,
  /** `place` runs slower from here on. b: factor (1: back to normal). */
  Slow: 8,
  /** b: factor (1: back to normal). */
  SlowDisk: 9,
  /** The disk of `place` is full (a: 1) or has room again (a: 0). */
  DiskFull: 10,
  /** The disk of `place` starts (a: 1) or stops (a: 0) to acknowledge flushes that it does not keep. */
  LostFsync: 11,
  /** The stable state of `place` is gone. */
  Wipe: 12,
  /** A record on the disk of `place` went bad. a: records hit. */
  DiskCorrupt: 13,
  /** A replica of `place` read a record whose checksum did not match. a: store, b: key or -1. */
  CorruptionDetected: 14,
  /** The clock of `place` was set off. b: offset in ns, c: drift in ppm. */
  Clock: 15,
  /** A fault takes effect. a: fault (index into `ScenarioModel.faults`), b: occurrence (index into `Run.occurrences`). */
  FaultBegin: 16,
  /** A fault's effect ends. a: fault, b: occurrence. */
  FaultEnd: 17,
  /** A replica at `place` takes a role. a: store, b: Role, c: term, view, ballot or epoch. `peer`: shard. */
  Role: 18,
  /** `place` suspects `peer` to have failed. a: store. */
  Suspect: 19,
  /** `place` trusts `peer` again. a: store. */
  Trust: 20,
  /** `place` makes an entry durable in its log. a: store, b: log index, c: value. `peer`: shard. */
  Append: 21,
  /** `place` learns that its log up to index b is committed. a: store, b: log index, c: -. `peer`: shard. */
  Commit: 22,
  /** A replica at `place` now holds a value. a: store, b: key, c: value (its last one for logs and sets). */
  Apply: 23,
  /** `place` drops log entries from index b on because another log won. a: store, b: first index dropped, c: count. */
  Truncate: 24,
  /** A client at `place` invokes an operation. a: operation id. */
  Invoke: 25,
  /** An attempt of an operation is sent to `peer`. a: operation id, b: attempt, from 1. */
  Attempt: 26,
  /** An operation ends. a: operation id, b: Outcome, c: reason (FailureReason). */
  Complete: 27,
  /** A replica at `place` accepted a client's write and answers it as done. a: operation id, b: store, c: value. */
  Acknowledge: 28,
  /** A hint for `peer` is kept at `place`. a: store, b: key, c: value. */
  Hint: 29,
  /** `place` repairs `peer`. a: store, b: key, c: value. */
  Repair: 30,
  /** A replica at `place` refuses a client. a: operation id, b: FailureReason. */
  Refuse: 31,
  /** A snapshot or checkpoint of `place` is on disk. a: store, b: last log index in it. `peer`: shard. */
  Snapshot: 32,
  /** The configuration of a store changes as `place` sees it. a: store, b: members now. `peer`: shard. */
  Reconfigure: 33,
  /** A note of a protocol, for reading only. a: index into `Trace.names`, b and c: free. */
  Note: 34,
  /** An instance of a service at `place` is in a new state. a: service, b: InstanceState, c: number of the instance. */
  Instance: 35,
  /** A caller at `place` turns its circuit breaker. a: service called, b: BreakerState, c: service that calls. */
  Breaker: 36,
  /** An instance at `place` begins (b: 1) or ceases (b: 0) to turn requests away, its queue being full. a: service. */
  Shedding: 37,
  /** A balancer at `place` finds an instance at `peer` healthy (b: 1) or not (b: 0). a: balancer. */
  Health: 38,
  /** The autoscaler at `place` wants another number of instances. a: service, b: wanted, c: before. */
  Scale: 39,
  /** A deployment replaces an instance at `place`. a: service, b: 1 for the new version, 0 for the old one. */
  Deploy: 40,
  /** A job is in a new state, as its coordinator at `place` decides. a: job, b: JobState, c: attempt, from 1. */
  Job: 41,
  /** A checkpoint of a job, at its coordinator. a: job, b: CheckpointState, c: number of the checkpoint. */
  Checkpoint: 42,
  /**
   * A client value is damaged and nothing notices: in a message from `place` to `peer` (a: message type, c: id of the message),
   * or, with `peer` -1, in a record on the disk of `place`. b: the value as it is from then on.
   */
  Damage: 43,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

export const DropReason = {
  Loss: 0,
  Partition: 1,
  ReceiverDown: 2,
  SenderDown: 3,
  FaultDrop: 4,
  Corrupt: 5,
  Shed: 6,
} as const;
export type DropReason = (typeof DropReason)[keyof typeof DropReason];

export const CrashReason = { Fault: 0, DiskFull: 1, Leak: 2, Software: 3 } as const;
export type CrashReason = (typeof CrashReason)[keyof typeof CrashReason];

/** `NotReady`: it runs, and its readiness probe fails. `BackingOff`: it is dead and waits to be started again. */
export const InstanceState = { Ready: 0, NotReady: 1, Dead: 2, BackingOff: 3, Draining: 4, Stopped: 5 } as const;
export type InstanceState = (typeof InstanceState)[keyof typeof InstanceState];

export const BreakerState = { Closed: 0, Open: 1, HalfOpen: 2 } as const;
export type BreakerState = (typeof BreakerState)[keyof typeof BreakerState];

export const JobState = { Running: 0, Restarting: 1 } as const;
export type JobState = (typeof JobState)[keyof typeof JobState];

export const CheckpointState = { Begun: 0, Complete: 1, Aborted: 2 } as const;
export type CheckpointState = (typeof CheckpointState)[keyof typeof CheckpointState];

export const Role = { Follower: 0, Candidate: 1, Leader: 2, Replica: 3, Removed: 4, Recovering: 5 } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** One value a row in each; what `a`, `b` and `c` mean says `EventKind`. */
export interface TraceColumns {
  /** Nanoseconds. */
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly place: Int16Array;
  readonly peer: Int16Array;
  /** Whole numbers below 2^31. */
  readonly a: Int32Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  /** Event id of the cause; -1 where there is none. A cause always has the smaller id. */
  readonly cause: Int32Array;
}

/** Columns as long as there are events. */
export interface Trace extends TraceColumns {
  readonly length: number;
  /** Names of message types and notes. */
  readonly names: readonly string[];
  /** True when the trace limit was reached and later events are missing. */
  readonly truncated: boolean;
}
