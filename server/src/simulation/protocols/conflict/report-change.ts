import { REMOVAL } from '../../observation/superseded-writes';
import { ObservedRemoveSet } from './observed-remove-set';
import { Siblings } from './siblings';
import { StampedValue } from './stamped-value';
import type { Version } from './version';

/** Told of each change of contents; a `ReplicaContext` is one. */
export interface VersionObserver {
  /** `old`: the value whose place it took, where it took one's. */
  stored(key: number, value: number, old: number | undefined): void;
  removed(key: number, value: number): void;
  /** One write took the place of another, or a removal did. */
  superseded(value: number, by: number): void;
  /** A write was not taken, since what is held is later in the order of the store. */
  outdated(value: number, by: number): void;
}

/** Says what has changed from one version of a key to the next, for reports. */
export function reportChange(
  observer: VersionObserver,
  key: number,
  before: Version | undefined,
  after: Version | undefined,
): void {
  if (after instanceof StampedValue) {
    const old = before instanceof StampedValue ? before.value : undefined;
    return observer.stored(key, after.value, old);
  }
  // A log may hold a value twice, where a client tried again: so they are counted.
  const gained = new Map<number, number>();
  for (const value of before?.values ?? []) gained.set(value, (gained.get(value) ?? 0) - 1);
  for (const value of after?.values ?? []) gained.set(value, (gained.get(value) ?? 0) + 1);
  for (const [value, count] of gained) {
    for (let i = count; i < 0; i++) observer.removed(key, value);
    for (let i = 0; i < count; i++) observer.stored(key, value, undefined);
  }
  if (before instanceof Siblings && after instanceof Siblings) {
    for (const [value, rivals] of before.supersededIn(after))
      for (const rival of rivals) observer.superseded(value, rival);
  } else if (after instanceof ObservedRemoveSet) {
    for (const [value, count] of gained) if (count < 0) observer.superseded(value, REMOVAL);
  }
}

/** Says what of a version was not taken, of one value or of siblings; `joined` is what is held now that it has been joined. */
export function reportOutdated(observer: VersionObserver, joined: Version, version: Version): void {
  if (joined instanceof StampedValue) {
    for (const value of version.values) if (value !== joined.value) observer.outdated(value, joined.value);
  } else if (joined instanceof Siblings && version instanceof Siblings) {
    for (const [value, rivals] of version.supersededIn(joined))
      for (const rival of rivals) observer.outdated(value, rival);
  }
}
