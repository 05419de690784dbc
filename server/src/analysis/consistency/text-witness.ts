import { deedAt } from '../wording/operation-text';
import { quoted } from '../wording/quoted-text';
import { Action, contradiction, isEffect, type CheckedHistory, type CheckResult } from './checked-history';

/**
 * Says in one to four operations why a text that was read cannot have been there, where so few prove it whatever the others
 * did. Undefined where it takes more than that. By read, in order of invocation; a text is made of what was put last and of
 * all that was appended since, so it is wrong
 * - if nothing that had been put or appended by then ends (or begins) like it, or if it cannot be made of that, each once;
 * - if it lacks what had been appended, or does not begin with what had been put or read, before the read began, while
 *   nothing can have been put in its place;
 * - if it has two pieces the other way round than they were appended.
 */
export function impossibleText(history: CheckedHistory, rows: Int32Array): CheckResult | undefined {
  const texts = new Texts(history, rows);
  let looked = 0;
  for (const read of rows) {
    if (history.action[read] !== Action.Read) continue;
    const problem = texts.unfounded(read) ?? texts.missing(read) ?? texts.turned(read) ?? texts.unmade(read);
    if (problem !== undefined) return problem;
    looked += rows.length;
    if (looked > MOST_LOOKUPS) return undefined;
  }
  return undefined;
}

/** Pairs of a read and another operation; a witness beyond is not worth the wait. */
const MOST_LOOKUPS = 4_000_000;
/** Ways to put a text together that are tried before it counts as possible. */
const MOST_WAYS = 20_000;
/** Operations with one text that a sentence names. */
const MOST_NAMED = 3;

class Texts {
  private readonly effects: readonly number[];

  constructor(
    private readonly history: CheckedHistory,
    private readonly rows: Int32Array,
  ) {
    this.effects = [...rows].filter((row) => isEffect(history.action[row] as number));
  }

  /** A text that ends or begins like nothing that had been put or appended. */
  unfounded(read: number): CheckResult | undefined {
    const { history } = this;
    const text = this.textRead(read);
    if (text === '') return undefined;
    const begun = this.begunBy(read);
    for (const [word, fits] of [
      ['ends', (piece: string) => text.endsWith(piece)],
      ['begins', (piece: string) => text.startsWith(piece)],
    ] as const) {
      if (begun.some((row) => fits(this.piece(row)))) continue;
      const later = this.effects.find((row) => this.piece(row) !== '' && fits(this.piece(row)));
      if (later !== undefined)
        return contradiction(
          [read, later],
          `${deedAt(history, read)}; it ${word} with ${quoted(this.piece(later))} before anybody had begun to write that: ${deedAt(history, later)}.`,
        );
      const failed = [...history.failedWrites.keys()]
        .map((value) => history.texts?.[value] ?? '')
        .find((piece) => piece !== '' && fits(piece));
      const what =
        failed === undefined
          ? 'nothing that had been put or appended by then'
          : `${quoted(failed)}, whose write was reported as failed`;
      return contradiction([read], `${deedAt(history, read)}; it ${word} with ${what}.`);
    }
    return undefined;
  }

  /** A text without what had been there before the read began, and that nothing can have replaced. */
  missing(read: number): CheckResult | undefined {
    const { history } = this;
    const text = this.textRead(read);
    const replaced = this.lastReplacement(read);
    for (const row of this.rows) {
      if (this.begunAt(row) >= this.begunAt(read)) break;
      if (this.endedAt(row) >= this.begunAt(read)) continue;
      const action = history.action[row] as Action;
      if (action === Action.CasMiss) continue;
      const others = row === replaced ? this.lastReplacement(read, row) : replaced;
      if (others >= 0 && this.endedAt(others) >= this.begunAt(row)) continue;
      const piece = action === Action.Read ? this.textRead(row) : this.piece(row);
      const isThere = action === Action.Append ? text.includes(piece) : text.startsWith(piece);
      if (isThere) continue;
      const lack = action === Action.Append ? `it lacks ${quoted(piece)}` : `it does not begin with ${quoted(piece)}`;
      return contradiction(
        [others, row, read],
        `${deedAt(history, read)}; ${lack}, although before it began ${deedAt(history, row)}${this.sinceText(others)}.`,
      );
    }
    return undefined;
  }

