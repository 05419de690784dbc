import { mix } from '../../kernel/random-streams';
import type { StableMap } from '../../environment/stable-objects';
import type { KeyedVersion, Version } from './version';

/** Leaves of the hash tree that two replicas compare; its inner levels save bytes, not messages, and are left out. */
export const BUCKETS = 64;

export function bucketOf(key: number): number {
  return (mix(key) >>> 0) % BUCKETS;
}

/** The digests of a table while it stays as it is: most comparisons find that nothing has changed. Never written to. */
export class BucketDigests {
  private revision = -1;
  private digests: Int32Array = new Int32Array(BUCKETS);

  constructor(private readonly data: StableMap<Version>) {}

  get current(): Int32Array {
    const { data } = this;
    if (this.revision !== data.revision) {
      this.digests = digestsOf(data);
      this.revision = data.revision;
    }
    return this.digests;
  }
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
  const wanted = new Uint8Array(BUCKETS);
  for (const bucket of buckets) wanted[bucket] = 1;
  const result: KeyedVersion[] = [];
  for (const key of data.keys()) {
    if (wanted[bucketOf(key)] === 0 || data.isCorrupt(key)) continue;
    const version = data.get(key);
    if (version !== undefined) result.push({ key, version });
  }
  return result;
}
