import { deedWithin } from '../wording/operation-text';
import { contradiction, type CheckedHistory, type CheckResult } from './checked-history';
import { impossibleContents } from './contents-witness';
import { sequentialObject } from './data-objects';
import { fewestOperations } from './fewest-operations';
import { impossibleSum } from './impossible-sum';
import { checkJustInTime } from './just-in-time';
import { overwrittenValue } from './overwritten-value';
import { searchRegister } from './register-search';
import { SearchBudget } from './search-budget';
import { impossibleText } from './text-witness';
import { withoutRows } from './without-rows';

/** States for each try to make a witness smaller. */
const STATES_A_TRY = 20_000;

/**
 * What proves by itself that a key is not linearizable, where a search ended: a reason that a few operations say in words;
 * else the few that contradict each other whatever became of the others; else the answer at which the search ended.
 */
export function witnessOfSearch(history: CheckedHistory, rows: Int32Array, ended: CheckResult): CheckResult {
  if (ended.decision !== 'fail' || ended.stuck === undefined) return ended;
  return plainReason(history, rows, ended.stuck) ?? fewest(history, rows, ended.stuck) ?? ended;
}

function plainReason(history: CheckedHistory, rows: Int32Array, stuck: number): CheckResult | undefined {
  switch (history.data) {
    case 'register':
      return overwrittenValue(history, rows, stuck);
    case 'counter':
      return impossibleSum(history, rows, stuck);
    case 'log':
    case 'set':
      return impossibleContents(history, rows);
    case 'text':
      return impossibleText(history, rows);
  }
}

function fewest(history: CheckedHistory, keyRows: Int32Array, stuck: number): CheckResult | undefined {
  // What began after the answer at which the search ended cannot have helped it; but a search of texts looks ahead.
  const limit = history.completedAt[stuck] as number;
  const begun = keyRows.filter((row) => (history.invokedAt[row] as number) <= limit);
  const needed =
    fewestOf(history, begun, stuck) ?? (begun.length < keyRows.length ? fewestOf(history, keyRows, stuck) : undefined);
  if (needed === undefined) return undefined;
  const deeds = needed.map((row) => deedWithin(history, row)).join('; ');
  const these = needed.length === 1 ? 'this' : 'these together';
  return contradiction(needed, `No order of what was written explains ${these}: ${deeds}.`);
}

function fewestOf(history: CheckedHistory, rows: Int32Array, stuck: number): readonly number[] | undefined {
  const chosen = new Set(rows);
  return fewestOperations(
    withoutRows(history, (row) => !chosen.has(row)),
    (fewer) =>
      search(
        fewer,
        Int32Array.from({ length: fewer.length }, (_, row) => row),
      ) === 'fail',
    rows.indexOf(stuck),
  )?.map((i) => rows[i] as number);
}

function search(history: CheckedHistory, rows: Int32Array): CheckResult['decision'] {
  const budget = new SearchBudget(STATES_A_TRY);
  const result =
    history.data === 'register'
      ? searchRegister(history, rows, budget)
      : checkJustInTime(history, rows, sequentialObject(history), budget);
  return result.decision;
}
