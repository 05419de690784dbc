import assert from 'node:assert/strict';
import { reportMessages, type HostMessage } from '../../server/src/report/webview-messages';
import type { ChromiumPage } from '../support/chromium-page';
import { until } from '../support/poll';
import { bigReport } from './big-report';
import { cursorText, isKind, openPanel } from './panel';
import { sampleReport } from './sample-report';

const OPERATIONS = 100_000;
const MESSAGES = 300_000;

async function shownOperations(panel: ChromiumPage): Promise<number> {
  const described = await panel.page.locator('.timeline-base').first().getAttribute('aria-label');
  return Number(/(\d+) operations/.exec(described ?? '')?.[1] ?? -1);
}

describe('a big run', function () {
  this.timeout(120_000);

  it('is drawn soon and stays at hand', async () => {
    const panel = await openPanel();
    try {
      await panel.send({ kind: 'report', report: bigReport({ operations: OPERATIONS, messages: MESSAGES }) });
      await panel.page.waitForSelector('.box');
      await panel.drawn();
      const mostStrokes = await panel.page.evaluate(async () => {
        const over = document.querySelector('.timeline-over');
        const box = over?.getBoundingClientRect();
        let strokes = 0;
        const canvas = CanvasRenderingContext2D.prototype;
        for (const name of ['fillRect', 'fill', 'stroke', 'moveTo', 'lineTo', 'fillText'] as const) {
          const draw = canvas[name] as (...given: unknown[]) => void;
          canvas[name] = function (this: unknown, ...given: unknown[]) {
            strokes++;
            draw.apply(this, given);
          };
        }
        let most = 0;
        for (let step = 0; step < 60; step++) {
          const deltaY = step < 30 ? -40 : 40;
          const clientX = (box?.left ?? 0) + 700;
          over?.dispatchEvent(
            new WheelEvent('wheel', { ctrlKey: true, deltaY, clientX, bubbles: true, cancelable: true }),
          );
          strokes = 0;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          most = Math.max(most, strokes);
        }
        return most;
      });
      // A picture of every row has hundreds of thousands; how long these take is for the benchmarks.
      assert.ok(mostStrokes > 100 && mostStrokes < 40_000, `a frame has ${String(mostStrokes)} strokes`);
      await panel.page.keyboard.press('Home');
      await panel.page.keyboard.press('x');
      await until('the first failure', async () => !(await cursorText(panel)).startsWith('0.000'));
      await panel.page.click('#tab-tables');
      await panel.page.waitForSelector('.tables .virtual-list .virtual-row');
      await panel.drawn();
      assert.ok((await panel.page.locator('.virtual-row').count()) < 100, 'only rows in view exist');
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });

  it('comes in parts: it is looked at from the first on, and another run ends it', async () => {
    const panel = await openPanel();
    try {
      const [head, ...parts] = await messagesOf(panel, 9);
      await panel.send(head);
      await panel.page.waitForSelector('.box');
      await panel.drawn();
      assert.equal(await shownOperations(panel), 0);
      assert.ok(await panel.page.getByRole('progressbar', { name: 'that have come' }).isVisible());
      assert.ok(await panel.page.locator('.expectation').first().isVisible(), 'the verdict is there already');
      await panel.screenshot('webview-coming');

      await panel.page.getByRole('button', { name: 'n1', exact: true }).click();
      for (const part of parts.slice(0, 2)) await panel.send(part);
      await until('some operations', async () => (await shownOperations(panel)) > 0);
      await panel.page.waitForSelector('.inspector-title:has-text("n1")');
      await panel.send({ kind: 'part', id: 8, part: (parts[2] as { part: unknown }).part });
      for (const part of parts.slice(2)) await panel.send(part);
      await until('all operations', async () => (await shownOperations(panel)) === 40_000);
      await panel.page.waitForSelector('.coming-bar', { state: 'hidden' });
      await panel.page.waitForSelector('.inspector-title:has-text("n1")');

      const [again, firstPart, ...rest] = await messagesOf(panel, 10);
      await panel.send(again);
      await panel.send(firstPart);
      await panel.send({ kind: 'report', report: sampleReport() });
      for (const part of rest) await panel.send(part);
      await until('the other run', async () => (await panel.page.locator('.facts').innerText()).includes('seed 7'));
      await panel.drawn();
      const operations = await shownOperations(panel);
      assert.ok(operations > 0 && operations < 40_000);
      assert.equal(await panel.page.locator('.coming-bar').isVisible(), false);
      assert.equal(await panel.page.locator('.banner.error').isVisible(), false);
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });

  it('keeps what there is when a part cannot be read, and saves all of a run although not all has come', async () => {
    const panel = await openPanel();
    try {
      const [head, ...parts] = await messagesOf(panel, 3);
      await panel.send(head);
      await panel.page.waitForSelector('.box');
      await panel.page.getByRole('button', { name: /^Save as/ }).click();
      await panel.page.getByRole('button', { name: 'CSV: operations' }).click();
      await panel.page.waitForSelector('dialog.export', { state: 'hidden' });
      await panel.drawn();
      assert.equal(panel.posted.some(isKind('save')), false);
      for (const part of parts) await panel.send(part);
      const saved = await panel.waitForPosted('the file', isKind('save'));
      assert.equal(saved.content.trim().split('\n').length, 40_001);
      const [once, first, broken, ...rest] = await messagesOf(panel, 4);
      await panel.send(once);
      await panel.send(first);
      await until('some operations', async () => (await shownOperations(panel)) > 0);
      await panel.drawn();
      const before = await shownOperations(panel);
      await panel.send({ ...broken, part: { operations: {}, messages: {} } });
      await panel.page.waitForSelector('.banner.error:has-text("could not be read")');
      assert.ok(await panel.page.locator('.box').first().isVisible());
      for (const part of rest) await panel.send(part);
      await panel.drawn();
      assert.equal(await panel.page.locator('.coming-bar').isVisible(), false, 'nothing more is waited for');
      assert.equal(await shownOperations(panel), before);
      assert.ok(await panel.page.locator('.banner.error').isVisible());
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
    }
  });
});

async function messagesOf(panel: ChromiumPage, id: number): Promise<HostMessage[]> {
  await panel.waitForPosted('ready', isKind('ready'));
  return [...reportMessages('report', bigReport({ operations: 40_000, messages: 80_000 }), id)];
}
