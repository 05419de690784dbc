import { deedAt } from '../wording/operation-text';
import { instantText } from '../wording/time-text';
import { Action, contradiction, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { checkJustInTime } from './just-in-time';
import { observedOrder, orderAgainstTime } from './observed-order';
import { readsFrom, type ReadsFrom } from './reads-from';
import { checkRegisterZones, zonesApply } from './register-zones';
import { rowsByKey, type RowsByKey } from './rows-by-key';
import type { SearchBudget } from './search-budget';
import { sequentialObject } from './sequential-object';

/**
 * Linearizability of a whole store. It is local (Herlihy and Wing, 1990, theorem 1): a history is linearizable if and
 * only if that of each key is. Keys that a direct method decides cost no budget; the others share it evenly, the
 * shortest first, so that what the easy ones leave over goes to the hard ones.
 */
export function checkLinearizable(
  history: CheckedHistory,
  budget: SearchBudget,
  byKey: RowsByKey = rowsByKey(history),
  from: ReadsFrom | undefined = history.data === 'register' ? readsFrom(history, byKey) : undefined,
): CheckResult {
  const toSearch: Int32Array[] = [];
  for (let key = 0; key < byKey.keys.length; key++) {
    const rows = byKey.rowsOf(key);
    const direct = checkDirectly(history, rows, from?.unique[key] === 1 ? from : undefined);
    if (direct === undefined) toSearch.push(rows);
    else if (direct.decision === 'fail') return direct;
  }
  return searchKeys(history, toSearch, budget);
}

/** The answer of a polynomial method, or undefined where the key needs a search. */
function checkDirectly(
  history: CheckedHistory,
  rows: Int32Array,
  from: ReadsFrom | undefined,
): CheckResult | undefined {
  switch (history.data) {
    case 'register': {
      const torn = rows.find((row) => history.action[row] === Action.Observe);
      if (torn !== undefined)
        return contradiction([torn], `${deedAt(history, torn)}: several values at once, as no single register holds.`);
      return from !== undefined && zonesApply(history, rows) ? checkRegisterZones(history, rows, from) : undefined;
    }
    case 'log':
    case 'set': {
      const told = observedOrder(history, rows);
      if (told.kind === 'untold') return undefined;
      if (told.kind === 'contradiction') return told.result;
      const pair = orderAgainstTime(history, told.order);
      return pair === undefined ? PASS : contradiction(pair, orderSentence(history, ...pair));
    }
    case 'counter':
      return undefined;
  }
}

function orderSentence(history: CheckedHistory, earlier: number, later: number): string {
  const begun = instantText(history.invokedAt[later] as number);
  return `${deedAt(history, earlier)}, before the following began at ${begun}: ${deedAt(history, later)}; yet what was read puts them the other way round.`;
}

function searchKeys(history: CheckedHistory, keys: readonly Int32Array[], budget: SearchBudget): CheckResult {
  if (keys.length === 0) return PASS;
  const object = sequentialObject(history);
  let undecided: CheckResult | undefined;
  const shortestFirst = [...keys].sort((a, b) => a.length - b.length);
  for (let i = 0; i < shortestFirst.length; i++) {
    const share = budget.share(shortestFirst.length - i);
    const given = share.remaining;
    const result = checkJustInTime(history, shortestFirst[i] as Int32Array, object, share);
    budget.settle(given, share);
    if (result.decision === 'fail') return result;
    if (result.decision === 'undecided') undecided ??= result;
  }
  return undecided ?? PASS;
}
