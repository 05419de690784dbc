import { deedAt, deedsBySession } from '../wording/operation-text';
import { Action, contradiction, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { fewestOperations } from './fewest-operations';
import { observedOrder, type ObservedOrder } from './observed-order';
import { PrecedenceGraph, type Precedence } from './precedence-graph';
import { readsFrom, type ReadsFrom } from './reads-from';
import { rowsByKey, type RowsByKey } from './rows-by-key';
import { SearchBudget } from './search-budget';
import { SequentialSaturation } from './sequential-saturation';
import { SequentialSearch } from './sequential-search';
import { SessionOrder } from './session-order';

/**
 * Sequential consistency of a whole store: one order of all operations on all keys that agrees with every session
 * (Lamport 1979). Unlike linearizability it is not local (Herlihy and Wing, section 3.3), so the keys are judged
 * together. It is NP-hard even for registers with unique values (Gibbons and Korach, theorem 4.9), hence the budget. For
 * logs and growing sets what was read tells the order of each key, and it only has to agree with the sessions.
 */
export function checkSequential(
  history: CheckedHistory,
  byKey: RowsByKey,
  from: ReadsFrom | undefined,
  budget: SearchBudget,
  decisionsOnly = false,
): CheckResult {
  const result = decide(history, byKey, from, budget);
  if (result.decision !== 'fail' || decisionsOnly) return result;
  return fewest(history) ?? result;
}

/** States for each try to make a witness smaller. */
const STATES_A_TRY = 5000;

/** The few operations that contradict each other whatever the others did, each session's in its order. */
function fewest(history: CheckedHistory): CheckResult | undefined {
  const needed = fewestOperations(history, (fewer) => {
    const byKey = rowsByKey(fewer);
    const from = fewer.data === 'register' ? readsFrom(fewer, byKey) : undefined;
    return decide(fewer, byKey, from, new SearchBudget(STATES_A_TRY)).decision === 'fail';
  });
  if (needed === undefined) return undefined;
  return contradiction(
    needed,
    `No one order of all operations agrees with every session, whatever the others did: ${deedsBySession(history, needed)}.`,
  );
}

function decide(
  history: CheckedHistory,
  byKey: RowsByKey,
  from: ReadsFrom | undefined,
  budget: SearchBudget,
): CheckResult {
  if (history.data === 'log' || history.data === 'set') {
    const orders: ObservedOrder[] = [];
    for (let key = 0; key < byKey.keys.length; key++) {
      const told = observedOrder(history, byKey.rowsOf(key));
      if (told.kind === 'contradiction') return told.result;
      if (told.kind === 'order') orders.push(told.order);
    }
    if (orders.length === byKey.keys.length) return agreeWithSessions(history, byKey, orders);
  }
  if (from?.allUnique !== true || history.action.includes(Action.Observe))
    return new SequentialSearch(history, byKey, from, budget).run();
  const saturated = new SequentialSaturation(history, byKey, from, new SessionOrder(history, byKey)).run();
  switch (saturated.kind) {
    case 'circle':
      return circular(history, saturated.circle);
    case 'initial':
      return contradiction(
        [saturated.write, saturated.read],
        `${deedAt(history, saturated.read)}, the initial value, in every order after ${deedAt(history, saturated.write)}.`,
      );
    case 'graph':
      return new SequentialSearch(history, byKey, from, budget, saturated.graph).run();
  }
}

/** The reads of a circle say the most; where it has few, the writes help. */
function circular(history: CheckedHistory, circle: readonly Precedence[]): CheckResult {
  const reads = [...new Set(circle.map(({ read }) => read))].filter((row) => row >= 0);
  const others = circle.map(({ before }) => before);
  const rows = [...new Set([...reads, ...others])].slice(0, 5).sort((a, b) => a - b);
  const deeds = rows.map((row) => deedAt(history, row)).join('; ');
  return contradiction(rows, `No one order of all operations agrees with every session: ${deeds}.`);
}

function agreeWithSessions(history: CheckedHistory, byKey: RowsByKey, orders: readonly ObservedOrder[]): CheckResult {
  const ranks = orders.reduce((sum, order) => sum + order.ranks, 0);
  const graph = new PrecedenceGraph(history.length + ranks);
  const { previous } = new SessionOrder(history, byKey);
  for (let row = 0; row < history.length; row++)
    if ((previous[row] as number) >= 0) graph.add(previous[row] as number, row, -1, -1);
  // Between two ranks stands a node of its own, so that a rank of many operations costs as many edges.
  let gate = history.length;
  for (const order of orders) {
    order.rows.forEach((row, i) => {
      const rank = order.rank[i] as number;
      if (rank < 0) return;
      graph.add(row, gate + rank, -1, -1);
      if (rank > 0) graph.add(gate + rank - 1, row, -1, -1);
    });
    for (let rank = 1; rank < order.ranks; rank++) graph.add(gate + rank - 1, gate + rank, -1, -1);
    gate += order.ranks;
  }
  const circle = graph.circle();
  if (circle === undefined) return PASS;
  const rows = circle.map((edge) => edge.before).filter((node) => node < history.length);
  const shown = rows.slice(0, 5);
  return contradiction(
    shown,
    `What was read and the order of each session contradict each other: ${shown.map((row) => deedAt(history, row)).join('; ')}.`,
  );
}
