import * as path from 'node:path';
import { buildWebview } from '../../esbuild.webview.js';
import { htmlPanel } from '../../server/src/report/html-panel';
import type { RunReport } from '../../server/src/report/run-report';
import { receiveViewMessage, type ViewMessage } from '../../server/src/report/webview-messages';
import { ChromiumPage, type PageOptions } from '../support/chromium-page';
import { sampleReport } from './sample-report';

/** Each process that tests has its own, so that none reads what another is about to write. */
export const BUILT = path.resolve('out', `webview-test-${process.env['MOCHA_WORKER_ID'] ?? 'alone'}`);

let built: Promise<void> | null = null;

/** Builds what is shipped, once for all tests. */
export async function buildOnce(): Promise<void> {
  built ??= buildWebview({ minify: true, outdir: BUILT });
  await built;
}

/** The panel's page as VS Code would load it, with its strict policy. */
export async function openPanel(options: Partial<PageOptions> = {}): Promise<ChromiumPage> {
  await buildOnce();
  const html = htmlPanel({
    bundleUri: '/webview.js',
    elkWorkerUri: '/elk-worker.min.js',
    cspSource: 'https://webview.test',
    nonce: 'dGVzdC1ub25jZS0xMjM0NQ',
  });
  return ChromiumPage.open({ root: BUILT, html, viewport: { width: 1400, height: 950 }, ...options });
}

/** A panel that shows a run, and rests. */
export async function openRun(
  report: RunReport = sampleReport(),
  options: Partial<PageOptions> = {},
): Promise<ChromiumPage> {
  const panel = await openPanel(options);
  await panel.waitForPosted('ready', isKind('ready'));
  await panel.send({ kind: 'report', report });
  await panel.page.waitForSelector('.topology-surface[data-layout="final"]', { state: 'attached' });
  await panel.drawn();
  return panel;
}

export function isKind<K extends ViewMessage['kind']>(kind: K) {
  return (message: unknown): message is Extract<ViewMessage, { kind: K }> => {
    const received = receiveViewMessage(message);
    return received.ok && received.message.kind === kind;
  };
}

export async function texts(panel: ChromiumPage, selector: string): Promise<string[]> {
  return panel.page.locator(selector).allTextContents();
}

/** The time under the cursor as the timeline writes it. */
export async function cursorText(panel: ChromiumPage): Promise<string> {
  return (await panel.page.locator('.timeline-corner').textContent()) ?? '';
}
