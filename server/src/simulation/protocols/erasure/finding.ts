import type { WriteId } from './attempts';
import { compareTags, decode, newestTag, type Fragment, type Held, type Tag } from './fragment';
import type { Thresholds } from './thresholds';

/** What one node answered about a key. */
export interface Answer {
  readonly held: Held;
  /** It has lost what it held, of this key or of all: that it lacks a version proves nothing. */
  readonly isAmnesiac: boolean;
}

export type Finding =
  | { readonly kind: 'undecided' }
  /** No write of this key has ever been acknowledged. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'found';
      readonly tag: Tag;
      readonly value: number;
      readonly by: WriteId;
      /** Stored at so many nodes that every later read will find it as well. */
      readonly isComplete: boolean;
    };

const UNDECIDED: Finding = { kind: 'undecided' };

/**
 * The newest version that counts, from the answers of some nodes. One that too few nodes can hold was neither
 * acknowledged nor returned to anybody, and is passed over; one that may have been, and cannot be computed from these
 * answers, leaves the question open. If all nodes answer it never is.
 *
 * `refused`: versions that some node will not take any more, since their write was tried again. Such a one is passed over too
 * while it is at too few nodes to have been acknowledged or returned.
 */
export function newestOf(answers: readonly Answer[], thresholds: Thresholds, refused: readonly Tag[] = []): Finding {
  const knowing = answers.filter(({ isAmnesiac }) => !isAmnesiac).length;
  if (knowing < thresholds.evidence && !startsAfresh(answers, thresholds)) return UNDECIDED;
  const complete = newestComplete(answers);
  for (const tag of tagsOf(answers)) {
    if (complete !== undefined && compareTags(tag, complete) < 0) break;
    const fragments = fragmentsOf(answers, tag);
    const value = decode(fragments, thresholds.data);
    const isComplete = complete !== undefined && compareTags(tag, complete) === 0;
    const isVisible = isComplete || fragments.length >= thresholds.visible;
    const isRefused = !isVisible && refused.some((each) => compareTags(each, tag) === 0);
    if (value !== undefined && !isRefused) {
      return { kind: 'found', tag, value, by: latestAttempt(fragments), isComplete: isVisible };
    }
    const withoutIt = answers.filter(({ held, isAmnesiac }) => !isAmnesiac && !hadFragment(held, tag)).length;
    if (isComplete || thresholds.nodes - withoutIt >= thresholds.visible) return UNDECIDED;
  }
  return { kind: 'nothing' };
}

/**
 * All have answered, and so many disks were replaced that the others could not even compute a value: there is nobody left to
 * ask, and what none of them has heard of is gone for good. A damaged disk is another matter, for it knows that something was there.
 */
export function startsAfresh(answers: readonly Answer[], { data, nodes }: Thresholds): boolean {
  if (answers.length < nodes || answers.some(({ held }) => held.hasGap)) return false;
  return answers.filter(({ isAmnesiac }) => !isAmnesiac).length < data;
}

export function newestAmong(answers: readonly Answer[]): Tag | undefined {
  return tagsOf(answers)[0];
}

function newestComplete(answers: readonly Answer[]): Tag | undefined {
  let newest: Tag | undefined;
  for (const { held } of answers) {
    const { complete } = held;
    if (complete !== undefined && (newest === undefined || compareTags(complete, newest) > 0)) newest = complete;
  }
  return newest;
}

/** All versions that the answers know of, newest first. */
function tagsOf(answers: readonly Answer[]): Tag[] {
  const tags: Tag[] = [];
  const note = (tag: Tag): void => {
    if (!tags.some((known) => compareTags(known, tag) === 0)) tags.push(tag);
  };
  for (const { held } of answers) {
    for (const { tag } of held.fragments) note(tag);
    const newest = newestTag(held);
    if (newest !== undefined) note(newest);
  }
  return tags.sort((a, b) => compareTags(b, a));
}

function fragmentsOf(answers: readonly Answer[], tag: Tag): Fragment[] {
  const found: Fragment[] = [];
  for (const { held } of answers) {
    const fragment = held.fragments.find((each) => compareTags(each.tag, tag) === 0);
    if (fragment !== undefined) found.push(fragment);
  }
  return found;
}

function latestAttempt([first, ...others]: readonly Fragment[]): WriteId {
  return others.reduce((latest, { by }) => (by.attempt > latest.attempt ? by : latest), (first as Fragment).by);
}

/** It holds a fragment of that version, or has dropped it for a newer one. */
function hadFragment(held: Held, tag: Tag): boolean {
  if (held.complete !== undefined && compareTags(held.complete, tag) >= 0) return true;
  return held.fragments.some((each) => compareTags(each.tag, tag) === 0);
}
