import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { violations } from './axe-violations';
import { isKind, openPanel, openRun, texts } from './panel';
import { sampleComparison } from './sample-comparison';
import { sampleReport } from './sample-report';

describe('an experiment', function () {
  this.timeout(120_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openPanel();
    await panel.waitForPosted('ready', isKind('ready'));
    await panel.send({ kind: 'comparison', comparison: sampleComparison() });
    await panel.page.waitForSelector('.scatter-point');
    await panel.drawn();
  });
  after(async () => {
    await panel.close();
  });

  it('is a table with a row a cell, and a point a cell', async () => {
    assert.deepEqual(await texts(panel, '.comparison-table tbody th'), ['Raft', 'Loose']);
    assert.equal(await panel.page.locator('.scatter-point').count(), 2);
    const shapes = (selector: string): Promise<readonly (string | null)[]> =>
      panel.page.locator(selector).evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
    assert.deepEqual(await shapes('.comparison-table tbody th .cell-sign path'), await shapes('.scatter-point path'));
    assert.match((await texts(panel, '.header h1')).join(''), /Tradeoffs/);
    await panel.screenshot('experiment');
  });

  it('has its table beside the scatter where there is room, and below it elsewhere', async () => {
    const tops = async (width: number): Promise<readonly [number, number]> => {
      await panel.page.setViewportSize({ width, height: 900 });
      await panel.drawn();
      const top = async (selector: string): Promise<number> =>
        (await panel.page.locator(selector).boundingBox())?.y ?? NaN;
      return [await top('.trade-off'), await top('.comparison-table')];
    };
    const [scatterBelow, tableBelow] = await tops(640);
    assert.ok(tableBelow > scatterBelow + 200, `${String(tableBelow)} is below ${String(scatterBelow)}`);
    const [scatterBeside, tableBeside] = await tops(1400);
    assert.ok(Math.abs(tableBeside - scatterBeside) < 60, `${String(tableBeside)} is beside ${String(scatterBeside)}`);
  });

  it('has no text of the scatter on another, wherever the points lie', async () => {
    const comparison = sampleComparison();
    const [cell] = comparison.cells;
    assert.ok(cell !== undefined);
    // Six choices that are all as good as can be, and two that are as bad: their points lie on each other.
    const cells = Array.from({ length: 8 }, (_, number) => ({
      ...cell,
      values: [`Choice ${String(number)}`],
      campaign: {
        ...cell.campaign,
        measures: cell.campaign.measures.map((measure) => ({
          ...measure,
          values: measure.values.map(() => (number < 6 ? 1 : 0)),
        })),
      },
    }));
    const crowded = await openPanel();
    try {
      await crowded.waitForPosted('ready', isKind('ready'));
      await crowded.send({ kind: 'comparison', comparison: { ...comparison, cells } });
      await crowded.page.waitForSelector('.scatter-point');
      await crowded.drawn();
      const boxes = await crowded.page.locator('.scatter-label').evaluateAll((labels) =>
        labels.map((label) => {
          const { left, right, top, bottom } = label.getBoundingClientRect();
          return { text: label.textContent, left, right, top: top + 2, bottom: bottom - 2 };
        }),
      );
      assert.equal(boxes.length, 8 + 6);
      const onEachOther = boxes.flatMap((a, index) =>
        boxes
          .slice(index + 1)
          .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          .map((b) => [a.text, b.text]),
      );
      assert.deepEqual(onEachOther, []);
      await crowded.screenshot('experiment-crowded');
    } finally {
      await crowded.close();
    }
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

  it('is reached by keyboard alone, point after point', async () => {
    panel.posted.length = 0;
    await panel.page.getByLabel('Across', { exact: true }).focus();
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    const { cell, seed } = await panel.waitForPosted('openRun', isKind('openRun'));
    assert.deepEqual({ cell, seed }, { cell: 1, seed: 3 });
  });

  it('has nothing that axe finds wrong, light and dark', async () => {
    for (const theme of ['Default Light Modern', 'Default Dark Modern'] as const) {
      await panel.setTheme(theme);
      await panel.drawn();
      assert.deepEqual(await violations(panel), []);
    }
  });

  it('stands still for those who want it so', async () => {
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.page.locator('.scatter-point').first().hover();
    await panel.drawn();
    assert.equal(await panel.page.evaluate(() => document.getAnimations().length), 0);
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
      await panel.page.waitForSelector('.campaign-summary');
      await panel.drawn();
      assert.match((await texts(panel, '.campaign-summary')).join(''), /1 of 4 seeds fail/);
      const bars = panel.page.locator('.campaign .distribution').first().locator('.distribution-held');
      assert.equal(await bars.first().getAttribute('width'), '12', 'no bar is wider than one of twelve');
      await panel.page.locator('.campaign [data-seed="3"]').first().click();
      assert.equal((await panel.waitForPosted('openRun', isKind('openRun'))).seed, 3);
      await panel.screenshot('seeds');
      panel.posted.length = 0;
      await panel.page.locator('#tab-seeds').focus();
      await panel.page.locator('.campaign [data-seed]').first().focus();
      await panel.page.keyboard.press(' ');
      const { seed } = await panel.waitForPosted('openRun', isKind('openRun'));
      assert.ok(campaign.seeds.includes(seed));
      assert.deepEqual(await violations(panel), []);
      await panel.page.emulateMedia({ reducedMotion: 'reduce' });
      await panel.page.locator('.campaign [data-seed]').first().hover();
      await panel.drawn();
      assert.equal(await panel.page.evaluate(() => document.getAnimations().length), 0);
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});
