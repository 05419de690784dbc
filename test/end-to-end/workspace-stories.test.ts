import { strict as assert } from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
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

/** A test that fails with every seed, and one that nobody waits for. */
const OWN_TESTS = `import "shop.ftm"
scenario Quick { topology: Shop workload: Shopping at 1s crash n1 for 500ms duration: 2s expect availability >= 100% }
scenario Forever { topology: Shop workload: Shopping duration: 50000s expect no lost writes }
`;

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

  it('runs a test with several seeds, and cancels one that would run for hours', async () => {
    writeFileSync(path.join(workbench.folder, 'own.ftm'), OWN_TESTS);
    await workbench.openFile('own.ftm');
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    await unfold('own.ftm');
    await chooseForTest('Quick', 'Execute Using Profile...');
    await workbench.choose('Run with 10 Seeds');
    await workbench.runCommand('Test Results: Focus on Test Results View');
    const results = workbench.page.locator('.test-output-peek-tree, .test-output-peek').first();
    await until('a failure of the last seed', async () => /seed 10\b/.test(await results.innerText()));
    await workbench.runCommand('View: Hide Panel');

    await chooseForTest('Forever', 'Run Test');
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'Forever' }).first().waitFor();
    await clickInTitle(/^Cancel Test Run/);
    await testRow('Forever').locator('.codicon-testing-skipped-icon').first().waitFor();
    await workbench.openFile('own.ftm');
    rmSync(path.join(workbench.folder, 'own.ftm'));
    await testRow('own.ftm').waitFor({ state: 'detached' });
    // The text is still there and is edited, but there is no file that its tests could be tests of.
    await workbench.goTo(1, 1);
    await workbench.type('// not saved ');
    await workbench.waitForEditorText(/not saved/);
    await workbench.page.waitForTimeout(2000);
    assert.equal(await testRow('own.ftm').count(), 0);
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.getByRole('button', { name: "Don't Save" }).click();
  });

  it('has a test run again whenever its file is saved, until that is turned off', async () => {
    await workbench.openFile('shop.ftm');
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    await clickInTitle(/^Start Continuous Run/);
    await clickOkIfAsked();
    const status = workbench.page.locator('.statusbar-item').filter({ hasText: /^\W*LeaderCrash: / });
    const item = testRow('shop.ftm');
    await workbench.openFile('shop.ftm');
    await replaceInLine(12, 'expect availability >= 100%', 'expect availability >= 1%');
    await workbench.runCommand('File: Save');
    await item.locator('.codicon-testing-passed-icon').first().waitFor();
    await status.filter({ hasText: 'holds' }).first().waitFor();
    await workbench.screenshot('story-continuous-run-dark');
    await replaceInLine(12, 'expect availability >= 1%', 'expect availability >= 100%');
    await workbench.runCommand('File: Save');
    await item.locator('.codicon-testing-failed-icon').first().waitFor();
    await clickInTitle(/^Stop Continuous Run/);
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

  /** Takes an entry of the menu of a test. */
  async function chooseForTest(name: string, label: string): Promise<void> {
    await testRow(name).click({ button: 'right' });
    const entry = workbench.page.locator('.context-view .action-label').filter({ hasText: label }).first();
    await entry.waitFor();
    await until('the menu to take the click', async () => {
      if (await entry.isVisible()) await entry.click({ timeout: 2000 });
      return entry.isHidden();
    });
  }

  /** Takes a button above the tests, which the palette does not have. */
  async function clickInTitle(label: RegExp): Promise<void> {
    const pane = workbench.page.locator('.pane-header, .composite.title').filter({ hasText: /testing|test explorer/i });
    await pane.getByRole('button', { name: label }).first().click();
  }

  /** The window asks which profiles it shall run, with all of them chosen. */
  async function clickOkIfAsked(): Promise<void> {
    const ok = workbench.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' });
    await ok.click({ timeout: 3000 }).catch(() => undefined);
  }

  async function unfold(file: string): Promise<void> {
    await testRow(file).click();
    await workbench.page.keyboard.press('ArrowRight');
  }

  function testRow(name: string): Locator {
    return workbench.page.locator('.test-explorer .monaco-list-row').filter({ hasText: name }).first();
  }

  async function replaceInLine(line: number, old: string, text: string): Promise<void> {
    await workbench.goTo(line, 1);
    await workbench.waitForEditorText(new RegExp(old));
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Shift+End');
    await workbench.type(text);
  }
});
