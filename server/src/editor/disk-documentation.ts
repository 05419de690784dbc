import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Documentation } from './documentation';

/** The pages in a folder. A link names the line of the heading, which editors go to; they know no headings of Markdown. */
export function diskDocumentation(folder: string): Documentation {
  const pages = new Map<string, readonly string[] | undefined>();
  return (page, heading) => {
    const file = path.join(folder, page);
    if (!pages.has(page)) pages.set(page, linesOf(file));
    const lines = pages.get(page);
    if (lines === undefined) return undefined;
    const { href } = pathToFileURL(file);
    const line = heading === undefined ? -1 : lines.findIndex((text) => isHeading(text, heading));
    return line < 0 ? href : `${href}#L${String(line + 1)}`;
  };
}

function linesOf(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function isHeading(line: string, heading: string): boolean {
  return /^#+ (.*)$/.exec(line)?.[1] === heading;
}
