import type { History } from '../../simulation';
import { isAnswered } from './operation-selection';

/**
 * What became of some operations. *Yield* is answered of issued; *harvest* is full answers of answered (Fox and Brewer,
 * *Harvest, Yield and Scalable Tolerant Systems*, HotOS 1999).
 */
export interface Yield {
  readonly issued: number;
  readonly answered: number;
  /** Answered with less than the full answer. */
  readonly degraded: number;
}

export function yieldOf(history: History, operations: Int32Array): Yield {
  let answered = 0;
  let degraded = 0;
  for (const id of operations) {
    if (!isAnswered(history, id)) continue;
    answered++;
    if (history.degraded[id] === 1) degraded++;
  }
  return { issued: operations.length, answered, degraded };
}

/** Answered of issued; null where nothing was issued. */
export function availabilityOf({ issued, answered }: Yield): number | null {
  return issued === 0 ? null : answered / issued;
}

/** Share of the answers that were less than full; null where nothing was answered. */
export function degradedShareOf({ answered, degraded }: Yield): number | null {
  return answered === 0 ? null : degraded / answered;
}
