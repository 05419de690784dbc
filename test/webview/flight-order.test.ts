import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { openRun } from './panel';

describe('messages in flight', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  before(async () => {
    panel = await openRun();
  });

  after(async () => {
    await panel.close();
  });

  it('pass under the boxes, whose names stay readable, and over the links', async () => {
    const order = await panel.page
      .locator('.topology-surface > g > g')
      .evaluateAll((layers) => layers.map((layer) => layer.getAttribute('class')));
    assert.deepEqual(order, ['domains', 'links', 'ways', 'flights', 'boxes']);
  });
});
