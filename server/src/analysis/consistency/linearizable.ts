import { deedAt, momentText } from '../wording/operation-text';
import { Action, contradiction, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { impossibleContents } from './contents-witness';
import { sequentialObject } from './data-objects';
import { checkJustInTime } from './just-in-time';
import { witnessOfSearch } from './linearizable-witness';
import { observedOrder, orderAgainstTime } from './observed-order';
import { searchRegister } from './register-search';
import { readFromNowhere } from './register-blocks';
import { FROM_NOWHERE, readsFrom, type ReadsFrom } from './reads-from';
import { checkRegisterZones, zonesApply } from './register-zones';
import { rowsByKey, type RowsByKey } from './rows-by-key';
import type { SearchBudget } from './search-budget';
import { OUT_OF_BUDGET } from './search-witness';

/**
 * Linearizability of a whole store. It is local (Herlihy and Wing, 1990, theorem 1): a history is linearizable if and
 * only if that of each key is. Keys that a direct method decides cost no budget; the others share it.
 */
export function checkLinearizable(
  history: CheckedHistory,
  budget: SearchBudget,
  byKey: RowsByKey = rowsByKey(history),
  from: ReadsFrom | undefined = history.data === 'register' ? readsFrom(history, byKey) : undefined,
  decisionsOnly = false,
): CheckResult {
  const toSearch: Int32Array[] = [];
  for (let key = 0; key < byKey.keys.length; key++) {
    const rows = byKey.rowsOf(key);
    const direct = checkDirectly(history, rows, from, key, decisionsOnly);
    if (direct === undefined) toSearch.push(rows);
    else if (direct.decision === 'fail') return direct;
  }
  const found = searchKeys(history, toSearch, budget);
  return found.failed === undefined || decisionsOnly
    ? found.result
    : witnessOfSearch(history, found.failed, found.result);
}

/** The answer of a polynomial method, or undefined where the key needs a search. */
function checkDirectly(
  history: CheckedHistory,
  rows: Int32Array,
  from: ReadsFrom | undefined,
  key: number,
  decisionsOnly: boolean,
): CheckResult | undefined {
  switch (history.data) {
    case 'register': {
      if (from === undefined) return undefined;
      const torn = rows.find((row) => history.action[row] === Action.Observe);
      if (torn !== undefined)
        return contradiction([torn], `${deedAt(history, torn)}: several values at once, as no single register holds.`);
      if (from.unique[key] === 1 && zonesApply(history, rows)) return checkRegisterZones(history, rows, from);
      const foundling = rows.find((row) => from.source[row] === FROM_NOWHERE && !isIndeterminate(history, row));
      return foundling === undefined ? undefined : readFromNowhere(history, foundling);
    }
    case 'log':
    case 'set': {
      const told = observedOrder(history, rows);
      if (told.kind === 'untold') return undefined;
      const better = (): CheckResult | undefined => (decisionsOnly ? undefined : impossibleContents(history, rows));
      if (told.kind === 'contradiction') return better() ?? told.result;
      const pair = orderAgainstTime(history, told.order);
      if (pair === undefined) return PASS;
      return better() ?? contradiction(pair, orderSentence(history, ...pair));
    }
    case 'counter':
    case 'text':
      return undefined;
  }
}

function orderSentence(history: CheckedHistory, earlier: number, later: number): string {
  const begun = momentText(history, history.invokedAt[later] as number);
  return `${deedAt(history, earlier)}, before the following began at ${begun}: ${deedAt(history, later)}; yet what was read puts them the other way round.`;
}

interface SearchResult {
  readonly result: CheckResult;
  /** Rows of the key that has failed. */
  readonly failed?: Int32Array;
}

/** What each key may spend in the first round beyond that which every search of so many operations takes. */
const FIRST_ALLOWANCE = 20_000;
/** A search that finds its way takes two or three states for each operation. */
const STATES_PER_OPERATION = 8;

/**
 * In rounds: every key that is still open may spend the same, and four times as much in the next round. So a hard key
 * neither hides an easy contradiction of another one nor delays it, and what the easy ones leave goes to the hard ones. A
 * key that is alone has nobody to leave anything to.
 */
function searchKeys(history: CheckedHistory, keys: readonly Int32Array[], budget: SearchBudget): SearchResult {
  const search = searchFor(history);
  let open = [...keys].sort((a, b) => a.length - b.length);
  for (let allowance = FIRST_ALLOWANCE; open.length > 0; allowance *= 4) {
    const limitOf = (rows: Int32Array): number => allowance + STATES_PER_OPERATION * rows.length;
    const wanted = open.reduce((sum, rows) => sum + limitOf(rows), 0);
    const isLastRound = open.length === 1 || budget.remaining <= wanted;
    const undecided: Int32Array[] = [];
    for (let i = 0; i < open.length; i++) {
      const rows = open[i] as Int32Array;
      const share = budget.share(open.length - i, isLastRound ? Infinity : limitOf(rows));
      const given = share.remaining;
      const result = search(rows, share);
      budget.settle(given, share);
      if (result.decision === 'fail') return { result, failed: rows };
      if (result.decision === 'undecided') undecided.push(rows);
    }
    if (isLastRound && undecided.length > 0) return { result: OUT_OF_BUDGET };
    open = undecided;
  }
  return { result: PASS };
}

function searchFor(history: CheckedHistory): (rows: Int32Array, budget: SearchBudget) => CheckResult {
  if (history.data === 'register') return (rows, budget) => searchRegister(history, rows, budget);
  const object = sequentialObject(history);
  return (rows, budget) => checkJustInTime(history, rows, object, budget);
}
