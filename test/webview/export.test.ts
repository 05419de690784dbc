import assert from 'node:assert/strict';
import { receiveHostMessage } from '../../server/src/report/webview-messages';
import type { ChromiumPage } from '../support/chromium-page';
import { isKind, openRun, texts } from './panel';
import { sampleReport } from './sample-report';

describe('what is taken out of the picture', function () {
  this.timeout(120_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openRun();
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
    await panel.drawn();
    assert.ok((await texts(panel, '.steps .link')).includes('n2 refuses: no leader'));
    await panel.page.keyboard.press('z');
    await panel.drawn();
    await panel.screenshot('why-an-operation-failed');
    assert.deepEqual(panel.errors, []);
  });
});
