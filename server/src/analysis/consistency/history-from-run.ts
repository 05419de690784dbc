import type { ScenarioModel } from '../../language/model';
import { FailureReason, OPERATION_KINDS, Outcome, type Run } from '../../simulation';
import { Action, actionOf, type CheckedHistory } from './checked-history';
import { emptyColumns } from './history-from-rows';

/** "No value": what an answer without a value carries. */
const NO_VALUE = -1;

/** The history of one store of a run. Operations of the warm-up are part of it: they left their values behind. */
export function historyFromRun(scenario: ScenarioModel, run: Run, store: number): CheckedHistory {
  const { history } = run;
  const data = scenario.stores[store]?.data ?? 'register';
  const failedWrites = new Map<number, number>();
  const rows = new Int32Array(history.length);
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    if (history.store[row] !== store) continue;
    if (constrains(run, row)) rows[count++] = row;
    else if (history.outcome[row] === Outcome.Fail && !isRead(history.kind[row] as number))
      failedWrites.set(history.input[row] as number, row);
  }
  const columns = emptyColumns(count);
  const observations: (readonly number[])[] = [];
  const sessions = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    const session = history.session[row] as number;
    let dense = sessions.get(session);
    if (dense === undefined) sessions.set(session, (dense = sessions.size));
    columns.id[i] = row;
    columns.session[i] = dense;
    columns.client[i] = history.client[row] as number;
    columns.key[i] = history.key[row] as number;
    columns.input[i] = history.input[row] as number;
    columns.expected[i] = history.expected[row] as number;
    columns.output[i] = history.output[row] as number;
    columns.invokedAt[i] = history.invokedAt[row] as number;
    columns.completedAt[i] = history.outcome[row] === Outcome.Info ? Infinity : (history.completedAt[row] as number);
    columns.action[i] = actionOf(OPERATION_KINDS[history.kind[row] as number] ?? 'read', {
      contents: data === 'log' || data === 'set',
      // Where an earlier attempt may have taken effect, the last one's refusal says nothing of what was found.
      mismatch: history.reason[row] === FailureReason.CasMismatch && history.outcome[row] !== Outcome.Info,
    });
    const observed = history.observed[row] as number;
    if (columns.action[i] === Action.Observe || (columns.action[i] === Action.Read && observed >= 0)) {
      const contents = history.observations[observed] ?? [];
      // One sibling is a plain read, and none is a key that was never written.
      if (data === 'register' && contents.length < 2) columns.output[i] = contents[0] ?? 0;
      else {
        columns.action[i] = Action.Observe;
        columns.output[i] = observations.length;
        observations.push(contents);
      }
    }
  }
  return {
    data,
    length: count,
    ...columns,
    manyKeys: columns.key.some((key) => key !== columns.key[0]),
    sessions: sessions.size,
    clientNames: scenario.places.map((place) => place.name),
    observations,
    failedWrites,
  };
}

function isRead(kind: number): boolean {
  const name = OPERATION_KINDS[kind];
  return name === 'read' || name === 'poll';
}

function constrains(run: Run, row: number): boolean {
  const { history } = run;
  const outcome = history.outcome[row];
  if (isRead(history.kind[row] as number)) {
    if (outcome !== Outcome.Ok) return false;
    const output = history.output[row] as number;
    return (history.observed[row] as number) >= 0 || (!Number.isNaN(output) && output !== NO_VALUE);
  }
  if (outcome === Outcome.Fail) return history.reason[row] === FailureReason.CasMismatch;
  return true;
}
