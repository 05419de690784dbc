import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { openRun, texts } from './panel';
import { sampleReport } from './sample-report';

describe('groups that a fault names', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  before(async () => {
    const report = sampleReport();
    const nodes = report.graph.nodes.map((node) =>
      ['n1', 'n3'].includes(node.id) ? { ...node, groups: ['feed'] } : node,
    );
    panel = await openRun(
      { ...report, graph: { ...report.graph, nodes } },
      { viewport: { width: 1500, height: 1000 } },
    );
  });

  after(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  it('stand on the box of each of their nodes, and are said to who cannot see them', async () => {
    assert.deepEqual(await texts(panel, '.box-group text'), ['feed', 'feed']);
    assert.equal(await panel.page.locator('[data-box="n3"] .box-group').count(), 1);
    assert.match((await panel.page.locator('[data-box="n3"]').getAttribute('aria-label')) ?? '', /, in group feed$/);
    assert.equal(await panel.page.locator('[data-box="n2"] .box-group').count(), 0);
  });

  it('do not cover the name, nor the letter of the side', async () => {
    const tag = await panel.page.locator('[data-box="n3"] .box-group').boundingBox();
    const name = await panel.page.locator('[data-box="n3"] .box-name').boundingBox();
    assert.ok(tag !== null && name !== null);
    assert.ok(tag.y + tag.height <= name.y + 4, 'above the line of the name');
  });

  it('are told by the inspector with who else is in them', async () => {
    await panel.page.locator('[data-box="n3"]').click();
    await panel.page.waitForSelector('.inspector-title:has-text("n3")');
    assert.match((await panel.page.locator('.inspector dl').textContent()) ?? '', /Groupsfeed, with n1/);
  });
});
