import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { until } from '../support/poll';
import type { Workbench } from '../support/vscode-driver';
import { storyWindow } from './story-window';

function emptyFolder(): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'ftm-web-')), 'empty');
  mkdirSync(folder);
  return folder;
}

/** The web extension host: no Node, no disk; extension, language server and simulator run in web workers. */
describe('in VS Code for the web, a person', () => {
  let workbench: Workbench;
  const settings = { 'files.autoSave': 'off', 'ftm.run.whenFinished': 'showTimeline' };
  storyWindow({ makeFolder: emptyFolder, settings, webOnly: true }, (window) => {
    workbench = window;
  });

  it('begins a new model, sees a mistake while typing and takes the quick fix', async () => {
    await workbench.runCommand('FTM: New Model...');
    await workbench.choose('One region, three zones');
    await workbench.waitForEditorText(/topology Cluster/);
    const line = (await workbench.editorText()).split('\n').findIndex((text) => text.startsWith('policy'));
    await workbench.goTo(line + 1, 1);
    await workbench.type('policy Broken = raft { heartbeet: 50ms }\n');
    await workbench.waitForProblem("has no 'heartbeet'");
    await workbench.runCommand('View: Hide Panel');
    await workbench.goTo(line + 1, 26);
    await workbench.runCommand('Quick Fix...');
    const fix = workbench.page
      .locator('.action-widget .action-item, .action-widget .monaco-list-row')
      .filter({ hasText: "Write 'heartbeat'" });
    await fix.first().waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForEditorText(/raft \{ heartbeat: 50ms \}/);
  });

  it('runs it, and sees its verdict, topology and timeline', async () => {
    await workbench.runCommand('FTM: Run All Scenarios');
    const view = await workbench.webview('.timeline');
    await until('the run in the picture', async () =>
      (await view.locator('body').innerText()).includes('The leader crashes and comes back'),
    );
    await until('the boxes of the topology', async () => (await view.locator('.box').count()) >= 4);
    assert.match(await view.locator('.badge').innerText(), /pass/i);
    await workbench.screenshot('story-web-host-dark');
  });

  it('is told where a search for faults is to be had', async () => {
    await workbench.page.locator('.codelens-decoration a').filter({ hasText: 'Search' }).first().click();
    await workbench.waitForNotification('ftm search');
  });
});
