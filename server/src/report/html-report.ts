import type { ComparisonReport } from './campaign-report';
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
export const COMPARISON_ELEMENT_ID = 'ftm-comparison';
export const ELK_WORKER_ELEMENT_ID = 'ftm-elk-worker';

/** One file that shows a run in any browser, from disk and without a network. */
export function htmlReport({ report, bundle, elkWorker }: HtmlReportParts): string {
  return page({
    title: `${report.decision}: ${report.title}`,
    heading: `${report.title}: ${report.decision}`,
    summary: report.summary,
    data: [
      { id: REPORT_ELEMENT_ID, value: report },
      { id: ELK_WORKER_ELEMENT_ID, value: elkWorker },
    ],
    bundle,
  });
}

/** The same for an experiment. */
export function htmlComparison(comparison: ComparisonReport, bundle: string): string {
  const { name, title } = comparison;
  const data = [{ id: COMPARISON_ELEMENT_ID, value: comparison }];
  return page({ title: name, heading: name, summary: title, data, bundle });
}

interface PageParts {
  readonly title: string;
  /** Read where no script runs. */
  readonly heading: string;
  readonly summary: string;
  readonly data: readonly { readonly id: string; readonly value: unknown }[];
  readonly bundle: string;
}

/** The policy allows what stands inside the file, the layout worker that is made of it, and nothing else. */
function page({ title, heading, summary, data, bundle }: PageParts): string {
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; worker-src blob:";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body>
<noscript><h1>${escapeHtml(heading)}</h1><p>${escapeHtml(summary)}</p></noscript>
${data.map(({ id, value }) => `<script type="application/json" id="${id}">${jsonForScript(JSON.stringify(value))}</script>`).join('\n')}
<script>${programForScript(bundle)}</script>
</body>
</html>
`;
}
