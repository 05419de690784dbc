import { historyFromRun } from '../consistency/history-from-run';
import { isEffect, type CheckedHistory } from '../consistency/checked-history';
import { checkLinearizable } from '../consistency/linearizable';
import { SearchBudget } from '../consistency/search-budget';
import { withoutRows } from '../consistency/without-rows';
import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import type { CapEvidence } from './cap';

/**
 * The PACELC class (Abadi, *Consistency Tradeoffs in Modern Distributed Database System Design*, IEEE Computer 2012):
 * under partition availability or consistency, as the CAP evidence has it; else latency or consistency. Else is
 * what happened before the first partition: consistent if the history is linearizable when no later read is asked for
 * its opinion (writes stay, they left their values), otherwise latency was bought with consistency. Null without a CAP
 * verdict, `P?` where the partition told neither, `E?` where nothing was read before it.
 */
export function pacelcOf(
  scenario: ScenarioModel,
  run: Run,
  store: number,
  evidence: CapEvidence,
  linearizable: boolean,
  maxStates: number,
): string | null {
  if (evidence.cap === null) return null;
  const underPartition = { AP: 'PA', CP: 'PC', both: 'P?', neither: 'P?' }[evidence.cap];
  if (linearizable) return `${underPartition}/EC`;
  const history = historyFromRun(scenario, run, store);
  const began = evidence.partitions[0]?.[0] ?? 0;
  const before = readsBefore(history, began);
  if (before === 0) return `${underPartition}/E?`;
  const calm = withoutRows(history, (row) => !isEffect(history.action[row] as number) && isAfter(history, row, began));
  const result = checkLinearizable(calm, new SearchBudget(maxStates));
  const otherwise = { pass: 'EC', fail: 'EL', undecided: 'E?' }[result.decision];
  return `${underPartition}/${otherwise}`;
}

function readsBefore(history: CheckedHistory, began: number): number {
  let count = 0;
  for (let row = 0; row < history.length; row++)
    if (!isEffect(history.action[row] as number) && !isAfter(history, row, began)) count++;
  return count;
}

function isAfter(history: CheckedHistory, row: number, began: number): boolean {
  return (history.completedAt[row] as number) >= began;
}
