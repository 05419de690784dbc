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
  const old = before?.values ?? [];
  const now = after?.values ?? [];
  for (const value of old) if (!now.includes(value)) observer.removed(key, value);
  for (const value of now) if (!old.includes(value)) observer.stored(key, value, undefined);
}
