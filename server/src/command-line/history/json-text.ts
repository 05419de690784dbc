import { EdnError, type EdnForm, type EdnValue } from './edn-text';

export function isJson(text: string): boolean {
  return /^\s*(?:\[\s*)?\{\s*"/.test(text);
}

/** The entries of a JSON array, or of a file with one JSON value a line. */
export function* readJson(text: string): Generator<EdnForm> {
  if (text.trimStart().startsWith('[')) yield* arrayItems(text);
  else yield* lines(text);
}

function* lines(text: string): Generator<EdnForm> {
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end).trim();
    if (line !== '') yield { offset: start, value: parsed(line, start, 'this line is not JSON') };
    start = end + 1;
  }
}

/** Items are told apart by their brackets, so that each has a place in the file. */
function* arrayItems(text: string): Generator<EdnForm> {
  const interesting = /["[\]{},]/g;
  let depth = 0;
  let start = -1;
  for (let found = interesting.exec(text); found !== null; found = interesting.exec(text)) {
    const at = found.index;
    const mark = found[0];
    if (mark === '"') {
      interesting.lastIndex = endOfString(text, at);
      continue;
    }
    if (mark === '[' || mark === '{') depth++;
    const isEnd = (mark === ']' || mark === '}') && --depth === 0;
    if (start >= 0 && (isEnd || (mark === ',' && depth === 1))) {
      const item = text.slice(start, at);
      const begin = start + item.length - item.trimStart().length;
      if (item.trim() !== '') yield { offset: begin, value: parsed(item, begin, 'this entry is not JSON') };
    }
    if (isEnd) {
      if (text.slice(at + 1).trim() !== '') throw new EdnError('something follows the list of entries', at + 1);
      return;
    }
    if (depth === 1 && (mark === '[' || mark === ',')) start = at + 1;
  }
  throw new EdnError('a bracket is not closed', 0);
}

function endOfString(text: string, start: number): number {
  const end = /[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
  end.lastIndex = start + 1;
  if (end.exec(text) === null) throw new EdnError('a string is not closed', start);
  return end.lastIndex;
}

function parsed(text: string, offset: number, problem: string): EdnValue {
  try {
    return JSON.parse(text) as EdnValue;
  } catch {
    throw new EdnError(problem, offset);
  }
}
