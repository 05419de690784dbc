import type { ErasurePolicy } from '../../../language/model';
import type { StableStorage } from '../../environment/stable-storage';
import type { Contents } from '../protocol';
import { compareTags, decode, type Fragment, type Tag } from './fragment';
import { fragmentsOn } from './fragment-store';

/** Key to the newest value that the fragments on all disks of a shard still give. */
export function survivingContents(storages: readonly StableStorage[], { data }: ErasurePolicy): Contents {
  const fragments = new Map<number, Fragment[]>();
  for (const storage of storages) {
    const file = fragmentsOn(storage, data);
    for (const key of file.keys()) {
      if (file.isCorrupt(key)) continue;
      fragments.set(key, [...(fragments.get(key) ?? []), ...(file.get(key)?.fragments ?? [])]);
    }
  }
  const contents: Contents = new Map();
  for (const [key, found] of fragments) {
    const value = newestValue(found, data);
    if (value !== undefined) contents.set(key, [value]);
  }
  return contents;
}

function newestValue(fragments: readonly Fragment[], k: number): number | undefined {
  const tags: Tag[] = fragments.map(({ tag }) => tag).sort((a, b) => compareTags(b, a));
  for (const tag of tags) {
    const value = decode(
      fragments.filter((fragment) => compareTags(fragment.tag, tag) === 0),
      k,
    );
    if (value !== undefined) return value;
  }
  return undefined;
}
