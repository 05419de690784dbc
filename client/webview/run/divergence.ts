import { messageName } from './message-index';
import { markOf, operationText } from './operation-index';
import type { RunIndex } from './run-index';

/** Where two runs first do something different. */
export interface Divergence {
  readonly at: number;
  /** What the one and the other did there. */
  readonly text: string;
}

/**
 * Runs of the same randomness do the same until a difference of their models makes itself felt. Compared is everything a
 * report tells: what clients asked and were answered, messages, and events. Null where nothing differs.
 */
export function firstDivergence(one: RunIndex, other: RunIndex): Divergence | null {
  const found = [operations(one, other), messages(one, other), events(one, other)].filter((each) => each !== null);
  return found.reduce<Divergence | null>((first, each) => (first === null || each.at < first.at ? each : first), null);
}

/** An operation is told apart when it was asked and, where only its end differs, when the first of the two ends came. */
function operations(one: RunIndex, other: RunIndex): Divergence | null {
  const [a, b] = [one.operations, other.operations];
  let first: Divergence | null = null;
  for (let row = 0; row < Math.max(a.count, b.count); row++) {
    const [from, otherFrom] = [a.from[row] ?? Infinity, b.from[row] ?? Infinity];
    if (first !== null && Math.min(from, otherFrom) >= first.at) {
      break;
    }
    const [ended, otherEnded] = [a.to[row] ?? NaN, b.to[row] ?? NaN];
    const isSame = Object.is(ended, otherEnded) && operationText(a, row) === operationText(b, row);
    if (from !== otherFrom) {
      first = { at: Math.min(from, otherFrom), text: 'a client asks at another time' };
    } else if (!isSame || a.mark[row] !== b.mark[row]) {
      const at = Math.min(...[ended, otherEnded].filter((end) => !Number.isNaN(end)));
      const text = `${operationText(a, row)} (${markOf(a, row)}) or ${operationText(b, row)} (${markOf(b, row)})`;
      if (first === null || at < first.at) {
        first = { at: Number.isFinite(at) ? at : from, text };
      }
    }
  }
  return first;
}

function messages(one: RunIndex, other: RunIndex): Divergence | null {
  const [a, b] = [one.messages, other.messages];
  for (let row = 0; row < Math.max(a.count, b.count); row++) {
    const isSame =
      a.sentAt[row] === b.sentAt[row] &&
      a.sender[row] === b.sender[row] &&
      a.receiver[row] === b.receiver[row] &&
      messageName(a, row) === messageName(b, row);
    if (!isSame) {
      const at = Math.min(a.sentAt[row] ?? Infinity, b.sentAt[row] ?? Infinity);
      return {
        at,
        text: `${row < a.count ? messageName(a, row) : 'nothing'} or ${row < b.count ? messageName(b, row) : 'nothing'} is sent`,
      };
    }
  }
  return null;
}

function events(one: RunIndex, other: RunIndex): Divergence | null {
  const [a, b] = [one.report.events, other.report.events];
  for (let row = 0; row < Math.max(a.length, b.length); row++) {
    const [mine, theirs] = [a[row], b[row]];
    if (mine?.at !== theirs?.at || mine?.text !== theirs?.text) {
      const at = Math.min(mine?.at ?? Infinity, theirs?.at ?? Infinity);
      return { at, text: `${mine?.text ?? 'nothing more'} or ${theirs?.text ?? 'nothing more'}` };
    }
  }
  return null;
}
