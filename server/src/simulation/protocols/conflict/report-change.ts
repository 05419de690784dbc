import { StampedValue } from './stamped-value';
import type { Version } from './version';

/** Told of each change of contents; a `ReplicaContext` is one. */
export interface VersionObserver {
  stored(key: number, value: number, old: number | undefined): void;
  removed(key: number, value: number): void;
}

/** Says what has changed from one version of a key to the next, for reports. */
export function reportChange(
  observer: VersionObserver,
  key: number,
  before: Version | undefined,
  after: Version | undefined,
): void {
  if (after instanceof StampedValue) {
    observer.stored(key, after.value, before instanceof StampedValue ? before.value : undefined);
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
