import { toNanos, type Nanos } from '../model';
import type { TextRange } from '../source-text';
import { units } from '../units';
import type { ReadContext } from './read-context';

/** Lines of a data file that are quoted when they are wrong; a file full of them is most likely another file. */
const MAX_QUOTED_LINES = 5;

/** Values beyond this are not read: the distribution would not change and the model would be posted around for long. */
export const MAX_EMPIRICAL_VALUES = 100_000;

const line = /^\s*(\d+(?:\.\d+)?)\s*([a-zµ]+)\s*[,;]?\s*$/;

/** Loads measured durations, one with its unit a line; blank lines and lines that begin with `#` are passed over. */
export function readEmpirical(path: string, range: TextRange, context: ReadContext): readonly Nanos[] | undefined {
  const loaded = context.loadData(path);
  switch (loaded.kind) {
    case 'missing':
      context.report('FTM257', range, `there is no file '${path}' here: ${loaded.reason}`);
      return undefined;
    case 'unreadable':
    case 'too-large':
      context.report('FTM258', range, `the file '${path}' cannot be read: ${loaded.reason}`);
      return undefined;
    case 'text':
      return readLines(path, loaded.uri, loaded.text, range, context);
  }
}

function readLines(
  path: string,
  uri: string,
  text: string,
  range: TextRange,
  context: ReadContext,
): readonly Nanos[] | undefined {
  const values: Nanos[] = [];
  const wrong: { readonly number: number; readonly text: string; readonly range: TextRange }[] = [];
  let start = 0;
  for (const [index, content] of text.split('\n').entries()) {
    const end = start + content.length;
    const trimmed = content.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      const ns = durationOf(content);
      if (ns === undefined) wrong.push({ number: index + 1, text: trimmed, range: { start, end } });
      else if (values.length < MAX_EMPIRICAL_VALUES) values.push(ns);
    }
    start = end + 1;
  }
  const first = wrong[0];
  if (first !== undefined) {
    const more = wrong.length > 1 ? `, and ${String(wrong.length - 1)} more lines like it` : '';
    const message = `line ${String(first.number)} of '${path}' is no duration with its unit: '${first.text.slice(0, 40)}'${more}`;
    const related = wrong.slice(0, MAX_QUOTED_LINES).map((each) => ({
      uri,
      range: each.range,
      message: `'${each.text.slice(0, 40)}' is no duration such as 1.5ms`,
    }));
    context.report('FTM259', range, message, { related });
    return undefined;
  }
  if (values.length === 0) {
    context.report('FTM259', range, `the file '${path}' holds no values; write one duration with its unit a line`);
    return undefined;
  }
  return values.sort((a, b) => a - b);
}

function durationOf(content: string): Nanos | undefined {
  const match = line.exec(content);
  if (match === null) return undefined;
  const unit = units.get(match[2] ?? '');
  return unit?.dimension === 'duration' ? toNanos(Number(match[1]) * unit.scale) : undefined;
}
