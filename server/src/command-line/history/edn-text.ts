/**
 * The part of EDN (https://github.com/edn-format/edn) that histories are written in: maps, vectors, lists, sets, numbers,
 * strings, keywords, symbols, nil and booleans. Keywords and symbols become strings without their colon, maps objects
 * with string keys, and the other collections arrays. Tags such as `#jepsen.history.Op` are passed over.
 */
export type EdnValue =
  null | boolean | number | string | readonly EdnValue[] | { readonly [key: string]: EdnValue | undefined };

export class EdnError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** One form of a file and where it stands. */
export interface EdnForm {
  readonly value: EdnValue;
  readonly offset: number;
}

/** Every form of a text, one after another; a list or vector at the top is passed over, and its items are told. */
export function* readEdn(text: string): Generator<EdnForm> {
  const reader = new Reader(text);
  let closer: string | undefined;
  let opened = 0;
  for (reader.skipBlanks(); !reader.atEnd; reader.skipBlanks()) {
    const next = text[reader.offset] ?? '';
    if (closer === undefined && (next === '[' || next === '(')) {
      closer = CLOSERS[next];
      opened = reader.offset;
      reader.offset += 1;
    } else if (next === closer) {
      closer = undefined;
      reader.offset += 1;
    } else yield { offset: reader.offset, value: reader.value(0) };
  }
  if (closer !== undefined) throw new EdnError('a bracket is not closed', opened);
}

/** A history is flat; what nests deeper than this is no history, and would exhaust the stack. */
const MAX_DEPTH = 32;

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ATOM = /[^\s,;"()[\]{}]+/y;
const BLANKS = /(?:[\s,]|;[^\n]*)*/y;
const STRING = /"((?:[^"\\]|\\[\s\S])*)"/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

class Reader {
  offset = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  skipBlanks(): void {
    this.match(BLANKS);
  }

  value(depth: number): EdnValue {
    if (depth > MAX_DEPTH) throw new EdnError('nested too deeply', this.offset);
    this.skipBlanks();
    const next = this.text[this.offset];
    if (next === undefined) throw new EdnError('something is missing at the end', this.offset);
    if (next === '{') return this.map(depth);
    if (next === '(' || next === '[') return this.items(depth);
    if (next === '#') return this.dispatched(depth);
    if (next === '"') return this.string();
    return this.atom();
  }

  /** `#{...}` is a set, `#_` leaves out the form after it; any other `#tag` is passed over. */
  private dispatched(depth: number): EdnValue {
    this.offset += 1;
    if (this.text[this.offset] === '{') return this.items(depth);
    if (this.text[this.offset] === '_') {
      this.offset += 1;
      this.value(depth + 1);
      return this.value(depth + 1);
    }
    this.match(ATOM);
    return this.value(depth + 1);
  }

  private items(depth: number): readonly EdnValue[] {
    const start = this.offset;
    const closer = CLOSERS[this.text[start] ?? ''];
    this.offset += 1;
    const items: EdnValue[] = [];
    for (this.skipBlanks(); this.text[this.offset] !== closer; this.skipBlanks()) {
      if (this.atEnd) throw new EdnError('a bracket is not closed', start);
      items.push(this.value(depth + 1));
    }
    this.offset += 1;
    return items;
  }

  private map(depth: number): EdnValue {
    const start = this.offset;
    const items = this.items(depth);
    if (items.length % 2 !== 0) throw new EdnError('a map has a key without a value', start);
    const pairs = Array.from({ length: items.length / 2 }, (_, index) => [
      String(items[2 * index]),
      items[2 * index + 1],
    ]);
    return Object.fromEntries(pairs) as { readonly [key: string]: EdnValue };
  }

  private string(): string {
    const found = this.match(STRING);
    if (found === undefined) throw new EdnError('a string is not closed', this.offset);
    return (found[1] ?? '').replaceAll(/\\([\s\S])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
  }

  private atom(): EdnValue {
    const start = this.offset;
    const atom = this.match(ATOM)?.[0];
    if (atom === undefined) throw new EdnError(`unexpected ${this.text[start] ?? ''}`, start);
    if (atom === 'nil') return null;
    if (atom === 'true' || atom === 'false') return atom === 'true';
    if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?[NM]?$/.test(atom)) return Number(atom.replace(/[NM]$/, ''));
    return atom.startsWith(':') ? atom.slice(1) : atom;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.offset = pattern.lastIndex;
    return found;
  }
}
