import type { ExperimentResult } from './experiment-result';
import { tableOf } from './experiment-table';
import { escapeHtml } from './html-embed';

/** A page without scripts, for any browser. */
export function experimentPage(results: readonly ExperimentResult[]): string {
  const sections = results.map((result) => {
    const { title, headings, rows, note } = tableOf(result);
    const cells = (tag: 'td' | 'th', row: readonly string[]): string =>
      `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
    return `<table>\n<caption>${escapeHtml(title)}</caption>\n<thead>${cells('th', headings)}</thead>\n<tbody>\n${rows.map((row) => cells('td', row)).join('\n')}\n</tbody>\n</table>${note === '' ? '' : `\n<p>${escapeHtml(note)}</p>`}`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(results.map(({ experiment }) => experiment.name).join(', '))}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; }
table { border-collapse: collapse; margin-bottom: 2rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.5rem; }
th, td { text-align: left; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid #8884; }
</style>
</head>
<body>
${sections.join('\n')}
</body>
</html>
`;
}
