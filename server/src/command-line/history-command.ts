import { checkStore, type HistoryConsistency } from '../analysis/consistency/check-store';
import type { CheckedHistory, CheckResult } from '../analysis/consistency/checked-history';
import { contentAnomalies } from '../analysis/consistency/content-anomalies';
import { historyFromRows } from '../analysis/consistency/history-from-rows';
import { verdictsByClient, verdictsByKey } from '../analysis/consistency/narrowed-verdicts';
import { diagnosticText } from '../report/problem-text';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { readHistory } from './history/history-events';
import type { HistoryModel } from './history/history-model';
import { historyJson, historyText, type JudgedHistory } from './history/history-report';
import { pairEvents } from './history/history-rows';
import { inputProblems, UnusableInput } from './input-problem';
import { readTexts } from './open-models';

export interface HistoryOptions {
  readonly model: HistoryModel;
  readonly json?: boolean;
}

/** Characters of a recorded history: a few million operations. */
const MAX_HISTORY_LENGTH = 400_000_000;

/** States that a search may visit: a few seconds, and some hundred megabytes at worst. */
const MAX_STATES = 5_000_000;
const MAX_SEARCH_MS = 60_000;
/** For all keys together, and for all clients together. */
const MAX_NARROWED_STATES = 1_000_000;
/** Keys and clients are looked at one by one where the history is no longer than this. */
const MAX_NARROWED = 200_000;

/** `ftm history FILE --model MODEL`: which consistency models a history that somebody recorded keeps to. */
export async function historyCommand(
  file: string,
  { model, json }: HistoryOptions,
  { terminal, input }: CommandContext,
): Promise<ExitStatus> {
  const [named] = await readTexts([file], input, MAX_HISTORY_LENGTH);
  const { name, text } = named ?? { name: file, text: '' };
  const judged = judgeHistory(name, text, model);
  terminal.out(json === true ? `${JSON.stringify(historyJson(judged), null, 2)}\n` : historyText(judged));
  return statusOf(judged);
}

/** What is said of the text of a history; throws `UnusableInput` where it cannot be read. */
export function judgeHistory(file: string, text: string, model: HistoryModel): JudgedHistory {
  const read = readHistory(text);
  if (!read.ok) throw unreadable(file, read.problem.line, read.problem.message);
  const paired = pairEvents(read.events, model);
  if (!paired.ok) throw unreadable(file, paired.problem.line, paired.problem.message);
  const { data, rows, values, keyNames, isUntimed, lines } = paired;
  const history = historyFromRows(data, rows, {
    valueNames: values.names,
    keyNames,
    texts: values.texts,
    isUntimed,
  });
  const end = Date.now() + MAX_SEARCH_MS;
  const nothing = saysNothing(history);
  const consistency =
    nothing === undefined ? checkStore(history, MAX_STATES, { isTimeUp: () => Date.now() > end }) : undecided(nothing);
  const isNarrowed =
    nothing === undefined && consistency.linearizable?.decision !== 'pass' && history.length <= MAX_NARROWED;
  return {
    file,
    model,
    operations: rows.length,
    history,
    lines,
    consistency,
    anomalies: contentAnomalies(history),
    byKey: isNarrowed ? verdictsByKey(history, MAX_NARROWED_STATES) : [],
    byClient: isNarrowed ? verdictsByClient(history, MAX_NARROWED_STATES) : [],
  };
}

/** Why a history can contradict nothing, so that to keep to a model says nothing of it; undefined where it can. */
function saysNothing({ length, completedAt }: CheckedHistory): string | undefined {
  if (length === 0) return 'there is no operation in it that tells anything';
  return completedAt.every((end) => end === Infinity) ? 'none of its operations was answered' : undefined;
}

function undecided(reason: string): HistoryConsistency {
  const result: CheckResult = { decision: 'undecided', reason };
  return {
    linearizable: result,
    sequential: result,
    causal: result,
    'read-your-writes': result,
    'monotonic-reads': result,
    'monotonic-writes': result,
    'writes-follow-reads': result,
  };
}

export function statusOf({ consistency }: JudgedHistory): ExitStatus {
  switch (consistency.linearizable?.decision ?? 'undecided') {
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
