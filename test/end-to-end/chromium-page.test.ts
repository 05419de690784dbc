import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ChromiumPage } from '../support/chromium-page.js';
import { until } from '../support/poll.js';

const HTML = `<!doctype html>
<html>
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${'https://webview.test'}" />
  </head>
  <body><h1>Nothing yet</h1><script src="page.js"></script></body>
</html>`;

const SCRIPT = `
const host = acquireVsCodeApi();
const heading = document.querySelector('h1');
heading.textContent = host.getState()?.title ?? heading.textContent;
addEventListener('message', ({ data }) => {
  heading.textContent = data.title;
  host.setState(data);
  host.postMessage({ kind: 'shown', title: data.title });
});
host.postMessage({ kind: 'ready', theme: document.body.className });
`;

interface Shown {
  readonly kind: 'shown';
  readonly title: string;
}

function isShown(message: unknown): message is Shown {
  return (message as { kind?: unknown }).kind === 'shown';
}

describe('the page that stands in for a webview', () => {
  let root: string;
  let opened: ChromiumPage;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ftm-page-'));
    writeFileSync(path.join(root, 'page.js'), SCRIPT);
    opened = await ChromiumPage.open({ root, html: HTML });
  });

  after(async () => {
    await opened?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('gives the first script a host and a theme', async () => {
    await until('the page to say that it is ready', () => opened.posted.length > 0);
    assert.deepEqual(opened.posted, [{ kind: 'ready', theme: 'vscode-dark' }]);
    assert.deepEqual([opened.errors, opened.refusedRequests], [[], []]);
  });

  it('carries messages both ways and keeps the state over a reload', async () => {
    await opened.send({ title: 'A run' });
    assert.equal((await opened.waitForPosted('what it shows', isShown)).title, 'A run');
    await opened.reload();
    assert.equal(await opened.page.locator('h1').innerText(), 'A run');
  });

  it('changes the theme', async () => {
    await opened.setTheme('Default Light Modern');
    const colour = await opened.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.equal(colour, 'rgb(255, 255, 255)');
    await opened.screenshot('chromium-page');
  });
});
