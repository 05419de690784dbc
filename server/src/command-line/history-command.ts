import type { CheckResult } from '../analysis/consistency/checked-history';
import { historyFromRows } from '../analysis/consistency/history-from-rows';
import { checkLinearizable } from '../analysis/consistency/linearizable';
import { SearchBudget } from '../analysis/consistency/search-budget';
import { diagnosticText } from '../report/problem-text';
import { plural } from '../report/quantity-text';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { readHistory } from './history/history-events';
import { pairEvents, type HistoryModel } from './history/history-rows';
import { inputProblems, UnusableInput } from './input-problem';
import { readTexts } from './open-models';

export interface HistoryOptions {
  readonly model: HistoryModel;
}

/** Characters of a recorded history: a few million operations. */
const MAX_HISTORY_LENGTH = 400_000_000;

/** States that the search may visit: a few seconds, and some hundred megabytes at worst. */
const MAX_STATES = 5_000_000;

/** `ftm history FILE --model MODEL`: whether a history that somebody recorded is linearizable. */
export async function historyCommand(
  file: string,
  { model }: HistoryOptions,
  { terminal, input }: CommandContext,
): Promise<ExitStatus> {
  const [named] = await readTexts([file], input, MAX_HISTORY_LENGTH);
  const { name, text } = named ?? { name: file, text: '' };
  const read = readHistory(text);
  if (!read.ok) throw unreadable(name, read.problem.line, read.problem.message);
  const paired = pairEvents(read.events, model);
  if (!paired.ok) throw unreadable(name, paired.problem.line, paired.problem.message);

  const history = historyFromRows(paired.data, paired.rows);
  const result = checkLinearizable(history, new SearchBudget(MAX_STATES));
  const lineOf = (row: number): number => (paired.lines[history.id[row] ?? 0] ?? 0) + 1;
  const legend = [...paired.legend].map(([number, value]) => `${number} stands for ${value}`);
  terminal.out(`${name}: ${verdictText(result)} (${plural(paired.rows.length, 'operation')})\n`);
  if (result.decision === 'fail') {
    terminal.out(`  ${result.sentence}\n`);
    for (const row of result.rows) terminal.out(`  ${name}:${lineOf(row)}\n`);
    if (legend.length > 0 && legend.length <= MAX_LEGEND) terminal.out(`  ${legend.join(', ')}\n`);
  }
  return statusOf(result);
}

/** A longer list of values explains nothing. */
const MAX_LEGEND = 20;

function verdictText(result: CheckResult): string {
  switch (result.decision) {
    case 'pass':
      return 'linearizable';
    case 'fail':
      return 'not linearizable';
    case 'undecided':
      return `undecided: ${result.reason}`;
  }
}

function statusOf({ decision }: CheckResult): ExitStatus {
  switch (decision) {
    case 'pass':
      return ExitStatus.Holds;
    case 'fail':
      return ExitStatus.Fails;
    case 'undecided':
      return ExitStatus.Undecided;
  }
}

function unreadable(file: string, line: number, message: string): UnusableInput {
  const code = inputProblems['malformed-history'].code;
  return new UnusableInput([diagnosticText({ file, line, column: 0, severity: 'error', code, message })]);
}
