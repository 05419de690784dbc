/**
 * What a replica holds for one key, as an immutable element of a join semilattice: joining is commutative, associative
 * and idempotent, so replicas that have seen the same versions hold the same, in whatever order they came.
 */
export interface Version {
  /** The least version that covers both; returns `this` itself where `other` adds nothing. */
  join(other: Version): Version;
  /** Values that a read returns: one for a register, several siblings, a set's elements. */
  readonly values: readonly number[];
  /** A hash that differs (almost surely) where versions differ. */
  readonly fingerprint: number;
  /** This version with damaged values. */
  garbled(damage: (value: number) => number): Version;
}

/** Who writes, and when by its own clock: numbers that order or identify a new version. */
export interface Stamp {
  readonly time: number;
  /** Address of the coordinator. */
  readonly actor: number;
}

export interface KeyedVersion {
  readonly key: number;
  readonly version: Version;
}
