import { ENTRY_STEP_NS, type CheckedData } from '../../analysis/consistency/checked-history';
import type { OperationRow } from '../../analysis/consistency/history-from-rows';
import type { EdnValue } from './edn-text';
import type { HistoryEvent, HistoryProblem } from './history-events';
import { dataOf, kindOf, type HistoryModel } from './history-model';
import { HistoryValues } from './history-values';

export interface PairedOperations {
  readonly data: CheckedData;
  readonly rows: readonly OperationRow[];
  /** Lines of the invocation and of the answer of each row, from zero; -1 for an answer that never came. */
  readonly lines: readonly (readonly [invoked: number, ended: number])[];
  readonly values: HistoryValues;
  readonly keyNames: ReadonlyMap<number, string>;
  /** Whether entries have no times, so that only their order is known. */
  readonly isUntimed: boolean;
}

export type PairedHistory =
  ({ readonly ok: true } & PairedOperations) | { readonly ok: false; readonly problem: HistoryProblem };

/** An operation as the file has it: its invocation and its end, by their positions among the events. */
interface Pair {
  readonly invoked: HistoryEvent;
  readonly ended: HistoryEvent | undefined;
  readonly at: number;
  readonly until: number;
}

/** Operations are what processes invoked and how each ended; one that did not end may still take effect. */
export function pairEvents(events: readonly HistoryEvent[], model: HistoryModel): PairedHistory {
  const pairs = pairsOf(events);
  if (!Array.isArray(pairs)) return { ok: false, problem: pairs as HistoryProblem };
  const operations = pairs as readonly Pair[];
  const isKeyed = operations.length > 0 && operations.every(({ invoked }) => isPairOfKey(invoked, model));
  const valueOf = (event: HistoryEvent): EdnValue =>
    isKeyed && event.key === null && Array.isArray(event.value)
      ? ((event.value as readonly EdnValue[])[1] ?? null)
      : event.value;
  const keyOf = (event: HistoryEvent): EdnValue =>
    isKeyed && event.key === null ? ((event.value as readonly EdnValue[])[0] ?? null) : event.key;

  const data = dataOf(model, events);
  const values = new HistoryValues(
    data,
    allValues(events, valueOf),
    operations.some((pair) => meetsNil(pair, valueOf)),
  );
  const keys = new Map<string, number>();
  const sessions = new Map<string, number>();
  const timeOf = clock(events);
  const rows: OperationRow[] = [];
  for (const { invoked, ended, at, until } of operations) {
    const kind = kindOf(invoked.operation, model);
    if (kind === undefined) return problem(invoked, `${invoked.operation} is no operation of a ${model}`);
    const answer = ended?.type === 'ok' ? valueOf(ended) : null;
    const described = describe(kind, data, valueOf(invoked), ended?.type === 'ok' ? { answer } : undefined, values);
    if (typeof described === 'string') return problem(ended?.type === 'ok' ? ended : invoked, described);
    rows.push({
      client: invoked.process,
      session: numberOf(sessions, invoked.process),
      key: numberOf(keys, JSON.stringify(keyOf(invoked))),
      kind,
      ...described,
      invokedAt: timeOf(at),
      ...(ended === undefined ? {} : { completedAt: timeOf(until) }),
      outcome:
        ended === undefined ? 'info' : ended.isMismatch ? 'mismatch' : ended.type === 'invoke' ? 'info' : ended.type,
    });
  }
  return {
    ok: true,
    data,
    rows,
    lines: operations.map(({ invoked, ended }) => [invoked.line, ended?.line ?? -1]),
    values,
    keyNames: new Map([...keys].map(([text, number]) => [number, text])),
    isUntimed: isUntimed(events),
  };
}

