import { deedsBySession } from '../wording/operation-text';
import { contradiction, isEffect, type CheckedHistory, type CheckResult } from './checked-history';
import { fewestOperations } from './fewest-operations';
import { withoutRows } from './without-rows';

/** To look once more at a longer history costs more than its witness is worth. */
const LONGEST_HISTORY = 200_000;

/**
 * A contradiction whose witness proves it by itself: with all observations left out that it does not name, the history still
 * fails. Where it does not, the fewest operations that do are named instead, each session's in its order.
 */
export function proven(
  history: CheckedHistory,
  found: CheckResult,
  decide: (history: CheckedHistory) => CheckResult | null,
  broken: string,
): CheckResult {
  if (found.decision !== 'fail' || history.length > LONGEST_HISTORY) return found;
  const fails = (fewer: CheckedHistory): boolean => decide(fewer)?.decision === 'fail';
  const bare = withoutRows(history, (row) => !isEffect(history.action[row] as number) && !found.rows.includes(row));
  if (fails(bare)) return found;
  const needed = fewestOperations(history, fails, Math.max(...found.rows));
  if (needed === undefined) return found;
  return contradiction(needed, `${broken}, whatever the others did: ${deedsBySession(history, needed)}.`);
}
