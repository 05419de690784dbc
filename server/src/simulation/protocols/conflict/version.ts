import { garble } from '../../environment/message';

/**
 * What a replica holds for one key, as an immutable element of a join semilattice: joining is commutative, associative
 * and idempotent, so replicas that have seen the same versions hold the same, in whatever order they came. A write makes a
 * version too, of which the replicas take the join with what they hold.
 */
export interface Version {
  /** The least version that covers both; returns `this` itself where `other` adds nothing. */
  join(other: Version): Version;
  /** Values that a read returns: one for a register, several siblings, a set's elements, a log's entries in order. */
  readonly values: readonly number[];
  /** Client values that it takes on a disk or in a message. */
  readonly weight: number;
  /** The highest timestamp by which a later version is to be told from it; 0 where no order is needed. */
  readonly latest: number;
  /** A hash that differs (almost surely) where versions differ. */
  readonly fingerprint: number;
  /** This version with damaged values. */
  garbled(damage: (value: number) => number): Version;
  /** A liar's: values that nobody wrote, in a version that all who hold this one take for newer. */
  falsified(): Version;
}

export interface KeyedVersion {
  readonly key: number;
  readonly version: Version;
}

export function garbledEntries(entries: readonly KeyedVersion[]): readonly KeyedVersion[] {
  return entries.map(({ key, version }) => ({ key, version: version.garbled(garble) }));
}

export function falsifiedEntries(entries: readonly KeyedVersion[]): readonly KeyedVersion[] {
  return entries.map(({ key, version }) => ({ key, version: version.falsified() }));
}

/** Client values that these versions take together. */
export function weightOf(entries: readonly KeyedVersion[]): number {
  let weight = 0;
  for (const { version } of entries) weight += version.weight;
  return weight;
}
