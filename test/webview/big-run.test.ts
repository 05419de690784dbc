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

  it('comes in parts: it is looked at from the first on, and another run ends it', async () => {
    const panel = await openPanel();
    try {
      const [head, ...parts] = await messagesOf(panel, 9);
      await panel.send(head);
      await panel.page.waitForSelector('.box');
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
      assert.equal(await panel.page.locator('.coming-bar').isVisible(), false);
      await panel.page.waitForSelector('.inspector-title:has-text("n1")');

      const [again, firstPart, ...rest] = await messagesOf(panel, 10);
      await panel.send(again);
      await panel.send(firstPart);
      await panel.send({ kind: 'report', report: sampleReport() });
      for (const part of rest) await panel.send(part);
      await until('the other run', async () => (await panel.page.locator('.facts').innerText()).includes('seed 7'));
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
      assert.equal(panel.posted.some(isKind('save')), false);
      for (const part of parts) await panel.send(part);
      const saved = await panel.waitForPosted('the file', isKind('save'));
      assert.equal(saved.content.trim().split('\n').length, 40_001);
      const [once, first, broken, ...rest] = await messagesOf(panel, 4);
      await panel.send(once);
      await panel.send(first);
      await until('some operations', async () => (await shownOperations(panel)) > 0);
      const before = await shownOperations(panel);
      await panel.send({ ...broken, part: { operations: {}, messages: {} } });
      await panel.page.waitForSelector('.banner.error:has-text("could not be read")');
      assert.ok(await panel.page.locator('.box').first().isVisible());
      for (const part of rest) await panel.send(part);
      await panel.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
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
