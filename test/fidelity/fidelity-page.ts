import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

/** `docs/fidelity.md`: prose with one part for each test file here, between comments that name the file. */
const PAGE = path.join(__dirname, '../../docs/fidelity.md');

export const isUpdate = process.env['UPDATE_DOCS'] !== undefined;

/** Test files whose parts the page has, in its order. */
export function partsOfPage(): string[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(/<!-- part: (.*?) -->/g)].map((match) => match[1] ?? '');
}

/** The page as it is, and as it would be with this part. With `isUpdate` it is first written so. */
export async function pageWith(file: string, part: string): Promise<{ actual: string; expected: string }> {
  const page = readFileSync(PAGE, 'utf8');
  const start = `<!-- part: ${file} -->`;
  const end = '<!-- end -->';
  const from = page.indexOf(start) + start.length;
  if (from < start.length) throw new Error(`docs/fidelity.md has no ${start} ... ${end}`);
  const wanted = `${page.slice(0, from)}\n\n${part}\n\n${page.slice(page.indexOf(end, from))}`;
  const expected = await format(wanted, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
  if (isUpdate) writeFileSync(PAGE, expected);
  return { actual: readFileSync(PAGE, 'utf8'), expected };
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
