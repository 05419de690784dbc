import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Workbench } from '../support/vscode-driver.js';

const MANIFEST = {
  name: 'smoke',
  publisher: 'ftm-test',
  version: '0.0.1',
  engines: { vscode: '^1.91.0' },
  main: './extension.js',
  contributes: { commands: [{ command: 'smoke.show', title: 'Show the Heading', category: 'Smoke' }] },
};

const EXTENSION = `
const vscode = require('vscode');
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('smoke.show', async () => {
      const files = await vscode.workspace.findFiles('**/*.ftm');
      const panel = vscode.window.createWebviewPanel('smoke', 'Smoke', vscode.ViewColumn.Active, {});
      panel.webview.html = '<h1>Found ' + files.length + ' model</h1>';
    }),
  );
  const problems = vscode.languages.createDiagnosticCollection('smoke');
  context.subscriptions.push(problems);
  const check = ({ document }) =>
    problems.set(
      document.uri,
      document.getText().includes('broken')
        ? [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 6), 'This model is broken.')]
        : [],
    );
  context.subscriptions.push(vscode.workspace.onDidChangeTextDocument(check));
};
`;

describe('the real VS Code that stories run in', () => {
  let scratch: string;
  let workbench: Workbench;

  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'ftm-smoke-'));
    const extensionPath = path.join(scratch, 'extension');
    const folder = path.join(scratch, 'models');
    mkdirSync(extensionPath);
    mkdirSync(folder);
    writeFileSync(path.join(extensionPath, 'package.json'), JSON.stringify(MANIFEST));
    writeFileSync(path.join(extensionPath, 'extension.js'), EXTENSION);
    writeFileSync(path.join(folder, 'one.ftm'), 'system one\n');
    workbench = await Workbench.open({ folder, extensionPath });
  });

  after(async () => {
    await workbench?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('runs a command of an extension, whose webview shows what it found in the folder', async () => {
    await workbench.runCommand('Smoke: Show the Heading');
    const webview = await workbench.webview('h1');
    assert.equal(await webview.locator('h1').innerText(), 'Found 1 model');
    await workbench.screenshot('smoke-webview');
  });

  it('opens a file, types into it, and reports what the extension finds wrong there', async () => {
    await workbench.openFile('one.ftm');
    await workbench.goTo(1, 1);
    await workbench.type('broken ');
    await workbench.waitForEditorText(/^broken system one/);
    assert.match(await workbench.waitForProblem('This model is broken.'), /This model is broken/);
    await workbench.screenshot('smoke-problem');
  });

  it('changes the colour theme while it runs', async () => {
    await workbench.setColourTheme('Default High Contrast Light');
    await workbench.screenshot('smoke-theme');
  });

  it('leaves nothing on the console of the window', () => {
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
