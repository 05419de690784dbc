import type { Evidence } from '../evidence';
import type { Question } from '../measurement';

/** Stores that a question about data concerns: the one it names, otherwise all. */
export function measuredStores(evidence: Evidence, { subject }: Question): readonly number[] {
  const all = evidence.scenario.stores.map((_, store) => store);
  return subject?.kind === 'store' ? all.filter((store) => store === subject.store) : all;
}
