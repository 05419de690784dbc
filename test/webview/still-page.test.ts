import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { isKind, openPanel, openRun } from './panel';
import { sampleReport } from './sample-report';

interface Wheel {
  readonly ctrlKey?: boolean;
  readonly deltaX?: number;
  readonly deltaY?: number;
}

/** Moves the timeline with the wheel and answers what of the page changed beside its canvases. */
async function changesWhile(panel: ChromiumPage, wheel: Wheel, steps: number): Promise<readonly string[]> {
  return panel.page.evaluate(
    async ({ wheel, steps }) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const changed: string[] = [];
      const observer = new MutationObserver((records) => {
        changed.push(...records.map(({ target, attributeName }) => `${target.nodeName} ${attributeName ?? 'content'}`));
      });
      observer.observe(document.documentElement, {
        ...{ attributes: true, childList: true, characterData: true, subtree: true },
      });
      const over = document.querySelector('.timeline-over');
      const clientX = (over?.getBoundingClientRect().left ?? 0) + 400;
      for (let step = 0; step < steps; step++) {
        over?.dispatchEvent(new WheelEvent('wheel', { ...wheel, clientX, bubbles: true, cancelable: true }));
        await frame();
        await frame();
      }
      observer.disconnect();
      return changed;
    },
    { wheel, steps },
  );
}

describe('moving the timeline', function () {
  this.timeout(60_000);

  it('changes nothing of the page but its canvases: whatever else changed would be styled and laid out in every frame', async () => {
    const panel = await openRun();
    try {
      await changesWhile(panel, { ctrlKey: true, deltaY: -500 }, 2);
      await panel.drawn();
      assert.deepEqual(await changesWhile(panel, { deltaX: 40 }, 5), []);
      assert.deepEqual(await changesWhile(panel, { ctrlKey: true, deltaY: -1 }, 3), []);
    } finally {
      await panel.close();
    }
  });
});

describe('a page that waits for its first run', function () {
  this.timeout(60_000);

  it('has its timeline where it will be, so that no canvas is made anew when the run comes', async () => {
    const panel = await openPanel();
    try {
      await panel.waitForPosted('ready', isKind('ready'));
      const place = (): Promise<readonly number[]> =>
        panel.page.locator('.timeline-scroll').evaluate((element) => {
          const { top, height, width } = element.getBoundingClientRect();
          return [top, height, width];
        });
      await panel.drawn();
      const before = await place();
      await panel.send({ kind: 'report', report: sampleReport() });
      await panel.page.waitForSelector('.topology-surface[data-layout="final"]');
      await panel.drawn();
      assert.deepEqual(await place(), before);
    } finally {
      await panel.close();
    }
  });
});
