import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { openRun } from './panel';
import { sampleReport } from './sample-report';

const TITLE = 'The leader crashes, a zone is cut off, and a server stalls for two seconds';

describe('a panel of any width', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  const open = async (width: number, height = 800): Promise<void> => {
    panel = await openRun({ ...sampleReport(), title: TITLE }, { viewport: { width, height } });
  };
  /** A layout that arrives draws the boxes anew, so one that is there may be gone for a moment. */
  const bottomOf = (selector: string): Promise<number> =>
    until(`${selector} to be shown`, async () => {
      const box = await panel.page.locator(selector).first().boundingBox();
      return box !== null && box.y + box.height;
    });

  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  for (const width of [500, 600, 700]) {
    it(`shows verdict, topology and the lanes of the nodes at once in ${String(width)} by 800`, async () => {
      await open(width);
      await panel.screenshot(`webview-width-${String(width)}`);
      for (const part of [
        '.badge',
        '.box >> nth=6',
        ...rows('faults', 'client 5', 'client 6', 'leader orders', 'node 0'),
      ]) {
        assert.ok((await bottomOf(part)) <= 800, `${part} is on the first screen`);
      }
    });
  }

  for (const width of [500, 700, 900, 1400]) {
    it(`cuts nothing off in the head at ${String(width)}`, async () => {
      await open(width, 900);
      await panel.screenshot(`webview-width-${String(width)}`);
      const cut = await panel.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.header, .header *, .transport, .transport *, .tabs, .tabs *')]
          .filter((element) => {
            const { left, right } = element.getBoundingClientRect();
            const isCut =
              element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
            const isInline = getComputedStyle(element).display === 'inline';
            return (isCut && !isInline && element.clientWidth > 0) || left < 0 || right > innerWidth;
          })
          .map((element) => element.outerHTML.slice(0, 90)),
      );
      assert.deepEqual(cut, []);
      assert.match(await panel.page.locator('h1').innerText(), /two seconds$/);
    });
  }

  it('lays the topology out so that its boxes can be read in 500 by 800', async () => {
    await open(500);
    const smallest = async (): Promise<number> =>
      Math.min(
        ...(await panel.page
          .locator('.box-node .box-back')
          .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect().width))),
      );
    // A box is 146 units wide with letters 13 units high: these are 7 pixels and more. A plain grid may stand in at first.
    await until('boxes that can be read', async () => (await smallest()) >= 80);
  });

  for (const width of [400, 500, 1280]) {
    it(`keeps captions beside the topology, however many faults there are at once, at ${String(width)}`, async () => {
      const report = sampleReport();
      const [fault] = report.faults;
      assert.ok(fault !== undefined);
      const faults = [
        'crash the leader of all the orders',
        'cut n1 -> n2',
        'cut n1 -> n3',
        'slow disk of n4 by 10x',
      ].map((label) => ({ ...fault, label, from: 0, to: report.durationNs }));
      panel = await openRun({ ...report, faults }, { viewport: { width, height: 700 } });
      await panel.page.waitForSelector('.topology-caption:has-text("slow disk")');
      await panel.screenshot(`webview-captions-${String(width)}`);
      const boxOf = async (part: string): Promise<{ x: number; y: number; width: number; height: number }> => {
        const box = await panel.page.locator(part).boundingBox();
        assert.ok(box !== null, `${part} is shown`);
        return box;
      };
      const drawing = await boxOf('.topology-surface');
      const captions = await boxOf('.topology-captions');
      const find = await boxOf('.topology-search');
      assert.ok(drawing.y + drawing.height <= captions.y, 'captions lie below the drawing');
      assert.ok(captions.x + captions.width <= find.x, 'and beside the search');
      assert.ok(captions.width >= 140, `and can be read: ${String(captions.width)}`);
    });
  }

  it('gives the place of the topology to verdict, events and tables in turn', async () => {
    await open(600);
    assert.equal(await panel.page.locator('.verdict').isVisible(), false);
    await panel.page.getByRole('tab', { name: /Verdict/ }).click();
    await panel.page.waitForSelector('.expectation');
    await panel.drawn();
    assert.equal(await panel.page.locator('.topology').isVisible(), false);
    assert.ok(await panel.page.locator('.timeline-base').isVisible());
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.waitForSelector('.topology');
    await panel.drawn();
    await panel.page.keyboard.press('/');
    await panel.page.waitForSelector('.search');
  });

  it('explains what is selected below the topology, until that is closed', async () => {
    await open(600);
    assert.equal(await panel.page.locator('.inspector').isVisible(), false);
    await panel.page.getByRole('button', { name: 'n1', exact: true }).click();
    await panel.page.waitForSelector('.inspector-title:has-text("n1")');
    await panel.drawn();
    assert.ok(await panel.page.locator('.topology').isVisible());
    await panel.page.getByRole('button', { name: 'Close the inspector' }).click();
    await panel.page.waitForSelector('.inspector', { state: 'hidden' });
  });

  it('has topology and verdict side by side once there is room', async () => {
    await open(600);
    await panel.page.setViewportSize({ width: 1200, height: 800 });
    await panel.page.waitForSelector('.verdict');
    await panel.drawn();
    assert.ok(await panel.page.locator('.topology').isVisible());
    assert.equal(await panel.page.locator('#tab-topology').isVisible(), false);
    await until(
      'the topology to fill its place',
      async () => (await panel.page.locator('.box').first().boundingBox()) !== null,
    );
  });
});

function rows(...ids: readonly string[]): readonly string[] {
  return ids.map((id) => `.gutter-cell[data-row="${id}"]`);
}
