import type { Attempts, WriteId } from './attempts';

/** Orders the versions of a key: the number that a writer chose above all it saw, then the writer. */
export interface Tag {
  readonly number: number;
  /** Tells every life of every coordinator from all others. */
  readonly writer: number;
}

export function compareTags(a: Tag, b: Tag): number {
  return a.number - b.number || a.writer - b.writer;
}

/**
 * One of the k + m fragments of a version. In effect a Reed-Solomon code: a fragment is a k-th of the value's size and
 * tells nothing by itself, any k different ones give the value. So `value` must not be looked at but by `decode`.
 */
export interface Fragment {
  readonly tag: Tag;
  /** Which of the k + m it is. */
  readonly index: number;
  readonly value: number;
  /** The client's write that the version is of. */
  readonly by: WriteId;
}

/** The value that k different fragments of one version give; undefined where there are fewer. */
export function decode(fragments: readonly Fragment[], k: number): number | undefined {
  const chosen = new Map<number, Fragment>();
  for (const fragment of fragments) if (chosen.size < k) chosen.set(fragment.index, fragment);
  if (chosen.size < k) return undefined;
  const values = [...chosen.values()].map(({ value }) => value);
  // Without checksums a damaged fragment goes unnoticed and spoils what is computed from it.
  return values.find((value) => value !== values[0]) === undefined ? values[0] : Math.min(...values);
}

/** What a node holds of one key. */
export interface Held {
  /** One fragment of each version that is not older than `complete`. */
  readonly fragments: readonly Fragment[];
  /** The newest version known to be stored at a write quorum. */
  readonly complete: Tag | undefined;
  /** Fragments of this key were lost to damage: what is not here may have been. */
  readonly hasGap: boolean;
  /** Of the latest write of each session, and of all that were tried again. */
  readonly attempts: readonly Attempts[];
}

export const NOTHING_HELD: Held = { fragments: [], complete: undefined, hasGap: false, attempts: [] };

/** Newest version that a node knows of. */
export function newestTag({ fragments, complete }: Held): Tag | undefined {
  let newest = complete;
  for (const { tag } of fragments) if (newest === undefined || compareTags(tag, newest) > 0) newest = tag;
  return newest;
}
