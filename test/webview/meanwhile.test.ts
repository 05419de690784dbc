import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { openPanel } from './panel';
import { sampleReport } from './sample-report';
import { wideReport } from './wide-report';

const IN_A_GRID = '.topology-surface[data-layout="meanwhile"]';

/** A panel whose layout worker never comes. */
async function openWithoutLayout(): Promise<ChromiumPage> {
  const panel = await openPanel();
  await panel.page.route('**/elk-worker.min.js', () => undefined);
  return panel;
}

async function names(panel: ChromiumPage): Promise<readonly string[]> {
  return panel.page.locator('.box-name').allTextContents();
}

describe('a topology whose layout has not come', function () {
  this.timeout(60_000);

  it('stands in a plain grid, with names and states, and no box over another', async () => {
    const panel = await openWithoutLayout();
    try {
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector(IN_A_GRID);
      assert.deepEqual([...(await names(panel))].sort(), ['batch', 'n1', 'n2', 'n3', 'n4', 'n5', 'web']);
      await until('a leader', async () =>
        (await panel.page.locator('.box-state').allTextContents()).some((text) => text.includes('leader')),
      );
      assert.equal(await overlaps(panel), 0);
    } finally {
      await panel.close();
    }
  });

  it('takes the place of the one before at once, which would say something else than the run', async () => {
    const panel = await openWithoutLayout();
    try {
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector('.box-name:has-text("web")');
      await panel.send({ kind: 'report', report: wideReport(1, 1) });
      await until('the other topology alone', async () => !(await names(panel)).includes('web'));
      assert.deepEqual([...(await names(panel))].sort(), ['n0', 'n1', 'n2', 'n3']);
      assert.equal(await panel.page.locator(IN_A_GRID).count(), 1);
    } finally {
      await panel.close();
    }
  });

  it('says after ten seconds that it stays in the grid, and no longer calls itself busy', async () => {
    const panel = await openWithoutLayout();
    try {
      await panel.page.clock.install();
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector(IN_A_GRID);
      await panel.page.clock.fastForward(11_000);
      await panel.page.waitForSelector('.topology-surface[data-layout="final"]');
      const notice = await panel.page.locator('.topology-notice').textContent();
      assert.equal(notice, 'Boxes stand in a plain grid. The layout took longer than 10 s.');
    } finally {
      await panel.close();
    }
  });
});

async function overlaps(panel: ChromiumPage): Promise<number> {
  return panel.page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.box-back')].map((box) => box.getBoundingClientRect());
    const apart = (a: DOMRect, b: DOMRect): boolean =>
      a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    return boxes.filter((a) => boxes.some((b) => b !== a && !apart(a, b))).length;
  });
}
