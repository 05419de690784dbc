import { SourceText } from '../../language/source-text';
import { EdnError, readEdn, type EdnForm, type EdnValue } from './edn-text';

/** One entry of a recorded history, in Jepsen's terms: an operation begins (`invoke`), or it ends. */
export interface HistoryEvent {
  readonly process: string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly operation: string;
  readonly key: EdnValue;
  readonly value: EdnValue;
  /** Nanoseconds; undefined where the recording has no times. */
  readonly time: number | undefined;
  /** Line of the file, from zero. */
  readonly line: number;
}

/** A history file that cannot be used, and where. */
export interface HistoryProblem {
  readonly line: number;
  readonly message: string;
}

export type ReadHistory =
  | { readonly ok: true; readonly events: readonly HistoryEvent[] }
  | { readonly ok: false; readonly problem: HistoryProblem };

const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

/** Reads a history from JSON (an array, or an object a line) or from EDN (`history.edn` of Jepsen and Maelstrom). */
export function readHistory(text: string): ReadHistory {
  const source = new SourceText('history', text);
  const lineAt = (offset: number): number => source.positionAt(offset).line;
  try {
    const forms = text.trimStart().startsWith('{"') || /^\s*\[\s*\{\s*"/.test(text) ? readJson(text) : readEdn(text);
    const entries = forms.flatMap(flattened);
    const events: HistoryEvent[] = [];
    for (const { value, offset } of entries) {
      const event = eventOf(value, lineAt(offset));
      if (typeof event === 'string') return { ok: false, problem: { line: lineAt(offset), message: event } };
      if (event !== undefined) events.push(event);
    }
    return { ok: true, events };
  } catch (error) {
    const offset = error instanceof EdnError ? error.offset : 0;
    return { ok: false, problem: { line: lineAt(offset), message: error instanceof Error ? error.message : '' } };
  }
}

/** A file may be one list of entries, or the entries one after another. */
function flattened({ value, offset }: EdnForm): readonly EdnForm[] {
  return Array.isArray(value) ? value.map((item: EdnValue) => ({ value: item, offset })) : [{ value, offset }];
}

function readJson(text: string): readonly EdnForm[] {
  if (text.trimStart().startsWith('[')) return [{ value: JSON.parse(text) as EdnValue, offset: 0 }];
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    if (line.trim() === '') return [];
    try {
      return { value: JSON.parse(line) as EdnValue, offset: start };
    } catch {
      throw new EdnError('this line is not JSON', start);
    }
  });
}

/** An entry as an event, what is wrong with it, or undefined for entries that no client made (Jepsen's nemesis). */
function eventOf(value: EdnValue, line: number): HistoryEvent | string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'an entry is not a map';
  const entry = value as { readonly [key: string]: EdnValue | undefined };
  const { process, f, time } = entry;
  const type = TYPES.find((known) => known === entry['type']);
  if (process === 'nemesis') return undefined;
  if (type === undefined) return `an entry has no type (${TYPES.join(', ')})`;
  if (typeof f !== 'string') return 'an entry does not say which operation it is (f)';
  if (process === undefined || process === null) return 'an entry does not say which process it is of';
  return {
    process: String(process),
    type,
    operation: f,
    key: entry['key'] ?? null,
    value: entry['value'] ?? null,
    time: typeof time === 'number' ? time : undefined,
    line,
  };
}
