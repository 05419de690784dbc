import { quoted } from '../wording/quoted-text';
import { Action, type CheckedHistory } from './checked-history';
import { REFUSED, type SequentialObject } from './sequential-object';

/** The number of every text that nobody reads. */
const UNREAD = -2;

/**
 * A register of texts that can be put, swapped, read whole and appended to. Of all the texts that could come about only
 * those are told apart that some read shows, or shows the beginning of: nothing can tell the others from each other, nor
 * what is made by appending to them.
 */
export function textObject(history: CheckedHistory): SequentialObject {
  const texts = history.texts ?? [];
  const textOf = (number: number): string => texts[number] ?? '';
  const read = readTexts(history, textOf);
  const numbers = new Map<string, number>();
  const states: string[] = [];
  const stateOf = (text: string): number => {
    let state = numbers.get(text);
    if (state === undefined) {
      state = isBeginning(read, text) ? states.push(text) - 1 : UNREAD;
      numbers.set(text, state);
    }
    return state;
  };
  const wanted = new Map<number, number>();
  const wantedOf = (row: number): number => {
    let state = wanted.get(row);
    if (state === undefined) {
      const number = history.action[row] === Action.Read ? history.output[row] : history.expected[row];
      wanted.set(row, (state = stateOf(textOf(number as number))));
    }
    return state;
  };
  return {
    initial: stateOf(''),
    step(state, row) {
      const input = history.input[row] as number;
      switch (history.action[row] as Action) {
        case Action.Write:
          return stateOf(textOf(input));
        case Action.Append:
          return state === UNREAD ? UNREAD : stateOf(`${states[state] ?? ''}${textOf(input)}`);
        case Action.Cas:
          return state === wantedOf(row) ? stateOf(textOf(input)) : REFUSED;
        case Action.CasMiss:
          return state !== wantedOf(row) ? state : REFUSED;
        case Action.Read:
          return state === wantedOf(row) ? state : REFUSED;
        default:
          return REFUSED;
      }
    },
    overwrites: (row) => history.action[row] === Action.Write,
    lost: UNREAD,
    describe: (state) => (state === UNREAD ? 'a text that nobody reads' : quoted(states[state] ?? '')),
  };
}

/** The texts that are read or expected, in order. */
function readTexts(history: CheckedHistory, textOf: (number: number) => string): readonly string[] {
  const read = new Set<string>();
  for (let row = 0; row < history.length; row++) {
    const action = history.action[row];
    if (action === Action.Read) read.add(textOf(history.output[row] as number));
    if (action === Action.Cas || action === Action.CasMiss) read.add(textOf(history.expected[row] as number));
  }
  return [...read].sort();
}

/** Whether some text of a sorted list begins so. */
function isBeginning(sorted: readonly string[], text: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(text) === true;
}
