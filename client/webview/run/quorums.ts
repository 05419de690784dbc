import { operationText } from './operation-index';
import type { RunIndex } from './run-index';

export interface LitQuorum {
  readonly places: readonly number[];
  readonly text: string;
}

/** The places that stood behind the last answer within a while before an instant; null where there was none. */
export function quorumAt(run: RunIndex, at: number, withinNs: number): LitQuorum | null {
  const { operations } = run;
  let last = -1;
  for (const { intervals, rows } of operations.clients) {
    intervals.visit(at - withinNs, at, (position) => {
      const row = rows[position] as number;
      const answered = operations.to[row] as number;
      const isKnown = (operations.quorum[row] as number) >= 0;
      if (isKnown && answered >= at - withinNs && answered <= at && !(answered < (operations.to[last] ?? -1))) {
        last = row;
      }
      return true;
    });
  }
  const places = operations.quorums[operations.quorum[last] ?? -1];
  return places === undefined ? null : { places, text: operationText(operations, last) };
}
