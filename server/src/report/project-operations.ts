import type { Verdict } from '../analysis';
import { FailureReason, Outcome, type History } from '../simulation';
import type { JudgedRun } from './judged-run';
import { isAnswered, operationText, reasonText } from './operation-text';
import { countText } from './quantity-text';
import type { ProjectedQuorums } from './project-quorums';
import { REPORT_LIMITS } from './report-limits';
import { packNumbers } from './packed-column';
import { OPERATION_MARKS, type OperationColumns, type OperationMark } from './run-report';

export interface ProjectedOperations {
  readonly columns: OperationColumns;
  /** Row of an operation id; undefined where the operation was left out. */
  readonly rowOf: ReadonlyMap<number, number>;
  readonly omissions: readonly string[];
}

/** The operations table. Above the limit, plain successes are thinned out first: what went wrong is what is looked for. */
export function projectOperations(
  judged: JudgedRun,
  quorums: ProjectedQuorums,
  limit: number = REPORT_LIMITS.operations,
): ProjectedOperations {
  const { run, verdict } = judged;
  const { history } = run;
  const marks = operationMarks(history, verdict);
  const kept = keptOperations(marks, limit);
  const rowOf = new Map(kept.map((operation, row) => [operation, row]));
  const columns: OperationColumns = {
    client: packNumbers(kept.map((operation) => history.client[operation] ?? -1)),
    session: packNumbers(kept.map((operation) => history.session[operation] ?? -1)),
    from: packNumbers(kept.map((operation) => history.invokedAt[operation] ?? 0)),
    to: packNumbers(kept.map((operation) => history.completedAt[operation] ?? NaN)),
    mark: packNumbers(kept.map((operation) => OPERATION_MARKS.indexOf(marks[operation] ?? 'unknown'))),
    text: kept.map((operation) => outcomeText(judged, operation).replaceAll('\n', ' ')).join('\n'),
    quorum: packNumbers(kept.map((operation) => quorums.setOf[operation] ?? -1)),
    quorums: quorums.sets,
  };
  const missing = history.length - kept.length;
  const omissions =
    missing === 0 ? [] : [`${countText(missing)} of ${countText(history.length)} operations are not shown`];
  return { columns, rowOf, omissions };
}

/** The operation and, where it was not answered, why. */
export function outcomeText({ scenario, run: { history } }: JudgedRun, operation: number): string {
  const text = operationText(scenario, history, operation);
  return isAnswered(history, operation) ? text : `${text}: ${reasonText(history.reason[operation] ?? 0)}`;
}

/** How each operation is marked, by operation id. */
export function operationMarks(history: History, verdict: Verdict): readonly OperationMark[] {
  const lost = new Set(verdict.lostOperations);
  const perhapsLost = new Set(verdict.perhapsLostOperations);
  const stale = new Set(verdict.staleOperations);
  const corrupt = new Set(verdict.corruptOperations);
  return Array.from({ length: history.length }, (_, operation): OperationMark => {
    if (corrupt.has(operation)) return 'corrupt';
    if (lost.has(operation)) return 'lost';
    if (perhapsLost.has(operation)) return 'perhaps-lost';
    if (stale.has(operation)) return 'stale';
    if (!isAnswered(history, operation)) return unansweredMark(history, operation);
    return history.degraded[operation] === 1 ? 'degraded' : 'ok';
  });
}

/** Whom the end of the run kept from waiting any longer was not served badly. */
function unansweredMark(history: History, operation: number): OperationMark {
  if (history.reason[operation] === FailureReason.EndOfRun) return 'open';
  return history.outcome[operation] === Outcome.Info ? 'unknown' : 'failed';
}

/** Ids in order: all that went wrong, and as many of the others as there is room for, evenly spread. */
function keptOperations(marks: readonly OperationMark[], limit: number): readonly number[] {
  const all = marks.map((_, operation) => operation);
  if (all.length <= limit) return all;
  const wrong = all.filter((operation) => marks[operation] !== 'ok').slice(0, limit);
  const plain = all.filter((operation) => marks[operation] === 'ok');
  const room = limit - wrong.length;
  const spread = Array.from({ length: Math.min(room, plain.length) }, (_, index) =>
    Math.floor((index * plain.length) / Math.max(1, room)),
  ).map((index) => plain[index] ?? 0);
  return [...wrong, ...spread].sort((a, b) => a - b);
}
