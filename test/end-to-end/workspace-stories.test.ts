import { strict as assert } from 'node:assert';
import { until } from '../support/poll';
import type { Workbench } from '../support/vscode-driver';
import { EXPERIMENT, writeStoryModels } from './story-models';
import { storyWindow } from './story-window';

/** Text is not saved by itself, and who runs something wants to see it at once. */
const SETTINGS = {
  'files.autoSave': 'off',
  'ftm.run.whenFinished': 'showTimeline',
  // Whether the panel would open by itself depends on what finishes first.
  'testing.automaticallyOpenTestResults': 'neverOpen',
};

/** What the extension does around the editor: the Test Explorer, experiments, new models, a server that is restarted. */
describe('in VS Code, a person with a folder of models', () => {
  let workbench: Workbench;
  storyWindow({ makeFolder: () => writeStoryModels(EXPERIMENT), settings: SETTINGS }, (window) => {
    workbench = window;
  });

  it('finds every scenario with expectations in the Test Explorer, and runs them', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    const tests = workbench.page.locator('.test-explorer .monaco-list-row');
    await tests.filter({ hasText: 'shop.ftm' }).first().waitFor();
    await workbench.runCommand('Test: Run All Tests');
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'LeaderCrash: fails' }).first().waitFor();
    await until('what was measured, at the line of the expectation', async () =>
      /✗ \d|\d % != availability/.test(await workbench.editorText()),
    );
    await workbench.screenshot('story-test-explorer-dark');
  });

  it('goes from a test that failed to its timeline', async () => {
    const tests = workbench.page.locator('.test-explorer .monaco-list-row');
    await tests.filter({ hasText: 'shop.ftm' }).first().click();
    await workbench.page.keyboard.press('ArrowRight');
    await tests.filter({ hasText: 'LeaderCrash' }).first().click({ button: 'right' });
    const entry = workbench.page.locator('.context-view .action-label').filter({ hasText: 'Show Timeline' }).first();
    await entry.waitFor();
    // A menu takes no click in its first moments.
    await until('the menu to take the click', async () => {
      if (await entry.isVisible()) await entry.click({ timeout: 2000 });
      return entry.isHidden();
    });
    const view = await workbench.webview('.timeline');
    await until('the run of the test', async () =>
      (await view.locator('body').innerText()).includes('The leader crashes and comes back'),
    );
    await workbench.screenshot('story-failed-test-timeline-dark');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('View: Show Explorer');
  });

  it('compares the cells of an experiment as a table', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('FTM: Compare Experiment...');
    const preview = await workbench.webview('table');
    const text = await preview.locator('body').innerText();
    assert.match(text, /Tradeoffs/);
    assert.match(text, /Consensus/);
    assert.match(text, /Pair/);
    await workbench.screenshot('story-comparison-dark');
  });

  it('reloads the window and finds the comparison and the topology again', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('FTM: Show Topology');
    await workbench.webview('.box');
    // The command, unlike the browser's own, lets the window put down what is open.
    const reloaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await reloaded;
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    const topology = await workbench.webview('.box');
    await until('the nodes', async () => (await topology.locator('body').innerText()).includes('n3'));
    await workbench.page.locator('.tab').filter({ hasText: 'Experiment: Tradeoffs' }).click();
    const comparison = await workbench.webview('table');
    assert.match(await comparison.locator('body').innerText(), /Consensus/);
    await workbench.runCommand('View: Close All Editors');
  });

  it('begins a new model from a template and runs it without saving it', async () => {
    await workbench.runCommand('FTM: New Model...');
    await workbench.choose('One region, three zones');
    await workbench.waitForEditorText(/topology Cluster/);
    await workbench.runCommand('FTM: Run All Scenarios');
    const view = await workbench.webview('.timeline');
    await until('the run in the picture', async () =>
      (await view.locator('body').innerText()).includes('The leader crashes and comes back'),
    );
    assert.match(await view.locator('.badge').innerText(), /pass/i);
  });

  it('sees the whole picture when the timeline has the window to itself', async () => {
    await workbench.runCommand('View: Focus Right Editor Group');
    await workbench.runCommand('View: Maximize Editor Group and Hide Side Bars');
    const view = await workbench.webview('.timeline');
    await until('the boxes of the topology', async () => (await view.locator('.box').count()) >= 4);
    await workbench.screenshot('story-wide-dark');
    for (const [theme, name] of [
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'contrast-dark'],
      ['Default High Contrast Light', 'contrast-light'],
    ] as const) {
      await workbench.setColourTheme(theme);
      await workbench.webview('.timeline');
      await workbench.screenshot(`story-wide-${name}`);
    }
  });

  it('restarts the language server and goes on', async () => {
    await workbench.setColourTheme('Default Dark Modern');
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.getByRole('button', { name: "Don't Save" }).click();
    await workbench.runCommand('FTM: Restart Language Server');
    await workbench.openFile('broken.ftm');
    assert.match(await workbench.waitForProblem("has no 'heartbeet'"), /FTM301/);
  });
});