function pairsOf(events: readonly HistoryEvent[]): readonly Pair[] | HistoryProblem {
  const open = new Map<string, number>();
  const ends = new Map<number, number>();
  const begun: number[] = [];
  for (const [index, event] of events.entries()) {
    const invocation = open.get(event.process);
    if (event.type === 'invoke') {
      if (invocation !== undefined)
        return { line: event.line, message: `process ${event.process} begins an operation within another` };
      open.set(event.process, index);
      begun.push(index);
      continue;
    }
    if (invocation === undefined)
      return { line: event.line, message: `process ${event.process} ends an operation that it did not begin` };
    if (events[invocation]?.operation !== event.operation)
      return {
        line: event.line,
        message: `process ${event.process} ends ${event.operation}, having begun ${events[invocation]?.operation ?? ''}`,
      };
    open.delete(event.process);
    ends.set(invocation, index);
  }
  return begun.map((at) => {
    const until = ends.get(at) ?? -1;
    return { invoked: events[at] as HistoryEvent, ended: events[until], at, until };
  });
}

function isUntimed(events: readonly HistoryEvent[]): boolean {
  return events.some(({ time }) => time === undefined);
}

/**
 * Instants of entries. A file whose times never go back is in order, so of two entries with the same time the later one
 * comes a nanosecond later; otherwise the times alone tell the order.
 */
function clock(events: readonly HistoryEvent[]): (index: number) => number {
  if (isUntimed(events)) return (index) => index * ENTRY_STEP_NS;
  const times = Float64Array.from(events, ({ time }) => time ?? 0);
  if (times.some((time, i) => i > 0 && time < (times[i - 1] as number))) return (index) => times[index] ?? 0;
  for (let i = 1; i < times.length; i++) times[i] = Math.max(times[i] as number, (times[i - 1] as number) + 1);
  return (index) => times[index] ?? 0;
}

/** The value is a key with a value (Jepsen's independent keys); a cas has two values of its own. */
function isPairOfKey({ key, value, operation }: HistoryEvent, model: HistoryModel): boolean {
  if (key !== null) return false;
  if (!Array.isArray(value) || value.length !== 2) return false;
  const inner = (value as readonly EdnValue[])[1];
  if (operation === 'cas') return Array.isArray(inner) && inner.length === 2;
  return model === 'kv' || !Array.isArray(inner);
}

function* allValues(events: readonly HistoryEvent[], valueOf: (event: HistoryEvent) => EdnValue): Generator<EdnValue> {
  for (const event of events) {
    if (event.type === 'info' || (event.type === 'fail' && !event.isMismatch)) continue;
    const value = valueOf(event);
    if (Array.isArray(value)) yield* value as readonly EdnValue[];
    else yield value;
  }
}

/** Somebody read `nil`, or expected it. */
function meetsNil({ invoked, ended }: Pair, valueOf: (event: HistoryEvent) => EdnValue): boolean {
  if (invoked.operation === 'cas')
    return Array.isArray(valueOf(invoked)) && (valueOf(invoked) as EdnValue[])[0] === null;
  const reads = invoked.operation === 'read' || invoked.operation === 'get';
  return reads && ended?.type === 'ok' && valueOf(ended) === null;
}

type Described = Pick<OperationRow, 'input' | 'expected' | 'output'>;

/** What an operation did, or why it is none of the model's. */
function describe(
  kind: OperationRow['kind'],
  data: CheckedData,
  argument: EdnValue,
  answered: { readonly answer: EdnValue } | undefined,
  values: HistoryValues,
): Described | string {
  switch (kind) {
    case 'read':
    case 'poll': {
      if (answered === undefined) return {};
      const { answer } = answered;
      if (data === 'log' || data === 'set') {
        if (answer !== null && !Array.isArray(answer)) return `a read of a ${data} shows a list`;
        return { output: ((answer ?? []) as readonly EdnValue[]).map((item) => values.numberOf(item)) };
      }
      if (data === 'counter' && typeof answer !== 'number') return 'a read of a counter shows a number';
      return { output: values.numberOf(answer) };
    }
    case 'cas': {
      if (!Array.isArray(argument) || argument.length !== 2) return 'a cas needs the value it expects and the new one';
      const [expected, input] = argument as readonly EdnValue[];
      return { expected: values.numberOf(expected ?? null), input: values.numberOf(input ?? null) };
    }
    case 'increment':
      if (argument !== null && typeof argument !== 'number') return 'a counter is incremented by a number';
      return { input: argument ?? 1 };
    case 'write':
    case 'append':
    case 'add':
    case 'remove':
      return { input: values.numberOf(argument) };
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

function problem({ line }: HistoryEvent, message: string): PairedHistory {
  return { ok: false, problem: { line, message } };
}
