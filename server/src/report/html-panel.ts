import { escapeHtml } from './html-embed';

export interface HtmlPanelParts {
  /** Address of the built `webview.js`, as the webview may load it. */
  readonly bundleUri: string;
  /** Address of the built `elk-worker.min.js`; the bundle fetches it and makes a worker of the text. */
  readonly elkWorkerUri: string;
  readonly cspSource: string;
  /** Fresh random text for this page, at least 128 bits. */
  readonly nonce: string;
}

/** Attribute of the body that tells the bundle where the worker's text is. */
export const ELK_WORKER_ATTRIBUTE = 'data-elk-worker';

/** The page of a VS Code panel. Styles come with the bundle as constructed sheets, so no style source is allowed. */
export function htmlPanel({ bundleUri, elkWorkerUri, cspSource, nonce }: HtmlPanelParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `connect-src ${cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>ftm</title>
</head>
<body ${ELK_WORKER_ATTRIBUTE}="${escapeHtml(elkWorkerUri)}">
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(bundleUri)}"></script>
</body>
</html>
`;
}
