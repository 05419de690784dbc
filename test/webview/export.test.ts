import assert from 'node:assert/strict';
import type { ComparisonReport } from '../../server/src/report/campaign-report';
import { receiveHostMessage } from '../../server/src/report/webview-messages';
import type { ChromiumPage } from '../support/chromium-page';
import { isKind, openPanel, openRun, texts } from './panel';
import { sampleReport } from './sample-report';

describe('what is taken out of the picture', function () {
  this.timeout(120_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openRun();
    await panel.page.waitForSelector('[data-layout="final"]');
  });
  after(async () => {
    await panel.close();
  });

  const saved = async (title: string): Promise<{ name: string; content: string; encoding: string }> => {
    panel.posted.length = 0;
    await panel.page.keyboard.press('s');
    await panel.page.locator('dialog.export').getByRole('button', { name: title, exact: true }).click();
    const { name, content, encoding } = await panel.waitForPosted('save', isKind('save'));
    return { name, content, encoding };
  };

  it('is a drawing with the names of nodes, clients and faults in it', async () => {
    const { name, content } = await saved('SVG');
    assert.equal(name, 'ZoneSplit.svg');
    assert.match(content, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    for (const text of ['n1', 'web', 'availability', 'Orders through a leader crash']) {
      assert.ok(content.includes(`>${text}`), text);
    }
    const problem = await panel.page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return parsed.querySelector('parsererror')?.textContent ?? '';
    }, content);
    assert.equal(problem, '');
    const missing = [...content.matchAll(/url\(#([\w-]+)\)/g)].filter(
      ([, id]) => !content.includes(`id="${String(id)}"`),
    );
    assert.deepEqual(missing, []);
  });

  it('is an image', async () => {
    const { content, encoding } = await saved('PNG');
    assert.equal(encoding, 'base64');
    const bytes = Buffer.from(content, 'base64');
    assert.deepEqual([...bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
    assert.ok(bytes.readUInt32BE(16) > 1500, 'twice as wide as the page is');
  });

  it('is a page that carries the run', async () => {
    const { content } = await saved('HTML');
    assert.match(content, /^<!DOCTYPE html>/);
    const json = /id="ftm-report">(.*?)<\/script>/.exec(content)?.[1] ?? '';
    assert.deepEqual(JSON.parse(json).operations, sampleReport().operations);
    assert.ok(content.length > 1_000_000, 'with the program and the layout worker');
  });

  it('is data that can be shown again, tables, and a trace', async () => {
    const { content } = await saved('JSON');
    assert.equal(receiveHostMessage({ kind: 'report', report: JSON.parse(content) }).ok, true);
    assert.match((await saved('CSV: operations')).content, /^from,to,client,session,outcome,operation\r\n/);
    assert.ok(JSON.parse((await saved('Perfetto trace')).content).traceEvents.length > 1000);
  });

  it('is a link to the moment under the cursor', async () => {
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('f');
    await panel.page.waitForFunction(() => document.querySelector('.timeline-corner')?.textContent?.startsWith('8.0'));
    await panel.page.keyboard.press('c');
    const { file, scenario, seed, at } = await panel.waitForPosted('copyLink', isKind('copyLink'));
    assert.deepEqual(
      { file, scenario, seed, at },
      { file: sampleReport().file, scenario: 'ZoneSplit', seed: 7, at: 8e9 },
    );
  });

  it('is why an operation failed, step by step', async () => {
    await panel.page.keyboard.press('/');
    await panel.page.keyboard.press('Escape');
    await panel.page.locator('#tab-tables').click();
    await panel.page.getByLabel('Table', { exact: true }).selectOption('operations');
    const failed = sampleReport().paths[0]?.operation ?? -1;
    await panel.page.locator('.tables .virtual-list').evaluate((list, row) => (list.scrollTop = row * 24), failed);
    await panel.page.locator(`.tables [data-index="${String(failed)}"]`).click();
    await panel.page.waitForSelector('.steps');
    assert.ok((await texts(panel, '.steps .link')).includes('n2 refuses: no leader'));
    await panel.page.keyboard.press('z');
    await panel.screenshot('why-an-operation-failed');
    assert.deepEqual(panel.errors, []);
  });
});

/** Two policies over four seeds: the slow one holds, the fast one fails in one run. */
export function sampleComparison(): ComparisonReport {
  const cell = (
    policy: string,
    availability: number[],
    p99: number[],
    met: number,
  ): ComparisonReport['cells'][number] => ({
    values: [policy],
    facts: [{ name: 'consistency', value: met === 2 ? 'linearizable' : 'eventual' }],
    ...{ met, expectations: 2 },
    campaign: {
      seeds: [1, 2, 3, 4],
      decisions: ['pass', 'pass', met === 2 ? 'pass' : 'fail', 'pass'],
      measures: [
        {
          name: 'availability',
          unit: 'share',
          worse: 'less',
          text: `${String(availability[0])}`,
          values: availability,
        },
        { name: 'latency p99', unit: 's', worse: 'more', text: `${String(p99[0])} s`, values: p99 },
      ],
    },
  });
  return {
    ...{ version: 1, file: 'file:///models/orders.ftm', name: 'Tradeoffs', title: 'Tradeoffs: 2 cells, 4 runs each' },
    ...{ factors: ['orders.policy'], note: '' },
    cells: [
      cell('Raft', [0.96, 0.95, 0.97, 0.96], [0.05, 0.06, 0.05, 0.07], 2),
      cell('Loose', [1, 0.999, 0.91, 1], [0.004, 0.005, 0.004, 0.006], 1),
    ],
  };
}

describe('an experiment', function () {
  this.timeout(120_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openPanel();
    await panel.waitForPosted('ready', isKind('ready'));
    await panel.send({ kind: 'comparison', comparison: sampleComparison() });
    await panel.page.waitForSelector('.scatter-point');
  });
  after(async () => {
    await panel.close();
  });

  it('is a table with a row a cell, and a point a cell', async () => {
    assert.deepEqual(await texts(panel, '.comparison-table tbody th'), ['Raft', 'Loose']);
    assert.equal(await panel.page.locator('.scatter-point').count(), 2);
    assert.match((await texts(panel, '.header h1')).join(''), /Tradeoffs/);
    await panel.screenshot('experiment');
  });

  it('leads from a point to the worst run of its cell', async () => {
    await panel.page.locator('.scatter-point').nth(1).click();
    const { cell, seed } = await panel.waitForPosted('openRun', isKind('openRun'));
    assert.deepEqual({ cell, seed }, { cell: 1, seed: 3 });
  });

  it('leads from a bar to the worst run in it, by keyboard too', async () => {
    panel.posted.length = 0;
    const bar = panel.page.locator('.comparison-table tbody tr').nth(0).locator('[data-seed="4"]');
    await bar.focus();
    await panel.page.keyboard.press('Enter');
    const { cell, seed } = await panel.waitForPosted('openRun', isKind('openRun'));
    assert.deepEqual({ cell, seed }, { cell: 0, seed: 4 });
  });

  it('can be looked at along other axes', async () => {
    await panel.page.getByLabel('Up', { exact: true }).selectOption('latency p99');
    await panel.page.waitForSelector('.scatter[aria-label="latency p99 against latency p99"]');
    assert.deepEqual(panel.errors, []);
  });
});

describe('many seeds of a scenario', function () {
  this.timeout(120_000);

  it('are distributions whose bars open the worst run', async () => {
    const campaign = sampleComparison().cells[1]?.campaign;
    assert.ok(campaign !== undefined);
    const panel = await openRun({ ...sampleReport(), campaign });
    try {
      await panel.page.locator('#tab-seeds').click();
      assert.match((await texts(panel, '.campaign-summary')).join(''), /1 of 4 seeds fail/);
      await panel.page.locator('.campaign [data-seed="3"]').first().click();
      assert.equal((await panel.waitForPosted('openRun', isKind('openRun'))).seed, 3);
      await panel.screenshot('seeds');
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});
