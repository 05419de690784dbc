import * as vscode from 'vscode';
import type { RunnableEntry } from '../../../../server/src/editor/wire';
import { configuration } from '../../infrastructure/configuration';
import { Debounce } from '../../infrastructure/debounce';
import { isModel, LANGUAGE_ID } from '../../infrastructure/documents';
import { messageOf } from '../../infrastructure/log';
import type { CommandRegistry } from '../../infrastructure/commands';
import type { ModelServer } from '../../infrastructure/model-server';
import { rangeOf } from '../../infrastructure/source-places';
import { listRunnables } from '../../runs/runnable-list';
import type { RunService } from '../../runs/run-service';
import { TestRunner } from './test-runner';

const QUIET_MS = 500;

/** More models than this are not looked through; they appear when they are opened. */
const MAX_FILES = 500;

interface Parts {
  readonly server: ModelServer;
  readonly runs: RunService;
  readonly log: vscode.LogOutputChannel;
}

/** The Test Explorer: every scenario that expects something is a test, under its file. */
export class ScenarioTests implements vscode.Disposable {
  private readonly controller: vscode.TestController;
  private readonly subscriptions: vscode.Disposable[] = [];
  /** Files that are deleted, and so have no tests, though their text may still be open and edited. */
  private readonly deleted = new Set<string>();
  private readonly updateSoon = new Debounce<vscode.Uri>(QUIET_MS, (uri) => {
    void this.update(uri);
  });

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.showTimelineOfTest', (argument) => showTimelineOf(argument));
    this.controller = vscode.tests.createTestController('ftm.scenarios', vscode.l10n.t('FTM Scenarios'));
    this.controller.resolveHandler = (item) => (item === undefined ? this.discover() : this.resolve(item));
    this.controller.refreshHandler = () => this.discover();
    const runner = new TestRunner(this.controller, parts.runs, (item) => this.resolve(item));
    runner.addProfiles();
    this.subscriptions.push(
      this.controller,
      runner,
      ...this.watchFiles(),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isModel(document)) this.updateSoon.call(document.uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isModel(document)) this.updateSoon.call(document.uri);
      }),
      configuration.onDidChange(() => {
        void this.discover();
      }),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.updateSoon).dispose();
  }

  private watchFiles(): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.ftm');
    watcher.onDidCreate((uri) => {
      this.deleted.delete(uri.toString());
      return this.update(uri);
    });
    watcher.onDidChange((uri) => this.update(uri));
    watcher.onDidDelete((uri) => {
      this.deleted.add(uri.toString());
      this.controller.items.delete(uri.toString());
    });
    return [watcher];
  }

  /** Finds the models of the workspace; their scenarios are asked for when an item is unfolded, or at once if open. */
  private async discover(): Promise<void> {
    if (!configuration.testExplorer()) {
      this.controller.items.replace([]);
      return;
    }
    const files = await vscode.workspace.findFiles('**/*.ftm', '**/node_modules/**', MAX_FILES);
    const open = vscode.workspace.textDocuments.filter(isModel).map(({ uri }) => uri);
    await Promise.all([...files, ...open].map((uri) => this.update(uri)));
  }

  private async resolve(item: vscode.TestItem): Promise<void> {
    if (item.uri !== undefined && item.parent === undefined) await this.update(item.uri);
  }

  private async update(uri: vscode.Uri): Promise<void> {
    if (!configuration.testExplorer() || !['file', 'untitled', 'vscode-remote', 'vscode-vfs'].includes(uri.scheme))
      return;
    try {
      const entries = await listRunnables(this.parts.server, uri);
      this.show(
        uri,
        entries.filter(({ kind, expectations }) => kind === 'scenario' && expectations.length > 0),
      );
    } catch (failure) {
      this.parts.log.debug(`No tests of ${uri.toString()}: ${messageOf(failure)}`);
    }
  }

  private show(uri: vscode.Uri, scenarios: readonly RunnableEntry[]): void {
    const id = uri.toString();
    if (scenarios.length === 0 || this.deleted.has(id)) {
      this.controller.items.delete(id);
      return;
    }
    const known = this.controller.items.get(id);
    const file = known ?? this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    file.tags = [new vscode.TestTag(LANGUAGE_ID)];
    file.children.replace(scenarios.map((entry) => this.itemOf(file, uri, entry)));
    if (known === undefined) this.controller.items.add(file);
  }

  /** An item that was there keeps its identity, and with it the result that is shown beside it. */
  private itemOf(file: vscode.TestItem, uri: vscode.Uri, entry: RunnableEntry): vscode.TestItem {
    const id = `${uri.toString()}#${entry.name}`;
    const item = file.children.get(id) ?? this.controller.createTestItem(id, entry.name, uri);
    item.range = rangeOf(entry.place);
    if (entry.title !== entry.name) item.description = entry.title;
    return item;
  }
}

/** Of a test, or of one of its failures; the window gives either. */
async function showTimelineOf(argument: unknown): Promise<void> {
  const test: unknown =
    typeof argument === 'object' && argument !== null && 'test' in argument ? argument.test : argument;
  if (typeof test !== 'object' || test === null || !('uri' in test) || !('label' in test)) return;
  const target = { uri: String(test.uri), name: String(test.label) };
  await vscode.commands.executeCommand('ftm.showTimeline', target);
}
