import assert from 'node:assert/strict';
import type { ChromiumPage } from '../support/chromium-page';
import { openRun } from './panel';
import { sampleReport } from './sample-report';

describe('the hint of what can be clicked', function () {
  this.timeout(60_000);
  let panel: ChromiumPage;

  const bottomOf = async (selector: string): Promise<number> => {
    const box = await panel.page.locator(selector).boundingBox();
    return box === null ? NaN : box.y + box.height;
  };

  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  it('takes no room from the explanation, which has all that is below its tabs', async () => {
    panel = await openRun(sampleReport(), { viewport: { width: 1500, height: 1000 } });
    assert.equal(await bottomOf('.verdict'), await bottomOf('section.side'));
    assert.match((await panel.page.locator('.hint').textContent()) ?? '', /^Click anything/);
  });

  it('stands in the bar of the playback where that is empty, in its one line, until something is chosen', async () => {
    panel = await openRun(sampleReport(), { viewport: { width: 1500, height: 1000 } });
    const bar = await panel.page.locator('.transport').boundingBox();
    const hint = await panel.page.locator('.hint').boundingBox();
    assert.ok(bar !== null && hint !== null);
    assert.ok(hint.height < 30 && hint.y >= bar.y && hint.y + hint.height <= bar.y + bar.height);
    await panel.page.locator('[data-box="n1"]').click();
    await panel.page.waitForSelector('.inspector-title:has-text("n1")');
    assert.equal(await panel.page.locator('.hint').isVisible(), false);
    await panel.page.keyboard.press('Escape');
    await panel.page.waitForSelector('.inspector', { state: 'hidden' });
    assert.equal(await panel.page.locator('.hint').isVisible(), false, 'who has clicked knows');
  });

  it('is left out where the bar has no room for it', async () => {
    panel = await openRun(sampleReport(), { viewport: { width: 1000, height: 900 } });
    assert.equal(await panel.page.locator('.hint').isVisible(), false);
    assert.equal(await bottomOf('.verdict'), await bottomOf('section.side'));
  });
});
