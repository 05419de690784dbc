import { StampedValue } from './stamped-value';
import type { Version } from './version';

/** Told of each change of contents; a `ReplicaContext` is one. */
export interface VersionObserver {
  stored(key: number, value: number, old: number | undefined): void;
  removed(key: number, value: number): void;
  /** One write took the place of another, by its timestamp. */
  superseded(value: number, by: number): void;
  /** A write was not taken, since what is held has the higher timestamp. */
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
    observer.stored(key, after.value, old);
    if (old !== undefined && old !== after.value) observer.superseded(old, after.value);
    return;
  }
  // A log may hold a value twice, where a client tried again: so they are counted.
  const gained = new Map<number, number>();
  for (const value of before?.values ?? []) gained.set(value, (gained.get(value) ?? 0) - 1);
  for (const value of after?.values ?? []) gained.set(value, (gained.get(value) ?? 0) + 1);
  for (const [value, count] of gained) {
    for (let i = count; i < 0; i++) observer.removed(key, value);
    for (let i = 0; i < count; i++) observer.stored(key, value, undefined);
  }
}

/** Says that a version changed nothing, where it is another one than is held. */
export function reportOutdated(observer: VersionObserver, held: Version, version: Version): void {
  if (held instanceof StampedValue && version instanceof StampedValue && held.value !== version.value)
    observer.outdated(version.value, held.value);
}
