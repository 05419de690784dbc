/** Keys are spread over the shards of a store by a hash, as consistent hashing would on average. */
export function shardOfKey(key: number, shards: number): number {
  if (shards <= 1) return 0;
  let h = Math.imul(key + 1, 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return (h >>> 0) % shards;
}
