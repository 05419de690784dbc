const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const WIDTH = 64;

/** One hash for many runs, in their order: FNV-1a over the digits of their hashes; of one run, its own hash. */
export function combinedHash(hashes: readonly string[]): string {
  const [only, ...others] = hashes;
  if (only !== undefined && others.length === 0) return only;
  let hash = FNV_OFFSET;
  for (const character of hashes.join(' ')) {
    hash = BigInt.asUintN(WIDTH, (hash ^ BigInt(character.charCodeAt(0))) * FNV_PRIME);
  }
  return hash.toString(16).padStart(16, '0');
}
