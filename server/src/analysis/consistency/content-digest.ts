/**
 * Fingerprint of a set's contents that follows each change in constant time (Zobrist, *A New Hashing Method*, 1970):
 * the exclusive or of 96 mixed bits for each member. Two different sets that a check meets share a fingerprint with a
 * chance below 1e-16.
 */
export type Digest = readonly [number, number, number, size: number];

export const EMPTY_DIGEST: Digest = [0, 0, 0, 0];

/** The digest after a member that was absent comes, or one that was present goes; the size only tells its parity. */
export function toggled(digest: Digest, value: number): Digest {
  return [
    digest[0] ^ mixed(value, 0x9e3779b9),
    digest[1] ^ mixed(value, 0x7f4a7c15),
    digest[2] ^ mixed(value, 0x3c6ef372),
    digest[3] ^ 1,
  ];
}

export function contentDigest(members: Iterable<number>): Digest {
  let digest = EMPTY_DIGEST;
  for (const member of members) digest = toggled(digest, member);
  return digest;
}

export function digestText(digest: Digest): string {
  return digest.join(',');
}

/** The finaliser of MurmurHash3 over both halves of the number. */
function mixed(value: number, salt: number): number {
  let hash = Math.imul((value | 0) ^ salt, 0x85ebca6b) ^ Math.floor(value / 0x1_0000_0000);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
