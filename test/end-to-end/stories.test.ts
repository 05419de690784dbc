import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import { until } from '../support/poll';
import type { Workbench } from '../support/vscode-driver';
import { writeStoryModels } from './story-models';
import { storyWindow } from './story-window';

/**
 * In a browser VS Code saves by itself, and these stories are about text that is not saved; the terminal is drawn as text, so
 * that it can be read.
 */
const SETTINGS = { 'files.autoSave': 'off', 'terminal.integrated.gpuAcceleration': 'off' };

/** A search runs a scenario many times. */
const SEARCH_DEADLINE_MS = 120_000;
/** Longer than VS Code waits before it asks for the commands of lenses in view. */
const LENS_RENEWED_MS = 1000;

/** What people do with models, done in a real VS Code. One window for all: each story begins where the last one ended. */
describe('in VS Code, a person', () => {
  let workbench: Workbench;
  storyWindow({ makeFolder: writeStoryModels, settings: SETTINGS }, (window) => {
    workbench = window;
  });

  it('sees a mistake while typing, and takes the quick fix', async () => {
    await workbench.openFile('broken.ftm');
    assert.match(await workbench.waitForProblem("has no 'heartbeet'"), /FTM301/);
    await workbench.screenshot('story-problem-dark');
    await workbench.openFile('broken.ftm');
    await workbench.goTo(1, 26);
    await workbench.runCommand('Quick Fix...');
    const fix = workbench.page
      .locator('.action-widget .action-item, .action-widget .monaco-list-row')
      .filter({ hasText: "Write 'heartbeat'" });
    await fix.first().waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForEditorText(/raft \{ heartbeat: 50ms \}/);
    await until(
      'the problem to be gone',
      async () => !(await problemTexts()).some((text) => text.includes('heartbeet')),
    );
  });

  it('is offered the properties that fit, and told what they mean', async () => {
    await workbench.openFile('broken.ftm');
    await workbench.goTo(1, 40);
    await workbench.type(' re');
    const item = workbench.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'reads' }).first();
    await item.waitFor();
    await workbench.screenshot('story-completion-dark');
    await workbench.page.keyboard.press('Tab');
    await workbench.waitForEditorText(/reads: /);
    await workbench.page.keyboard.press('Escape');
    await workbench.goTo(1, 26);
    await workbench.runCommand('Show or Focus Hover');
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'Default: 50ms' }).first();
    await hover.waitFor();
    await workbench.runCommand('File: Revert File');
  });

  it('renames a policy in every file that uses it', async () => {
    await workbench.openFile('policies.ftm');
    await workbench.goTo(2, 10);
    await workbench.runCommand('Rename Symbol');
    const input = workbench.page.locator('.rename-box input');
    await input.fill('Majority');
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForEditorText(/policy Majority = raft/);
    await workbench.openFile('shop.ftm');
    await workbench.goTo(28, 1);
    await workbench.waitForEditorText(/using Majority/);
  });

  it('looks at the topology, which follows the text and keeps the last good picture', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('FTM: Show Topology');
    const view = await workbench.webview('.box');
    await until('every node in the picture', async () => {
      const text = await view.locator('body').innerText();
      return ['n1', 'n2', 'n3', 'web', 'batch'].every((name) => text.includes(name));
    });
    await workbench.screenshot('story-topology-dark');
    await workbench.openFile('shop.ftm');
    await workbench.goTo(25, 21);
    await workbench.type(' node n9');
    await until('the new node', async () => (await view.locator('body').innerText()).includes('n9'));
    await workbench.type(' nod');
    await view.locator('.banner.error').waitFor();
    assert.match(await view.locator('body').innerText(), /n9/);
    await workbench.screenshot('story-topology-broken-dark');
    await workbench.runCommand('File: Revert File');
    await until(
      'the picture of the reverted text',
      async () => !(await view.locator('body').innerText()).includes('n9'),
    );
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('View: Hide Panel');
  });

  it('runs a scenario from the palette and sees its verdict, topology and timeline', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.goTo(5, 1);
    await workbench.runCommand('FTM: Run Scenario...');
    assert.equal((await workbench.choices())[0], 'LeaderCrash');
    await workbench.choose('LeaderCrash');
    const toast = await workbench.waitForNotification('1 of 3 expectations fail');
    await toast.getByText('Show Timeline').click();
    const view = await workbench.webview('.timeline');
    const text = await until('the run in the picture', async () => {
      const shown = await view.locator('body').innerText();
      return shown.includes('n3') && shown.includes('crash') && shown;
    });
    assert.match(text, /The leader crashes and comes back/);
    await until('the boxes of the topology', async () => (await view.locator('.box').count()) >= 5);
    assert.ok((await view.locator('.gutter-cell').count()) >= 5, 'the timeline has its rows');
    // Why it fails is found out after that, and comes into the picture that is there.
    await until('the reason', async () => (await view.locator('.why').count()) > 0);
    await workbench.screenshot('story-timeline-dark');
    const status = workbench.page.locator('.statusbar-item').filter({ hasText: 'LeaderCrash: fails' });
    await status.first().waitFor();
  });

  it('finds the failed expectation on its own line', async () => {
    assert.match(await workbench.waitForProblem('fails: availability >= 100%'), /\[Ln 12, Col 3\]/);
    await workbench.openFile('shop.ftm');
    await workbench.goTo(12, 1);
    await until('the measured value beside it', async () => /✗ \d/.test(await workbench.editorText()));
    await workbench.screenshot('story-failed-expectation-dark');
    await workbench.setColourTheme('Default Light Modern');
    await workbench.webview('.timeline');
    await workbench.screenshot('story-timeline-light');
    await workbench.setColourTheme('Default Dark Modern');
  });

  it('clicks an event and comes to its line', async () => {
    const view = await workbench.webview('.timeline');
    await view.locator('#tab-events').click();
    const event = view.locator('[role="row"], .virtual-row').filter({ hasText: 'crash' }).first();
    await event.dblclick();
    await until('the line of the fault', async () => {
      const position = await workbench.page
        .locator('.statusbar-item')
        .filter({ hasText: /Ln \d+, Col/ })
        .first()
        .innerText();
      return /Ln [67],/.test(position);
    });
  });

  it('runs from the lens above the scenario', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.openFile('shop.ftm');
    await workbench.goTo(3, 1);
    await clickLens('Run', workbench.notification('LeaderCrash'));
  });

  it('cancels a run that takes too long, and goes on', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.openFile('shop.ftm');
    await workbench.goTo(16, 1);
    await workbench.runCommand('FTM: Run Scenario...');
    await workbench.choose('Endless');
    const toast = await workbench.waitForNotification('Endless');
    await workbench.screenshot('story-progress-dark');
    await toast.hover();
    await toast.getByText('Cancel').click();
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'Endless: cancelled' }).first().waitFor();
    assert.match(await workbench.waitForProblem('fails: availability'), /availability/);
  });

  it('tries a scenario on many seeds from its lens, and does not wait for all of them', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.openFile('shop.ftm');
    await workbench.goTo(3, 1);
    const toast = workbench.notification('of 1000');
    await clickLens('Run 1000 seeds', toast);
    await workbench.screenshot('story-seeds-dark');
    await toast.hover();
    await toast.getByText('Cancel').click();
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'LeaderCrash: cancelled' }).first().waitFor();
  });

  it('searches for the faults that break a scenario from its lens', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.goTo(3, 1);
    const terminal = workbench.page.locator('.terminal-wrapper .xterm-rows').first();
    await clickLens('Search', terminal);
    await until(
      'what breaks it',
      async () => /it fails as it is/.test((await terminal.innerText()).replaceAll('\u00a0', ' ')),
      SEARCH_DEADLINE_MS,
    );
    await workbench.screenshot('story-search-dark');
    // The panel goes with the last of them.
    await workbench.runCommand('Terminal: Kill All Terminals');
  });

  it('asks which schedules touch a node', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.goTo(23, 19);
    await workbench.runCommand('Peek Call Hierarchy');
    const callers = workbench.page.locator('.call-hierarchy .monaco-list-row').filter({ hasText: 'LeaderCrash' });
    await callers.first().waitFor();
    await workbench.screenshot('story-call-hierarchy-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('sees that what a run measured may no longer hold once the text has changed', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.goTo(12, 1);
    await until('the measured value', async () => /availability >= 100%\W*✗ \d/.test(await workbench.editorText()));
    await workbench.goTo(8, 13);
    await workbench.type('1');
    await until('the value of before, as such', async () =>
      /availability >= 100%\W*was \d/.test(await workbench.editorText()),
    );
    await workbench.runCommand('File: Revert File');
    await until('the measured value', async () => /availability >= 100%\W*✗ \d/.test(await workbench.editorText()));
  });

  it('reloads the window and finds the timeline again', async () => {
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    const view = await workbench.webview('.timeline');
    await until('the run of before', async () =>
      (await view.locator('body').innerText()).includes('The leader crashes and comes back'),
    );
  });

  it('finds what the run measured beside the text again, as long as that is the same', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.goTo(12, 1);
    await until('the measured value', async () => /availability >= 100%\W*✗ \d/.test(await workbench.editorText()));
    await workbench.goTo(8, 13);
    await workbench.type('1');
    await until('the value of before, as such', async () =>
      /availability >= 100%\W*was \d/.test(await workbench.editorText()),
    );
    await workbench.runCommand('File: Revert File');
  });

  /** The lens with exactly this text, of the first declaration that has it. */
  /** Lenses are drawn anew when what they say has changed, and a click on one that goes is lost: until its effect is there. */
  async function clickLens(text: string, effect: Locator): Promise<void> {
    const lens = workbench.page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^\\W*${text}$`) });
    await until(`what the lens '${text}' does`, async () => {
      // VS Code renews what a lens does a moment after it has come into view; no person is sooner.
      await lens.first().hover();
      await new Promise((resolve) => setTimeout(resolve, LENS_RENEWED_MS));
      await lens.first().click();
      await effect.waitFor({ timeout: 15_000 });
      return true;
    });
  }

  async function problemTexts(): Promise<readonly string[]> {
    await workbench.runCommand('Problems: Focus on Problems View');
    return workbench.problems();
  }
});
