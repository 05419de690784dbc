import { deedAt, valueText } from '../wording/operation-text';
import { Action, contradiction, isIndeterminate, PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { CausalPast } from './causal-past';
import { MOST_OPERATIONS } from './fewest-operations';
import { PrecedenceGraph } from './precedence-graph';
import { circleSentence, staleInitialSentence } from './precedence-text';
import { FROM_INITIAL, FROM_NOWHERE, type ReadsFrom } from './reads-from';
import { readFromNowhere } from './register-blocks';
import type { RowsByKey } from './rows-by-key';
import { SessionOrder } from './session-order';

/**
 * Causal consistency of registers with unique values, polynomially: Bouajjani, Enea, Guerraoui and Hamza, *On Verifying
 * Causal Consistency* (POPL 2017). Causal order is the transitive closure of session order and of "reads from". The
 * model checked is causal convergence (CCv), the one that a replicated store means by the word: replicas agree on one
 * order of the writes, every read returns the last write of its causal past in that order. Bad patterns, theorem 4:
 * CyclicCO, ThinAirRead, WriteCOInitRead and CyclicCF (which WriteCORead is a case of): a write w in the causal past
 * of a read that returns v must come before v; together with causal order this must not run in a circle.
 *
 * CCv with its one order of writes implies all four session guarantees, and sequential consistency implies it.
 */
export function checkCausal(history: CheckedHistory, byKey: RowsByKey, from: ReadsFrom): CheckResult {
  for (let row = 0; row < history.length; row++) {
    const source = from.source[row] as number;
    if (source === FROM_NOWHERE && !isIndeterminate(history, row)) return readFromNowhere(history, row);
  }
  const order = new SessionOrder(history, byKey);
  const past = new CausalPast(history, order, from);
  if (past.tooLarge) return { decision: 'undecided', reason: 'too many sessions to follow what each of them had seen' };
  const graph = new PrecedenceGraph(history.length);
  const writers = writersOfKeys(history, byKey);
  let direct: CheckResult | undefined;
  const complete = past.visit((row, knows) => {
    if (direct !== undefined || graph.size > MOST_PRECEDENCES) return;
    const source = from.source[row] as number;
    if (source < FROM_INITIAL) return;
    const key = order.keyOf(row);
    const demand = (write: number): void => {
      if (write < 0 || write === source || direct !== undefined) return;
      if (source === FROM_INITIAL) {
        const missed = { before: write, after: -1, read: row, through: past.carrier(row, write) };
        direct = contradiction([write, missed.through, row], staleInitialSentence(history, missed));
      } else if (past.precedes(source, write)) {
        const through = past.carrier(row, write);
        direct = contradiction(
          [source, write, through, row],
          circleSentence(history, [
            { before: write, after: source, read: row, through },
            { before: source, after: write, read: -1, through: source },
          ]),
        );
      } else graph.add(write, source, row, -1);
    };
    for (const session of writers[key] ?? []) demand(order.lastWrite(session, key, knows(session)));
    past.forEachIndeterminate(key, demand);
  });
  if (direct !== undefined) return direct;
  if (!complete) return circularPast(history, order, from);
  if (graph.size > MOST_PRECEDENCES)
    return { decision: 'undecided', reason: 'too many reads to compare what they saw' };
  for (let row = 0; row < history.length; row++) {
    const previous = order.previous[row] as number;
    if (previous >= 0) graph.add(previous, row, -1, -1);
    const source = from.source[row] as number;
    if (source >= 0 && !isIndeterminate(history, row)) graph.add(source, row, -1, -1);
  }
  const circle = graph.circle()?.filter((edge) => edge.read >= 0);
  if (circle === undefined) return PASS;
  const rows = circle.flatMap((edge) => [edge.before, edge.read]).slice(0, MOST_OPERATIONS);
  const reads = circle.map(
    (edge) =>
      `${deedAt(history, edge.read)}, which knew of ${valueText(history, history.input[edge.before] as number)}`,
  );
  return contradiction(rows, `No one order of the writes explains these: ${reads.join('; ')}.`);
}

const MOST_PRECEDENCES = 8_000_000;

/** Sessions and "reads from" alone run in a circle: somebody read what was written later because of that read. */
function circularPast(history: CheckedHistory, order: SessionOrder, from: ReadsFrom): CheckResult {
  const graph = new PrecedenceGraph(history.length);
  for (let row = 0; row < history.length; row++) {
    const previous = order.previous[row] as number;
    const source = from.source[row] as number;
    if (previous >= 0) graph.add(previous, row, -1, -1);
    if (source >= 0) graph.add(source, row, row, -1);
  }
  const rows = (graph.circle() ?? []).map((edge) => edge.before);
  return contradiction(
    rows.slice(0, MOST_OPERATIONS),
    `Each of these depends on the one before, and the first on the last: ${rows.map((row) => deedAt(history, row)).join('; ')}.`,
  );
}

/** For each key, the sessions that wrote to it. */
function writersOfKeys(history: CheckedHistory, byKey: RowsByKey): readonly (readonly number[])[] {
  return byKey.keys.map((_, key) => {
    const sessions = new Set<number>();
    for (const row of byKey.rowsOf(key)) {
      const action = history.action[row];
      const writes = action === Action.Write || action === Action.Cas;
      if (writes && !isIndeterminate(history, row)) sessions.add(history.session[row] as number);
    }
    return [...sessions];
  });
}
