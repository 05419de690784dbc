import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.js';
import { htmlComparison, htmlReport } from '../../server/src/report/html-report';
import { takeScreenshot } from '../support/screenshot';
import { slowDown } from '../support/slow-page';
import { buildOnce, BUILT } from './panel';
import { sampleComparison } from './sample-comparison';
import { sampleReport } from './sample-report';

describe('saved report', function () {
  this.timeout(60_000);
  const file = path.join(BUILT, 'report.html');
  let browser: Browser;

  before(async () => {
    await buildOnce();
    mkdirSync(path.dirname(file), { recursive: true });
    const report = { ...sampleReport(), title: 'Orders </script><script>alert(1)</script> & more' };
    const bundle = readFileSync(path.join(BUILT, 'webview.js'), 'utf8');
    const elkWorker = readFileSync(path.join(BUILT, 'elk-worker.min.js'), 'utf8');
    writeFileSync(file, htmlReport({ report, bundle, elkWorker }));
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`opens from disk without a network, ${colorScheme}`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1400, height: 950 } });
      await slowDown(page);
      const asked: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : 0));
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector('.topology-surface[data-layout="final"][aria-busy="false"]');
      assert.equal(await page.locator('h1').textContent(), 'Orders </script><script>alert(1)</script> & more');
      assert.equal(await page.locator('.topology-notice').textContent(), '', 'ELK laid it out');
      assert.equal(await page.getByText('Run again').count(), 0, 'nobody could run it again');
      assert.equal(await page.locator('.expectation .source').first().textContent(), 'orders.ftm:31');
      assert.deepEqual(errors, []);
      assert.deepEqual(
        asked.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:')),
        [],
      );
      await takeScreenshot(page, `report-${colorScheme}`);
      await page.close();
    });
  }

  it('of an experiment shows trade-off and table, and promises no run that nobody can make', async () => {
    const bundle = readFileSync(path.join(BUILT, 'webview.js'), 'utf8');
    const experiment = path.join(BUILT, 'experiment.html');
    writeFileSync(experiment, htmlComparison(sampleComparison(), bundle));
    const page = await browser.newPage({ viewport: { width: 1400, height: 950 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(pathToFileURL(experiment).href);
    await page.waitForSelector('.scatter-point');
    assert.deepEqual(await page.locator('.comparison-table tbody th').allTextContents(), ['Raft', 'Loose']);
    assert.equal(await page.locator('.comparison [role="button"]').count(), 0);
    assert.equal(await page.title(), 'Tradeoffs');
    assert.deepEqual(errors, []);
    await page.close();
  });
});
