import { mix } from '../../kernel/random-streams';
import type { StableMap } from '../../environment/stable-objects';
import type { KeyedVersion, Version } from './version';

/** Leaves of the hash tree that two replicas compare; its inner levels save bytes, not messages, and are left out. */
export const BUCKETS = 64;

export function bucketOf(key: number): number {
  return (mix(key) >>> 0) % BUCKETS;
}

/** One digest for each bucket of keys: equal digests mean (almost surely) equal contents. */
export function digestsOf(data: StableMap<Version>): Int32Array {
  const digests = new Int32Array(BUCKETS);
  for (const key of data.keys()) {
    const version = data.isCorrupt(key) ? undefined : data.get(key);
    const bucket = bucketOf(key);
    digests[bucket] = (digests[bucket] as number) + mix(key ^ (version?.fingerprint ?? 0x5bd1e995));
  }
  return digests;
}

export function differingBuckets(a: Int32Array, b: Int32Array): number[] {
  const result: number[] = [];
  for (let i = 0; i < BUCKETS; i++) if (a[i] !== b[i]) result.push(i);
  return result;
}

export function entriesIn(data: StableMap<Version>, buckets: readonly number[]): KeyedVersion[] {
  const wanted = new Set(buckets);
  const result: KeyedVersion[] = [];
  for (const key of data.keys()) {
    if (!wanted.has(bucketOf(key)) || data.isCorrupt(key)) continue;
    const version = data.get(key);
    if (version !== undefined) result.push({ key, version });
  }
  return result;
}
