import type { OperationRow } from '../../analysis/consistency/history-from-rows';
import type { DataType, OperationKind } from '../../language/model';
import type { EdnValue } from './edn-text';
import type { HistoryEvent, HistoryProblem } from './history-events';

/** What a recorded object is, in the words of the field. */
export const HISTORY_MODELS = ['register', 'cas-register', 'kv', 'log', 'set', 'counter'] as const;
export type HistoryModel = (typeof HISTORY_MODELS)[number];

export type PairedHistory =
  | {
      readonly ok: true;
      readonly data: DataType;
      readonly rows: readonly OperationRow[];
      /** Line of the invocation of each row. */
      readonly lines: readonly number[];
      /** What values were written as numbers of the checker's own, since the file has others. */
      readonly legend: ReadonlyMap<number, string>;
    }
  | { readonly ok: false; readonly problem: HistoryProblem };

/** Operations are what processes invoked and how each ended; one that did not end may still take effect. */
export function pairEvents(events: readonly HistoryEvent[], model: HistoryModel): PairedHistory {
  const timed = events.every(({ time }) => time !== undefined);
  const timeOf = (index: number): number => (timed ? (events[index]?.time ?? 0) : index * UNTIMED_STEP_NS);
  const open = new Map<string, number>();
  const endings = new Map<number, number>();
  const invocations: number[] = [];
  for (const [index, event] of events.entries()) {
    const begun = open.get(event.process);
    if (event.type === 'invoke') {
      if (begun !== undefined) return problem(event, `process ${event.process} begins an operation within another`);
      open.set(event.process, index);
      invocations.push(index);
    } else if (begun === undefined)
      return problem(event, `process ${event.process} ends an operation that it did not begin`);
    else {
      open.delete(event.process);
      endings.set(begun, index);
    }
  }
  const numbers = new Numbers(events, model);
  const sessions = new Map<string, number>();
  const rows: OperationRow[] = [];
  for (const index of invocations) {
    const invoked = events[index];
    if (invoked === undefined) continue;
    const end = endings.get(index);
    const ended = end === undefined ? undefined : events[end];
    const described = describe(invoked, ended, model, numbers);
    if (typeof described === 'string') return problem(invoked, described);
    if (!sessions.has(invoked.process)) sessions.set(invoked.process, sessions.size);
    rows.push({
      client: invoked.process,
      session: sessions.get(invoked.process) ?? 0,
      ...described,
      invokedAt: timeOf(index),
      ...(end === undefined ? {} : { completedAt: timeOf(end) }),
      outcome: ended === undefined || ended.type === 'invoke' ? 'info' : ended.type,
    });
  }
  return {
    ok: true,
    data: dataOf(model),
    rows,
    lines: invocations.map((index) => events[index]?.line ?? 0),
    legend: numbers.legend,
  };
}

/** Entries without times are one second apart, so that sentences tell them apart. */
const UNTIMED_STEP_NS = 1e9;

type Described = Pick<OperationRow, 'key' | 'kind' | 'input' | 'expected' | 'output'>;

/** What an operation did, or why it is none of the model's. */
function describe(
  invoked: HistoryEvent,
  ended: HistoryEvent | undefined,
  model: HistoryModel,
  numbers: Numbers,
): Described | string {
  const kind = kindOf(invoked.operation, model);
  if (kind === undefined) return `${invoked.operation} is no operation of a ${model}`;
  const [key, argument] = keyed(invoked, model);
  const [, answer] = ended === undefined ? [null, null] : keyed(ended, model);
  const base = { key: numbers.key(key), kind };
  switch (kind) {
    case 'read':
    case 'poll':
      if (ended?.type !== 'ok') return base;
      return {
        ...base,
        output: Array.isArray(answer) ? answer.map((item: EdnValue) => numbers.value(item)) : numbers.value(answer),
      };
    case 'cas': {
      if (!Array.isArray(argument) || argument.length !== 2) return 'a cas needs the value it expects and the new one';
      return {
        ...base,
        expected: numbers.value(argument[0] as EdnValue),
        input: numbers.value(argument[1] as EdnValue),
      };
    }
    case 'write':
    case 'append':
    case 'add':
    case 'remove':
    case 'increment':
      return { ...base, input: numbers.value(argument) };
  }
}

/** Key and value: an entry names its key, or its value is a pair of both (Jepsen's independent keys). */
function keyed({ key, value }: HistoryEvent, model: HistoryModel): readonly [EdnValue, EdnValue] {
  if (model === 'kv' && key === null && Array.isArray(value) && value.length === 2) {
    return [value[0] as EdnValue, value[1] as EdnValue];
  }
  return [key, value];
}

function kindOf(operation: string, model: HistoryModel): OperationKind | undefined {
  switch (operation) {
    case 'read':
    case 'get':
      return 'read';
    case 'poll':
      return model === 'log' ? 'poll' : undefined;
    case 'write':
    case 'put':
      return model === 'register' || model === 'cas-register' || model === 'kv' ? 'write' : undefined;
    case 'cas':
      return model === 'cas-register' || model === 'kv' ? 'cas' : undefined;
    case 'append':
      return model === 'log' ? 'append' : undefined;
    case 'add':
      return model === 'counter' ? 'increment' : model === 'set' ? 'add' : undefined;
    case 'increment':
    case 'inc':
      return model === 'counter' ? 'increment' : undefined;
    case 'remove':
      return model === 'set' ? 'remove' : undefined;
    default:
      return undefined;
  }
}

function dataOf(model: HistoryModel): DataType {
  switch (model) {
    case 'register':
    case 'cas-register':
    case 'kv':
      return 'register';
    case 'log':
    case 'set':
    case 'counter':
      return model;
  }
}

/**
 * Values as the checker takes them: numbers, of which 0 is what a register holds before anybody writes. A file whose
 * values are whole numbers other than 0 keeps them; any other gets numbers of its own, and a legend.
 */
class Numbers {
  readonly legend = new Map<number, string>();
  private readonly given = new Map<string, number>();
  private readonly keys = new Map<string, number>();
  private readonly keepsNumbers: boolean;

  constructor(events: readonly HistoryEvent[], model: HistoryModel) {
    const values = events.flatMap((event) => [keyed(event, model)[1]].flat(2) as readonly EdnValue[]);
    const zeroIsInitial = dataOf(model) !== 'register' || !values.includes(0);
    this.keepsNumbers = zeroIsInitial && values.every((value) => value === null || Number.isSafeInteger(value));
  }

  value(value: EdnValue): number {
    if (value === null) return 0;
    if (this.keepsNumbers && typeof value === 'number') return value;
    const text = JSON.stringify(value);
    const known = this.given.get(text) ?? this.given.size + 1;
    this.given.set(text, known);
    this.legend.set(known, text);
    return known;
  }

  key(key: EdnValue): number {
    const text = JSON.stringify(key);
    const known = this.keys.get(text) ?? this.keys.size;
    this.keys.set(text, known);
    return known;
  }
}

function problem({ line }: HistoryEvent, message: string): PairedHistory {
  return { ok: false, problem: { line, message } };
}
