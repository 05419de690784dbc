import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ComparisonReport } from '../report/campaign-report';
import { htmlComparison, htmlReport } from '../report/html-report';
import type { RunReport } from '../report';
import { unusable } from './input-problem';
import type { OutputFile } from './write-files';

/**
 * A self-contained page for each run. The first goes to `path`; those of further scenarios stand beside it, named after
 * them: `report.html`, `report-LeaderCrash.html`.
 */
export function htmlFiles(path: string, reports: readonly RunReport[], bundles: string): readonly OutputFile[] {
  const bundle = readBundle(bundles, 'webview.js', path);
  const elkWorker = readBundle(bundles, 'elk-worker.min.js', path);
  return reports.map((report, index) => ({
    path: pathOf(path, index, report.scenario),
    text: htmlReport({ report, bundle, elkWorker }),
  }));
}

/** The same for experiments: a trade-off and a table of all cells. */
export function comparisonFiles(
  path: string,
  comparisons: readonly ComparisonReport[],
  bundles: string,
): readonly OutputFile[] {
  const bundle = readBundle(bundles, 'webview.js', path);
  return comparisons.map((comparison, index) => ({
    path: pathOf(path, index, comparison.name),
    text: htmlComparison(comparison, bundle),
  }));
}

function pathOf(path: string, index: number, name: string): string {
  const extension = extname(path);
  return index === 0 ? path : join(dirname(path), `${basename(path, extension)}-${name}${extension}`);
}

function readBundle(bundles: string, name: string, path: string): string {
  try {
    return readFileSync(join(bundles, name), 'utf8');
  } catch {
    throw unusable('not-available', path, `the page cannot be made: ${name} is missing from this installation`);
  }
}
