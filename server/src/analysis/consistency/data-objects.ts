import { Action, INITIAL_VALUE, isEffect, observed, type CheckedHistory } from './checked-history';
import { REFUSED, type SequentialObject } from './sequential-object';
import { setObject } from './set-object';
import { textObject } from './text-object';

/** The sequential specification of the data type whose operations the history holds. */
export function sequentialObject(history: CheckedHistory): SequentialObject {
  switch (history.data) {
    case 'register':
      return registerObject(history);
    case 'counter':
      return counterObject(history);
    case 'log':
      return logObject(history);
    case 'set':
      return setObject(history);
    case 'text':
      return textObject(history);
  }
}

/** Gives numbers to things, so that states can be compared and stored as integers. */
class Interned<T> {
  private readonly numbers = new Map<T, number>();
  readonly items: T[] = [];

  numberOf(item: T): number {
    let number = this.numbers.get(item);
    if (number === undefined) {
      number = this.items.length;
      this.numbers.set(item, number);
      this.items.push(item);
    }
    return number;
  }
}

function registerObject(history: CheckedHistory): SequentialObject {
  const values = new Interned<number>();
  const initial = values.numberOf(INITIAL_VALUE);
  const input = new Int32Array(history.length);
  const wanted = new Int32Array(history.length).fill(-1);
  for (let row = 0; row < history.length; row++) {
    const action = history.action[row] as Action;
    if (isEffect(action)) input[row] = values.numberOf(history.input[row] as number);
    if (action === Action.Cas || action === Action.CasMiss)
      wanted[row] = values.numberOf(history.expected[row] as number);
    if (action === Action.Read) wanted[row] = values.numberOf(history.output[row] as number);
  }
  const { action } = history;
  return {
    initial,
    step(state, row) {
      switch (action[row]) {
        case Action.Write:
          return input[row] as number;
        case Action.Cas:
          return state === wanted[row] ? (input[row] as number) : REFUSED;
        case Action.CasMiss:
          return state !== wanted[row] ? state : REFUSED;
        case Action.Read:
          return state === wanted[row] ? state : REFUSED;
        default:
          // Several values at once: no register answers so.
          return REFUSED;
      }
    },
    overwrites: (row) => action[row] === Action.Write,
    describe: (state) => String(values.items[state]),
  };
}

function counterObject(history: CheckedHistory): SequentialObject {
  const totals = new Interned<number>();
  const initial = totals.numberOf(0);
  return {
    initial,
    step(state, row) {
      const total = totals.items[state] as number;
      if (history.action[row] === Action.Increment) return totals.numberOf(total + (history.input[row] as number));
      return total === history.output[row] ? state : REFUSED;
    },
    overwrites: () => false,
    // Increments may be swapped: those that no read under way waits for can wait for their own response.
    toTry: (_, wanted, effects, observations) =>
      observations.length === 0 && isEffect(history.action[wanted] as Action) ? [wanted] : effects,
    describe: (state) => String(totals.items[state]),
  };
}

function logObject(history: CheckedHistory): SequentialObject {
  // A state is the log's last entry and the state before it.
  const states = new Interned<string>();
  const initial = states.numberOf('');
  const lengths = [0];
  const append = (state: number, value: number): number => {
    const next = states.numberOf(`${state}:${value}`);
    lengths[next] = (lengths[state] as number) + 1;
    return next;
  };
  const seen = new Map<number, number>();
  return {
    initial,
    step(state, row) {
      if (history.action[row] === Action.Append) return append(state, history.input[row] as number);
      let contents = seen.get(row);
      if (contents === undefined) seen.set(row, (contents = observed(history, row).reduce(append, initial)));
      return contents === state ? state : REFUSED;
    },
    overwrites: () => false,
    describe: (state) => `a log of ${lengths[state]} entries`,
  };
}
