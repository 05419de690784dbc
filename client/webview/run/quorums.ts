import { operationText } from './operation-index';
import type { RunIndex } from './run-index';
import { lastStarted } from './search';

export interface LitQuorum {
  readonly places: readonly number[];
  readonly text: string;
}

/** Answers with a known quorum in order of the instant at which the client had them; found once for each run. */
const answered = new WeakMap<RunIndex, Int32Array>();

/** The places that stood behind the last answer within a while before an instant; null where there was none. */
export function quorumAt(run: RunIndex, at: number, withinNs: number): LitQuorum | null {
  const { operations } = run;
  const rows = answered.get(run) ?? answeredRows(run);
  answered.set(run, rows);
  const endOf = (position: number): number => operations.to[rows[position] ?? -1] ?? NaN;
  const row = rows[lastStarted(rows.length, endOf, at)] ?? -1;
  const places = operations.quorums[operations.quorum[row] ?? -1];
  return places === undefined || (operations.to[row] ?? NaN) < at - withinNs
    ? null
    : { places, text: operationText(operations, row) };
}

function answeredRows({ operations }: RunIndex): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < operations.count; row++) {
    if ((operations.quorum[row] as number) >= 0 && !Number.isNaN(operations.to[row])) {
      rows.push(row);
    }
  }
  return Int32Array.from(rows).sort((a, b) => (operations.to[a] as number) - (operations.to[b] as number));
}
