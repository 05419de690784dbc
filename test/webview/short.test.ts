import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { violations } from './axe-violations';
import { isKind, openPanel, openRun } from './panel';
import { sampleReport } from './sample-report';

/** Boxes are 146 units wide and their names 13 high: these are names of 7 pixels. */
const READABLE_BOX_PX = 80;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** As when another panel is open below, or the editor is split in four. */
const SHORT: readonly Size[] = [
  { width: 700, height: 500 },
  { width: 900, height: 350 },
  { width: 1400, height: 600 },
];

describe('a panel that is short', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  const open = async (viewport: Size): Promise<void> => {
    panel = await openRun(sampleReport(), { viewport });
  };
  const boxOf = async (selector: string): Promise<Size & { x: number; y: number }> =>
    until(`${selector} to be shown`, async () => (await panel.page.locator(selector).first().boundingBox()) ?? false);
  const smallestBox = async (): Promise<number> =>
    Math.min(
      ...(await panel.page
        .locator('.box-node .box-back')
        .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect().width))),
    );

  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  for (const size of SHORT) {
    const name = `${String(size.width)} by ${String(size.height)}`;

    it(`has a topology that can be read beside lanes that can be read, in ${name}`, async () => {
      await open(size);
      await until('boxes that can be read', async () => (await smallestBox()) >= READABLE_BOX_PX);
      await panel.screenshot(`webview-short-${String(size.width)}x${String(size.height)}`);
      const topology = await boxOf('.topology');
      const timeline = await boxOf('.timeline');
      assert.ok(topology.x + topology.width <= timeline.x, 'the timeline is beside the topology');
      for (const row of ['faults', 'leader orders', 'node 0']) {
        const { y, height } = await boxOf(`.gutter-cell[data-row="${row}"]`);
        assert.ok(y + height <= size.height, `the row ${row} is on the first screen`);
      }
    });

    it(`cuts nothing off in ${name}, and axe finds nothing wrong`, async () => {
      await open(size);
      assert.deepEqual(await panel.page.evaluate(cutOff), []);
      const found = await violations(panel);
      assert.equal(found.length, 0, found.join('\n'));
    });
  }

  for (const size of [
    { width: 900, height: 350 },
    { width: 700, height: 800 },
  ]) {
    it(`gives a topology without a run all of ${String(size.width)} by ${String(size.height)}`, async () => {
      panel = await openPanel({ viewport: size });
      await panel.waitForPosted('ready', isKind('ready'));
      const { graph, file } = sampleReport();
      await panel.send({ kind: 'topology', file, title: 'Orders', graph });
      await panel.page.waitForSelector('.box');
      await panel.drawn();
      assert.ok((await boxOf('.topology')).height > size.height - 60);
    });
  }

  it('cuts nothing off beside a narrow drawing', async () => {
    await open({ width: 400, height: 800 });
    assert.deepEqual(await panel.page.evaluate(cutOff), []);
  });

  it('shows the verdict in the place of the topology, and the topology again as it was', async () => {
    await open({ width: 900, height: 350 });
    const shown = (): Promise<string | null> => panel.page.locator('.topology-surface').getAttribute('viewBox');
    const fitted = await shown();
    await panel.page.locator('.topology').getByRole('button', { name: 'Zoom in' }).click();
    // What a button asks for is drawn with the next frame.
    const before = await until('a nearer view', async () => {
      const viewBox = await shown();
      return viewBox !== fitted && viewBox;
    });
    await panel.page.getByRole('tab', { name: /Verdict/ }).click();
    await panel.page.waitForSelector('.expectation');
    assert.equal(await panel.page.locator('.topology').isVisible(), false);
    assert.ok(await panel.page.locator('.timeline-base').isVisible());
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.waitForSelector('.topology');
    await panel.drawn();
    assert.equal(await shown(), before);
  });

  it('gives topology and timeline their shares by arrow keys, and keeps them', async () => {
    await open({ width: 900, height: 350 });
    const before = await boxOf('.topology');
    const bar = panel.page.getByRole('separator', { name: 'Width of what stands beside the timeline' });
    await bar.focus();
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.keyboard.press('ArrowLeft');
    const narrower = before.width - 40;
    await until('a narrower topology', async () => {
      const { width } = await boxOf('.topology');
      return width > 0 && width < narrower;
    });
    await panel.drawn();
    const after = (await boxOf('.topology')).width;
    await panel.page.setViewportSize({ width: 1400, height: 900 });
    await panel.page.waitForSelector('.splitter-left');
    await bar.waitFor({ state: 'hidden' });
    await panel.page.setViewportSize({ width: 900, height: 350 });
    await until('the same share as before', async () => (await boxOf('.topology')).width === after);
  });

  it('keeps what is selected when it becomes short', async () => {
    await open({ width: 1400, height: 900 });
    await panel.page.getByRole('button', { name: 'n1', exact: true }).click();
    await panel.page.setViewportSize({ width: 900, height: 350 });
    await panel.page.waitForSelector('.inspector-title:has-text("n1")');
    await panel.drawn();
    assert.ok((await boxOf('.inspector')).height <= 160);
    assert.ok(await panel.page.locator('.topology-surface').isVisible());
  });
});

/** Runs in the page: what shows less than it says, or lies beyond the edge. */
function cutOff(): readonly string[] {
  const parts = ['.header', '.transport', '.tabs', '.topology-foot'];
  const measure = document.createElement('canvas').getContext('2d');
  const isCut = (element: HTMLElement): boolean => {
    const { left, right, bottom } = element.getBoundingClientRect();
    const isInline = getComputedStyle(element).display === 'inline';
    // Captions end in dots, and say all of it when the pointer rests on them.
    const mayEnd = element.closest('.topology-captions') !== null;
    const overflows = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    return (
      element.clientWidth > 0 &&
      ((overflows && !isInline && !mayEnd) || left < 0 || right > innerWidth || bottom > innerHeight)
    );
  };
  const isPlaceholderCut = (input: HTMLInputElement): boolean => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(input);
    if (measure === null || input.clientWidth === 0) {
      return false;
    }
    measure.font = font;
    const room = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return measure.measureText(input.placeholder).width > room;
  };
  return [
    ...[...document.querySelectorAll<HTMLElement>(parts.map((part) => `${part}, ${part} *`).join(', '))].filter(isCut),
    ...[...document.querySelectorAll<HTMLInputElement>('.topology-foot input')].filter(isPlaceholderCut),
  ].map((element) => element.outerHTML.slice(0, 90));
}
