import { historyFromRun } from '../consistency/history-from-run';
import { isEffect, type CheckedHistory } from '../consistency/checked-history';
import { checkLinearizable } from '../consistency/linearizable';
import { SearchBudget } from '../consistency/search-budget';
import { withoutRows } from '../consistency/without-rows';
import type { ScenarioModel } from '../../language/model';
import type { Run } from '../../simulation';
import { plural } from '../wording/number-text';
import type { CapEvidence } from './cap';

export interface PacelcEvidence {
  readonly pacelc: string;
  /** One sentence. */
  readonly reason: string;
  /** What shows that latency was bought with consistency, or what the partition cost. */
  readonly operations: readonly number[];
}

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
): PacelcEvidence | null {
  if (evidence.cap === null) return null;
  const underPartition = { AP: 'PA', CP: 'PC', both: 'P?', neither: 'P?' }[evidence.cap];
  const told = (otherwise: string, reason: string, operations = evidence.operations): PacelcEvidence => ({
    pacelc: `${underPartition}/${otherwise}`,
    reason,
    operations,
  });
  if (linearizable)
    return told('EC', 'Its whole history is linearizable, so latency was never bought with consistency.');
  const history = historyFromRun(scenario, run, store);
  const began = evidence.partitions[0]?.[0] ?? 0;
  const before = readsBefore(history, began);
  if (before === 0) return told('E?', 'Nothing was read before the first partition.');
  const calm = withoutRows(history, (row) => !isEffect(history.action[row] as number) && isAfter(history, row, began));
  const result = checkLinearizable(calm, new SearchBudget(maxStates));
  switch (result.decision) {
    case 'pass':
      return told('EC', `The ${plural(before, 'read')} before the first partition fit a linearizable history.`);
    case 'undecided':
      return told('E?', 'Whether what came before the first partition is linearizable could not be decided.');
    case 'fail': {
      const operations = result.rows.map((row) => calm.id[row] as number);
      return told('EL', `Even before the first partition: ${result.sentence}`, operations);
    }
  }
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
