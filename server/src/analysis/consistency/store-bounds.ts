import type { CheckedHistory } from './checked-history';
import { modelBounds, type ModelBounds } from './model-order';
import { verdictsByClient, verdictsByKey, type NarrowedVerdict } from './narrowed-verdicts';

/** What some keys have in common, or some clients: the models that they keep and break. */
export interface BoundsClass extends ModelBounds {
  /** Numbers of the keys, or indices of the clients' names. */
  readonly subjects: readonly number[];
}

/** Between which models a store stands for each of its clients and keys, those that fare alike together. */
export interface NarrowedBounds {
  readonly clients: readonly BoundsClass[];
  readonly keys: readonly BoundsClass[];
}

/** Longer histories are not judged once more for each client and key. */
const MOST_OPERATIONS = 10_000;
/** States of all these searches together, for the clients and for the keys. */
const MOST_STATES = 200_000;

/** Who is concerned by what a history breaks; empty where it is too long, or where there is one client or one key. */
export function narrowedBounds(history: CheckedHistory): NarrowedBounds {
  if (history.length > MOST_OPERATIONS) return { clients: [], keys: [] };
  return {
    clients: classes(verdictsByClient(history, MOST_STATES)),
    keys: classes(verdictsByKey(history, MOST_STATES)),
  };
}

function classes(verdicts: readonly NarrowedVerdict[]): readonly BoundsClass[] {
  const found = new Map<string, ModelBounds & { readonly subjects: number[] }>();
  for (const { subject, consistency } of verdicts) {
    const bounds = modelBounds(consistency);
    const name = JSON.stringify(bounds);
    const known = found.get(name);
    if (known === undefined) found.set(name, { ...bounds, subjects: [subject] });
    else known.subjects.push(subject);
  }
  return [...found.values()].sort((a, b) => b.weakestBroken.length - a.weakestBroken.length);
}
