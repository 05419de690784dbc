import assert from 'node:assert/strict';
import { bigReport } from './big-report';
import { cursorText, openPanel } from './panel';
import { until } from '../support/poll';

const OPERATIONS = 100_000;
const MESSAGES = 300_000;

describe('a big run', function () {
  this.timeout(120_000);

  it('is drawn soon and stays at hand', async () => {
    const panel = await openPanel();
    try {
      await panel.send({ kind: 'report', report: bigReport({ operations: OPERATIONS, messages: MESSAGES }) });
      await panel.page.waitForSelector('.box');
      const longestMs = await panel.page.evaluate(async () => {
        const over = document.querySelector('.timeline-over');
        const box = over?.getBoundingClientRect();
        let longest = 0;
        for (let step = 0; step < 60; step++) {
          const deltaY = step < 30 ? -40 : 40;
          const clientX = (box?.left ?? 0) + 700;
          over?.dispatchEvent(
            new WheelEvent('wheel', { ctrlKey: true, deltaY, clientX, bubbles: true, cancelable: true }),
          );
          const start = performance.now();
          await new Promise((resolve) => requestAnimationFrame(resolve));
          longest = Math.max(longest, performance.now() - start);
        }
        return longest;
      });
      // Far above what it takes, so that a busy machine does not fail; a picture that draws every row takes seconds.
      assert.ok(longestMs < 500, `a frame took ${String(longestMs)} ms`);
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('x');
      await until('the first failure', async () => !(await cursorText(panel)).startsWith('0.000'));
      await panel.page.click('#tab-tables');
      await panel.page.waitForSelector('.tables .virtual-list .virtual-row');
      assert.ok((await panel.page.locator('.virtual-row').count()) < 100, 'only rows in view exist');
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});
