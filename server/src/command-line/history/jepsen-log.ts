import { EdnError, readEdn, type EdnForm, type EdnValue } from './edn-text';

/** A line of a log: a level, perhaps after a date and a time. */
const LOG_LINE = /^(?:\d{4}-\d\d-\d\d[T ]\S+\s+)?(?:TRACE|DEBUG|INFO|WARN|ERROR)\b/;
/** A line of `history.txt`, which is the same without a logger. */
const BARE_LINE = /^:?[\w-]+\s+:(?:invoke|ok|fail|info)\s/;
/** What `jepsen.util` logs is an operation: process, type, function, value and perhaps an error, with tabs between. */
const OPERATION_LINE = /\bjepsen\.util(?::| -)\s+(.*)$/;
const LEAST_FIELDS = 3;
const MOST_FIELDS = 5;

/** Jepsen prints each operation into its log too; old recordings have survived as that alone. */
export function isJepsenLog(text: string): boolean {
  const start = text.trimStart();
  return LOG_LINE.test(start) || BARE_LINE.test(start);
}

/** The operations of a log, as the maps that the same history has in EDN; lines of other loggers are passed over. */
export function* readJepsenLog(text: string): Generator<EdnForm> {
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end).trim();
    const fields = BARE_LINE.test(line) ? line : OPERATION_LINE.exec(line)?.[1];
    if (fields !== undefined) yield { offset: start, value: operation(fields, start) };
    else if (line !== '' && !LOG_LINE.test(line)) throw new EdnError('this line is not of a log', start);
    start = end + 1;
  }
}

function operation(text: string, offset: number): EdnValue {
  let fields: readonly EdnValue[];
  try {
    fields = [...readEdn(`(${text})`)].map(({ value }) => value);
  } catch (error) {
    throw new EdnError(error instanceof Error ? error.message : '', offset);
  }
  if (fields.length < LEAST_FIELDS || fields.length > MOST_FIELDS)
    throw new EdnError('an operation has a process, a type, a function and a value', offset);
  const [process, type, f, value, error] = fields;
  return {
    ...(process === undefined ? {} : { process }),
    ...(type === undefined ? {} : { type }),
    ...(f === undefined ? {} : { f }),
    ...(value === undefined ? {} : { value }),
    ...(error === undefined ? {} : { error }),
  };
}
