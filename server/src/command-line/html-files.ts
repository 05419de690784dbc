import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { htmlReport } from '../report/html-report';
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
  const extension = extname(path);
  const stem = basename(path, extension);
  return reports.map((report, index) => ({
    path: index === 0 ? path : join(dirname(path), `${stem}-${report.scenario}${extension}`),
    text: htmlReport({ report, bundle, elkWorker }),
  }));
}

function readBundle(bundles: string, name: string, path: string): string {
  try {
    return readFileSync(join(bundles, name), 'utf8');
  } catch {
    throw unusable('not-available', path, `the page cannot be made: ${name} is missing from this installation`);
  }
}
