/** Something that the trace of a run shows beside the way from the faults to the violation, and that says how it came about. */
export type Finding = LastCopy | ReplicasOut | Spread | Denied;

/** Where the copies of the first lost write were, and what took the last of them. */
export interface LastCopy {
  readonly kind: 'last copy';
  readonly operation: number;
  /**
   * Places that had it, with the event that took it from there; in the order in which it went, the last copy last. Of a
   * coded value those whose fragments went until too few were left.
   */
  readonly copies: readonly { readonly place: number; readonly event: number }[];
  /** How many fragments a coded value has, and how many of them it takes; null where each replica holds all of it. */
  readonly fragments: { readonly of: number; readonly needed: number } | null;
  /** Index into `Run.occurrences` of the fault that took the last one; -1 where none did, as when a log is cut off. */
  readonly occurrence: number;
  /** The replica whose log won where the last one was cut off; -1 otherwise. */
  readonly follows: number;
}

/** More replicas of one shard were out, when an operation on it was not answered, than its store can do without. */
export interface ReplicasOut {
  readonly kind: 'replicas out';
  readonly operation: number;
  readonly store: number;
  readonly shard: number;
  /** Replicas that were out, of how many, and of each the fault that took it: an index into `Run.occurrences`. */
  readonly places: readonly number[];
  readonly of: number;
  readonly occurrences: readonly number[];
  /** The smallest group or failure domain that holds all of them, if it does not hold everything. */
  readonly shared: SharedFate | null;
  /** How many replicas of a shard the store can do without. */
  readonly bears: number;
  /** Shards of the store that have more than those in there; 0 where nothing is shared. */
  readonly shards: number;
}

export interface SharedFate {
  readonly kind: 'group' | 'domain';
  /** Into `ScenarioModel.groups` or `domains`. */
  readonly index: number;
}

/** How far a write had spread when a read missed it. */
export interface Spread {
  readonly kind: 'spread';
  readonly write: number;
  readonly read: number;
  /** Replicas that held it, or a newer one, when the read was answered; of how many. */
  readonly held: readonly number[];
  readonly of: number;
  /** Of these the ones that were stopped by then. */
  readonly stopped: readonly number[];
  /** The event with which it, or a newer one, came to whoever answered the read; -1 where it never came. */
  readonly arrival: number;
  /** Who sent that, and as what (index into `Trace.names`); -1 where it came by no message. */
  readonly sender: number;
  readonly message: number;
}

/** Liars also refused what they were asked for, with a reason that they made up. */
export interface Denied {
  readonly kind: 'denied';
  readonly operations: readonly number[];
  /** Who said so. */
  readonly places: readonly number[];
  /** A `FailureReason`. */
  readonly reason: number;
}
