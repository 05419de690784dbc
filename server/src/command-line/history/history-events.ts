import { SourceText } from '../../language/source-text';
import { EdnError, readEdn, type EdnForm, type EdnValue } from './edn-text';
import { isJepsenLog, readJepsenLog } from './jepsen-log';
import { isJson, readJson } from './json-text';

/** One entry of a recorded history, in Jepsen's terms: an operation begins (`invoke`), or it ends. */
export interface HistoryEvent {
  readonly process: string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly operation: string;
  readonly key: EdnValue;
  readonly value: EdnValue;
  /** A cas that failed for it found another value than it expected, and for no other reason. */
  readonly isMismatch: boolean;
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

/** Reasons of a failed cas that say what the register did not hold, as Jepsen's clients name them. */
const MISMATCHES: ReadonlySet<EdnValue | undefined> = new Set([
  'mismatch',
  'cas-mismatch',
  'did-not-match',
  'did-not-succeed',
  'compare-failed',
  'precondition-failed',
]);

/** Reads a history: JSON (an array, or an object a line), EDN (`history.edn` of Jepsen), or a log of Jepsen's. */
export function readHistory(text: string): ReadHistory {
  const source = new SourceText('history', text);
  const lineAt = (offset: number): number => source.positionAt(offset).line;
  const isLog = isJepsenLog(text);
  const events: HistoryEvent[] = [];
  try {
    const entries: Iterable<EdnForm> = isLog ? readJepsenLog(text) : isJson(text) ? readJson(text) : readEdn(text);
    for (const { value, offset } of entries) {
      const event = eventOf(value, lineAt(offset), isLog);
      if (typeof event === 'string') return { ok: false, problem: { line: lineAt(offset), message: event } };
      if (event !== undefined) events.push(event);
    }
    return { ok: true, events };
  } catch (error) {
    if (!(error instanceof EdnError)) throw error;
    return { ok: false, problem: { line: lineAt(error.offset), message: error.message } };
  }
}

/** An entry as an event, what is wrong with it, or undefined for entries that no client made (Jepsen's nemesis). */
function eventOf(value: EdnValue, line: number, isLog: boolean): HistoryEvent | string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'an entry is not a map';
  const entry = value as { readonly [key: string]: EdnValue | undefined };
  const { process, f, time, error } = entry;
  const type = TYPES.find((known) => known === entry['type']);
  if (process === 'nemesis') return undefined;
  if (type === undefined) return `an entry has no type (${TYPES.join(', ')})`;
  if (typeof f !== 'string') return 'an entry does not say which operation it is (f)';
  if (process === undefined || process === null) return 'an entry does not say which process it is of';
  const reason: EdnValue | undefined = Array.isArray(error) ? (error as readonly EdnValue[])[0] : error;
  // The logs put the reason in the place of the value, where there is one; a cas that shows its values was refused.
  const isRefused = isLog ? error === undefined && Array.isArray(entry['value']) : MISMATCHES.has(reason);
  return {
    process: typeof process === 'object' ? JSON.stringify(process) : String(process),
    type,
    operation: f,
    key: entry['key'] ?? null,
    value: entry['value'] ?? null,
    isMismatch: type === 'fail' && f === 'cas' && isRefused,
    time: typeof time === 'number' ? time : undefined,
    line,
  };
}
