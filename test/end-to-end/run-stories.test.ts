import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import type { Frame } from 'playwright-core';
import { until } from '../support/poll';
import type { Workbench } from '../support/vscode-driver';
import { EXPERIMENT, writeStoryModels } from './story-models';
import { EXTENSION, storyWindow } from './story-window';

const SAVED = 'crash.ftmrun';

/** The models, and a run that the command line has saved beside them. */
function modelsWithSavedRun(): string {
  const folder = writeStoryModels(EXPERIMENT);
  const command = ['run', 'shop.ftm', '--scenario', 'LeaderCrash', '--seed', '7', '--runs', '2', '--trace', SAVED];
  const { status, stderr } = spawnSync(process.execPath, [path.join(EXTENSION, 'dist', 'ftm.js'), ...command], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 1, `one of its expectations fails; it printed ${stderr}`);
  return folder;
}

/** A run that was saved, that somebody sent a link to, that a point of an experiment stands for. One window for all. */
describe('in VS Code, a person comes to a run', () => {
  let workbench: Workbench;
  storyWindow({ makeFolder: modelsWithSavedRun, settings: { 'files.autoSave': 'off' } }, async (window) => {
    workbench = window;
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });

  it('that the command line has saved, whose events lead to the model', async () => {
    // A window that never had the extension opens a file as text for as long as it has not read the extension's manifest.
    await workbench.openFile('shop.ftm');
    await workbench.page.locator('.codelens-decoration a').first().waitFor();
    await workbench.runCommand('View: Close All Editors');
    await openSaved();
    const view = await workbench.webview('.timeline');
    await showsRun(view, /shop\.ftm · LeaderCrash · seed 7/);
    assert.match(await view.locator('body').innerText(), /The leader crashes and comes back/);
    assert.ok((await view.locator('.gutter-cell').count()) >= 5, 'the timeline has its rows');
    await until('the boxes of the topology', async () => (await view.locator('.box').count()) >= 5);
    await workbench.screenshot('story-saved-run-dark');

    await view.locator('#tab-events').click();
    await view.locator('.virtual-row').filter({ hasText: 'crash' }).first().dblclick();
    await until('the line of the fault', async () => {
      const status = workbench.page.locator('.statusbar-item').filter({ hasText: /Ln \d+, Col/ });
      return /Ln [67],/.test(await status.first().innerText());
    });
    await workbench.page.locator('.tab.active[data-resource-name="shop.ftm"]').waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('by a link from a saved run: it is made again, and shown at that moment', async () => {
    await openSaved();
    const saved = await workbench.webview('.timeline');
    await showsRun(saved, /seed 7/);
    await toSecondFault(saved);
    await copyLink(saved);
    await workbench.runCommand('View: Close All Editors');

    const link = await openLink();
    assert.match(
      link,
      /:\/\/ftm\.ftm\/moment\?file=file%3A%2F%2F\S+shop\.ftm&scenario=LeaderCrash&seed=7&at=12000000000$/,
    );
    const view = await workbench.webview('.timeline');
    await showsRun(view, /shop\.ftm · LeaderCrash · seed 7/);
    await until('the moment of the link', async () => (await timeOf(view)).startsWith('12.000'));
    await workbench.runCommand('View: Close All Editors');
  });

  it('from a saved one: again as the model is now, and with another of its seeds', async () => {
    await openSaved();
    const saved = await workbench.webview('.timeline');
    await saved.getByRole('button', { name: 'Run again' }).click();
    await workbench.waitForNotification('LeaderCrash: 1 of 3 expectations fail.');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await saved.locator('#tab-seeds').click();
    await saved
      .getByRole('button', { name: /seed 8/ })
      .first()
      .click();
    await workbench.page.locator('.tab.active').filter({ hasText: 'Timeline: LeaderCrash' }).waitFor();
    // It opens beside the saved one, which goes so that there is one picture to look at.
    await workbench.runCommand('View: Close Editor');
    await workbench.page.locator(`.tab[data-resource-name="${SAVED}"]`).waitFor({ state: 'detached' });
    const view = await workbench.webview('.timeline');
    await showsRun(view, /shop\.ftm · LeaderCrash · seed 8/);
    await workbench.runCommand('View: Close All Editors');
  });

  it('from a point of a trade-off, and by a link comes to the same cell again', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('FTM: Compare Experiment...');
    const comparison = await workbench.webview('.scatter-point');
    assert.equal(await comparison.locator('.scatter-point').count(), 2);
    await workbench.screenshot('story-scatter-dark');
    await comparison.getByRole('button', { name: /^Pair: .* Open the worst run$/ }).click();
    const run = await workbench.webview('.timeline');
    await showsRun(run, /shop\.ftm · LeaderCrash · seed \d+/);
    await replicatesWithPair(run);
    const [seed] = /seed \d+/.exec(await run.locator('.facts').innerText()) ?? [];
    await toSecondFault(run);
    await copyLink(run);
    // The newest run of the scenario itself is another one, which the link must not lead to.
    await workbench.runCommand('View: Close All Editors');

    assert.match(await openLink(), /&scenario=Tradeoffs&cell=1&seed=\d+&at=12000000000$/);
    const again = await workbench.webview('.timeline');
    await showsRun(again, new RegExp(`LeaderCrash · ${seed ?? ''}`));
    await replicatesWithPair(again);
    await until('the moment of the link', async () => (await timeOf(again)).startsWith('12.000'));
    // Cells of an experiment are told apart by what varies.
    const titles = await again.locator('select.run-choice').first().locator('option').allTextContents();
    assert.ok(
      titles.some((title) => /^LeaderCrash, seed/.test(title)) && titles.some((title) => /^Pair: .*, seed/.test(title)),
      titles.join('; '),
    );
  });

  it('that it left: the window is loaded again, with the cell that it showed', async () => {
    const reloaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await reloaded;
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    const view = await workbench.webview('.timeline');
    await showsRun(view, /LeaderCrash · seed \d+/);
    assert.match(await view.locator('h1').innerText(), /^Pair: The leader crashes/);
    await replicatesWithPair(view);
    await view.getByRole('button', { name: 'Run again' }).click();
    await until(
      'the cell once more',
      async () =>
        /^Pair: /.test(await view.locator('h1').innerText()) && (await view.locator('.banner.running').isHidden()),
    );
    await workbench.runCommand('View: Close All Editors');
  });

  it('by no link that names none, and is told so', async () => {
    await openLink('code-oss://ftm.ftm/moment?file=shop.ftm&scenario=LeaderCrash&seed=7&at=0');
    await workbench.waitForNotification('This link names no moment of a run.');
  });

  async function openSaved(): Promise<void> {
    await workbench.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ hasText: SAVED })
      .first()
      .dblclick();
    await workbench.page.locator(`.tab.active[data-resource-name="${SAVED}"]`).waitFor();
  }

  async function showsRun(view: Frame, facts: RegExp): Promise<void> {
    await until(`a run of ${String(facts)}`, async () => facts.test(await view.locator('.facts').innerText()));
  }

  async function timeOf(view: Frame): Promise<string> {
    return view.locator('.timeline-corner').first().innerText();
  }

  /** The split, which no new timeline begins with. */
  async function toSecondFault(view: Frame): Promise<void> {
    // A timeline that opens beside something leaves the keyboard where it was.
    await view.locator('.timeline-corner').first().click();
    await workbench.page.keyboard.press('Home');
    for (const at of ['4.000', '12.000']) {
      await workbench.page.keyboard.press('f');
      await until(`the cursor at ${at}`, async () => (await timeOf(view)).startsWith(at));
    }
  }

  async function copyLink(view: Frame): Promise<void> {
    await view.getByRole('button', { name: 'Copy link to this moment' }).click();
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'The link to this moment is on' }).waitFor();
  }

  /**
   * Gives a link, or what is on the clipboard, to VS Code, as a browser or mail program would, and allows the extension to
   * open it; answers with the link.
   */
  async function openLink(given?: string): Promise<string> {
    await workbench.runCommand('Developer: Open URL');
    const input = workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
    await workbench.page.locator('.quick-input-widget:visible').filter({ hasText: /URL/ }).waitFor();
    if (given === undefined) await input.press('ControlOrMeta+v');
    else await input.fill(given);
    const link = await until('the link', async () => input.inputValue());
    await input.press('Enter');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' }).click();
    return link;
  }

  async function replicatesWithPair(view: Frame): Promise<void> {
    await until('a topology of Pair', async () => {
      const titles = await view.locator('.box title').allTextContents();
      return titles.some((title) => /Pair|primary-backup/.test(title));
    });
  }
});