  /** Two pieces the other way round than they were appended. */
  turned(read: number): CheckResult | undefined {
    const { history } = this;
    const text = this.textRead(read);
    const replaced = this.lastReplacement(read);
    const placed = this.effects
      .filter((row) => history.action[row] === Action.Append && this.begunAt(row) > this.endedAt(replaced, -Infinity))
      .filter((row) => this.endedAt(row) < this.begunAt(read) && occurrences(text, this.piece(row)) === 1)
      .map((row) => ({ row, at: text.indexOf(this.piece(row)) }))
      .sort((a, b) => a.at - b.at);
    let latest = placed[0];
    for (const piece of placed) {
      if (latest !== undefined && this.endedAt(piece.row) < this.begunAt(latest.row) && latest.at < piece.at)
        return contradiction(
          [replaced, piece.row, latest.row, read],
          `${deedAt(history, read)}; ${quoted(this.piece(latest.row))} stands before ${quoted(this.piece(piece.row))}, ` +
            `although that was appended before the other began: ${deedAt(history, piece.row)}; ${deedAt(history, latest.row)}${this.sinceText(replaced)}.`,
        );
      if (latest === undefined || this.begunAt(piece.row) > this.begunAt(latest.row)) latest = piece;
    }
    return undefined;
  }

  /** A text that cannot be made of what had been put and appended, each once. */
  unmade(read: number): CheckResult | undefined {
    const { history } = this;
    const text = this.textRead(read);
    const begun = this.begunBy(read);
    const [put, appended] = [new Map<string, number>(), new Map<string, number>()];
    for (const row of begun) {
      const pieces = history.action[row] === Action.Append ? appended : put;
      pieces.set(this.piece(row), (pieces.get(this.piece(row)) ?? 0) + 1);
    }
    appended.delete('');
    if (canBeMade(text, new Set([...put.keys(), '']), appended) !== 'no') return undefined;
    for (const piece of new Set([...put.keys(), ...appended.keys()])) {
      const written = (put.get(piece) ?? 0) + (appended.get(piece) ?? 0);
      const count = occurrences(text, piece);
      if (count <= written) continue;
      const named = begun.filter((row) => this.piece(row) === piece).slice(-MOST_NAMED);
      const deeds = named.map((row) => deedAt(history, row)).join('; ');
      return contradiction(
        [...named, read],
        `${deedAt(history, read)}; ${quoted(piece)} is in it ${count} times, but was written ${written === 1 ? 'once' : `${written} times`}: ${deeds}.`,
      );
    }
    return contradiction(
      [read],
      `${deedAt(history, read)}; it cannot be made of what had been put and appended by then, each once.`,
    );
  }

  /** Of the operations that replace the text and had begun when the read ended, the last to end; -1 where there is none. */
  private lastReplacement(read: number, except = -1): number {
    const { history } = this;
    let last = -1;
    for (const row of this.effects) {
      if (row === except || history.action[row] === Action.Append || this.begunAt(row) > this.endedAt(read)) continue;
      if (last < 0 || this.endedAt(row) > this.endedAt(last)) last = row;
    }
    return last;
  }

  private sinceText(replaced: number): string {
    return replaced < 0
      ? ''
      : `, and all that had been put was over when that began (the last: ${deedAt(this.history, replaced)})`;
  }

  private begunBy(read: number): readonly number[] {
    return this.effects.filter((row) => this.begunAt(row) <= this.endedAt(read));
  }

  private piece(row: number): string {
    return this.history.texts?.[this.history.input[row] as number] ?? '';
  }

  private textRead(row: number): string {
    return this.history.texts?.[this.history.output[row] as number] ?? '';
  }

  private begunAt(row: number): number {
    return this.history.invokedAt[row] as number;
  }

  private endedAt(row: number, never = Infinity): number {
    return row < 0 ? never : (this.history.completedAt[row] as number);
  }
}

/** How often a piece is in a text, overlaps counted. */
function occurrences(text: string, piece: string): number {
  if (piece === '') return 0;
  let count = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) count++;
  return count;
}

/**
 * Whether a text can be made of one beginning and of pieces, each as often as it is there; `maybe` where that takes too long
 * to tell.
 */
function canBeMade(text: string, beginnings: ReadonlySet<string>, left: Map<string, number>): 'yes' | 'no' | 'maybe' {
  let ways = 0;
  const from = (at: number): boolean => {
    if (at === text.length || ways > MOST_WAYS) return true;
    for (const [piece, count] of left) {
      ways++;
      if (count === 0 || !text.startsWith(piece, at)) continue;
      left.set(piece, count - 1);
      const made = from(at + piece.length);
      left.set(piece, count);
      if (made) return true;
    }
    return false;
  };
  const made = [...beginnings].some((beginning) => text.startsWith(beginning) && from(beginning.length));
  return ways > MOST_WAYS ? 'maybe' : made ? 'yes' : 'no';
}
