import assert from 'node:assert/strict';
import { THEME_NAMES, type ChromiumPage } from '../support/chromium-page';
import { violations } from './axe-violations';
import { openRun } from './panel';
import { sampleReport } from './sample-report';
import { wideReport } from './wide-report';

describe('accessibility by axe', function () {
  this.timeout(90_000);
  let panel: ChromiumPage;

  afterEach(async () => {
    await panel.close();
  });

  const nothing = async (): Promise<void> => {
    const found = await violations(panel);
    assert.equal(found.length, 0, found.join('\n'));
  };

  for (const theme of THEME_NAMES) {
    it(`finds nothing wrong with verdict, events, tables and help in ${theme}`, async () => {
      panel = await openRun(sampleReport(), { theme });
      await nothing();
      for (const tab of ['events', 'tables']) {
        await panel.page.click(`#tab-${tab}`);
        await panel.page.waitForSelector(`#panel-${tab} .virtual-row`);
        await panel.drawn();
        await nothing();
      }
      await panel.page.keyboard.press('?');
      await panel.page.waitForSelector('dialog[open]');
      await nothing();
    });
  }

  it('finds nothing wrong on a narrow page with something selected', async () => {
    panel = await openRun(sampleReport(), { viewport: { width: 560, height: 800 } });
    await panel.page.getByRole('button', { name: 'n1', exact: true }).click();
    await panel.page.waitForSelector('.inspector-title');
    await panel.drawn();
    await nothing();
  });

  it('finds nothing wrong with closed and open domains', async () => {
    panel = await openRun(wideReport(3, 84));
    await nothing();
  });
});
