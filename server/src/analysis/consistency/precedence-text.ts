import { clientText, deed, deedAt, valueText } from '../wording/operation-text';
import { Action, type CheckedHistory } from './checked-history';
import type { Precedence } from './precedence-graph';

/** A read of the initial value that should have seen a write. */
export function staleInitialSentence(history: CheckedHistory, missed: Precedence): string {
  return `${deedAt(history, missed.read)}, the initial value, although ${reach(history, missed)}.`;
}

/** The circle in words: the read that goes back first, then what shows that it goes back. */
export function circleSentence(history: CheckedHistory, circle: readonly Precedence[]): string {
  const offending = circle.reduce((worst, edge) => (edge.read > worst.read ? edge : worst));
  if (offending.read < 0) return `${circle.map((edge) => orderText(history, edge)).join('; ')}: this is a circle.`;
  const others = circle.filter((edge) => edge !== offending).map((edge) => orderText(history, edge));
  return `${deedAt(history, offending.read)}, although ${reach(history, offending)}; and ${others.join('; and ')}.`;
}

/** How the write came to be visible to the read. */
function reach(history: CheckedHistory, edge: Precedence): string {
  const write = valueOf(history, edge.before);
  if (edge.through < 0) return `${deedAt(history, edge.before)}, which it already depended on`;
  const sameSession = history.session[edge.through] === history.session[edge.read];
  if (edge.through === edge.before && sameSession) return `its own session had written ${write} before`;
  if (edge.through === edge.before) return `its session had read ${write} before`;
  if (sameSession) return `the same session had earlier seen ${write}: ${deedAt(history, edge.through)}`;
  if (isWrite(history, edge.through))
    return `its session had seen ${valueOf(history, edge.through)}, which ${clientText(history, edge.through)} wrote after ${write}`;
  return `its session had seen a write that came after ${deed(history, edge.through)}`;
}

function orderText(history: CheckedHistory, edge: Precedence): string {
  const older = valueOf(history, edge.before);
  const newer = valueOf(history, edge.after);
  if (edge.read >= 0) return `${deedAt(history, edge.read)}, although ${reach(history, edge)}`;
  if (history.session[edge.before] === history.session[edge.after] && edge.through < 0)
    return `${clientText(history, edge.before)} wrote ${newer} after ${older}`;
  return `${newer} was written by ${clientText(history, edge.after)}, which knew ${older} then`;
}

function isWrite(history: CheckedHistory, row: number): boolean {
  return history.action[row] === Action.Write || history.action[row] === Action.Cas;
}

function valueOf(history: CheckedHistory, row: number): string {
  return valueText(history, (isWrite(history, row) ? history.input[row] : history.output[row]) as number);
}
