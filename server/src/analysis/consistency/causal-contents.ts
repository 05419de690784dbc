import { deedAt, valueText } from '../wording/operation-text';
import {
  Action,
  contradiction,
  isEffect,
  isIndeterminate,
  observed,
  PASS,
  type CheckedHistory,
  type CheckResult,
} from './checked-history';
import { PrecedenceGraph } from './precedence-graph';
import type { RowsByKey } from './rows-by-key';
import type { SessionOrder } from './session-order';
import type { ValueIndex } from './value-index';

const MOST_STEPS = 40_000_000;

/**
 * Causal consistency of logs and sets: a read shows every element in its causal past (unless it may have been removed),
 * where the past is the transitive closure of session order and "was shown by"; and one order of the elements agrees
 * with all logs that were read and with that past. Vector clocks as in `causal-past.ts`; an indeterminate element
 * carries its writer's past along, but nobody has to see it again.
 */
export class CausalContents {
  private readonly clocks: (Int32Array | undefined)[];
  private steps = 0;

  constructor(
    private readonly history: CheckedHistory,
    private readonly order: SessionOrder,
    private readonly byKey: RowsByKey,
    private readonly index: readonly ValueIndex[],
    private readonly mayBeRemoved: (row: number, value: number) => boolean,
  ) {
    this.clocks = new Array<Int32Array | undefined>(history.length);
  }

  check(): CheckResult {
    const { history } = this;
    const graph = this.precedences();
    if (graph === undefined || history.length * history.sessions > MOST_STEPS)
      return { decision: 'undecided', reason: 'the contents read are too long to compare' };
    const order = graph.topologicalOrder();
    if (order === undefined) return this.circular(graph);
    const clocks = new Map<number, Int32Array>();
    for (const row of order) {
      const session = history.session[row] as number;
      const clock = clocks.get(session) ?? new Int32Array(history.sessions);
      clocks.set(session, clock);
      if (history.action[row] === Action.Observe) {
        this.join(clock, row);
        const problem = this.missing(clock, row);
        if (problem !== undefined) return problem;
      }
      if (!isIndeterminate(history, row)) clock[session] = (this.order.position[row] as number) + 1;
      if (isEffect(history.action[row] as number)) this.clocks[row] = clock.slice();
      if (this.steps > MOST_STEPS)
        return { decision: 'undecided', reason: 'the contents read are too long to compare' };
    }
    return PASS;
  }

  /** Session order, "was shown by", and for logs the order of the elements; undefined where there are too many. */
  private precedences(): PrecedenceGraph | undefined {
    const { history } = this;
    const graph = new PrecedenceGraph(history.length);
    for (let row = 0; row < history.length; row++) {
      const previous = this.order.previous[row] as number;
      if (previous >= 0) graph.add(previous, row, -1, -1);
      if (history.action[row] !== Action.Observe) continue;
      let before = -1;
      for (const value of observed(history, row)) {
        const writer = this.writerOf(row, value);
        if (writer < 0) continue;
        graph.add(writer, row, row, -1);
        if (before >= 0 && history.data === 'log') graph.add(before, writer, row, -1);
        before = writer;
      }
      if (graph.size > MOST_STEPS / 4) return undefined;
    }
    return graph;
  }

  private join(clock: Int32Array, row: number): void {
    const { history } = this;
    for (const value of observed(history, row)) {
      const writer = this.writerOf(row, value);
      const other = this.clocks[writer];
      this.steps++;
      if (other === undefined) continue;
      const session = history.session[writer] as number;
      const known = (clock[session] as number) > (this.order.position[writer] as number);
      if (known && !isIndeterminate(history, writer)) continue;
      this.steps += clock.length;
      for (let i = 0; i < clock.length; i++)
        if ((other[i] as number) > (clock[i] as number)) clock[i] = other[i] as number;
      if (!isIndeterminate(history, writer))
        clock[session] = Math.max(clock[session] as number, (this.order.position[writer] as number) + 1);
    }
  }

  private missing(clock: Int32Array, row: number): CheckResult | undefined {
    const { history } = this;
    const contents = observed(history, row);
    const shown = new Set(contents);
    for (const value of contents)
      if (this.writerOf(row, value) < 0)
        return contradiction(
          [row],
          `${deedAt(history, row)}, with ${valueText(history, value)}, which nobody had put there.`,
        );
    const key = this.order.keyOf(row);
    for (let session = 0; session < history.sessions; session++)
      for (const write of this.order.writesOf(session, key)) {
        if ((this.order.position[write] as number) >= (clock[session] as number)) break;
        this.steps++;
        const value = history.input[write] as number;
        if (history.action[write] === Action.Remove || shown.has(value) || this.mayBeRemoved(row, value)) continue;
        return this.forgotten(write, row, value);
      }
    return undefined;
  }

  /** A read without an element that was in its past: with the way by which it came to be there. */
  private forgotten(write: number, row: number, value: number): CheckResult {
    const { history } = this;
    const way = this.precedences()?.path(write, row) ?? [write];
    const name = valueText(history, value);
    const deeds = way.map((step) => deedAt(history, step)).join('; then ');
    return contradiction(
      [...way.slice(0, 4), row],
      `${deedAt(history, row)}, without ${name}, although it knew of that: ${deeds}.`,
    );
  }

  private circular(graph: PrecedenceGraph): CheckResult {
    const rows = [...new Set((graph.circle() ?? []).flatMap((edge) => [edge.before, edge.read]))].slice(0, 5);
    const deeds = rows.filter((row) => row >= 0).map((row) => deedAt(this.history, row));
    return contradiction(rows, `No one order of the elements explains these together: ${deeds.join('; ')}.`);
  }

  private writerOf(row: number, value: number): number {
    return (this.index[this.byKey.keyIndex[row] as number] as ValueIndex).rowOf(value);
  }
}
