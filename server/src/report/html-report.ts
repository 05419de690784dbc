import { escapeHtml, jsonForScript, programForScript } from './html-embed';
import type { RunReport } from './run-report';

export interface HtmlReportParts {
  readonly report: RunReport;
  /** Text of the built `webview.js`. */
  readonly bundle: string;
  /** Text of the built `elk-worker.min.js`. */
  readonly elkWorker: string;
}

/** Ids of the elements that the bundle looks for. */
export const REPORT_ELEMENT_ID = 'ftm-report';
export const ELK_WORKER_ELEMENT_ID = 'ftm-elk-worker';

/**
 * One file that shows a run in any browser, from disk and without a network. The policy allows what stands inside the
 * file, the layout worker that is made of it, and nothing else.
 */
export function htmlReport({ report, bundle, elkWorker }: HtmlReportParts): string {
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; worker-src blob:";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${report.decision}: ${report.title}`)}</title>
</head>
<body>
<noscript><h1>${escapeHtml(report.title)}: ${report.decision}</h1><p>${escapeHtml(report.summary)}</p></noscript>
<script type="application/json" id="${REPORT_ELEMENT_ID}">${jsonForScript(JSON.stringify(report))}</script>
<script type="application/json" id="${ELK_WORKER_ELEMENT_ID}">${jsonForScript(JSON.stringify(elkWorker))}</script>
<script>${programForScript(bundle)}</script>
</body>
</html>
`;
}
