import * as vscode from 'vscode';
import { receiveTopologyAnswer, topologyRequest } from '../../../../server/src/editor/wire';
import type { DocumentQuery, HostMessage, TopologyAnswer, ViewMessage } from '../../../../server/src/editor/wire';
import type { CommandRegistry } from '../../infrastructure/commands';
import { configuration } from '../../infrastructure/configuration';
import { Debounce } from '../../infrastructure/debounce';
import { isModel } from '../../infrastructure/documents';
import type { CurrentModel } from '../../infrastructure/documents';
import { messageOf } from '../../infrastructure/log';
import type { ModelServer } from '../../infrastructure/model-server';
import { PicturePanel } from '../../infrastructure/picture-panel';

/** Named in `activationEvents`, so that a panel of an earlier window wakes the extension. */
export const TOPOLOGY_VIEW = 'ftm.topology';

/** Long enough not to draw every letter, short enough to be felt as at once. */
const QUIET_MS = 250;

/** Where the address of the model that the panel showed is kept between windows. */
const STATE_KEY = 'ftm.topology.uri';

interface Parts {
  readonly server: ModelServer;
  readonly current: CurrentModel;
  readonly state: vscode.Memento;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** `FTM: Show Topology`: the topology of a model as it is typed. Broken text leaves the last good picture there. */
export class TopologyFeature implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly subscriptions: vscode.Disposable[];
  private readonly refreshSoon = new Debounce<void>(QUIET_MS, () => {
    void this.refresh();
  });
  private panel: PicturePanel | undefined;
  private uri: vscode.Uri | undefined;
  private picture: HostMessage | undefined;
  private notice: HostMessage | undefined;
  private isAsking = false;
  private isOutdated = false;

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.showTopology', (argument) => this.show(argument));
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(TOPOLOGY_VIEW, this),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // An imported file may change the picture as well.
        if (contentChanges.length > 0 && isModel(document)) this.refreshSoon.call();
      }),
      parts.current.onDidChange(({ document }) => {
        if (this.panel !== undefined && configuration.topologyFollowsEditor()) this.turnTo(document.uri);
      }),
      parts.server.onDidRestart(() => {
        this.refreshSoon.call();
      }),
    ];
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const kept = this.parts.state.get<string>(STATE_KEY);
    this.adopt(panel);
    const uri = this.parts.current.uri ?? (kept === undefined ? undefined : vscode.Uri.parse(kept));
    if (uri !== undefined) this.turnTo(uri);
    return Promise.resolve();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.refreshSoon).dispose();
    this.panel?.dispose();
  }

  private async show(argument: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : this.parts.current.uri;
    if (uri === undefined) {
      await vscode.window.showInformationMessage(vscode.l10n.t('Open a .ftm model first.'));
      return;
    }
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(TOPOLOGY_VIEW, vscode.l10n.t('Topology'), column));
    }
    this.turnTo(uri);
    this.panel?.reveal();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    const owner = {
      content: () => [this.picture, this.notice].filter((message) => message !== undefined),
      hear: (message: ViewMessage) => {
        this.hear(message);
      },
    };
    const picture = new PicturePanel(panel, owner, this.parts.extensionUri, this.parts.log);
    this.panel = picture;
    picture.onDidClose(() => {
      if (this.panel === picture) this.panel = undefined;
    });
  }

  private turnTo(uri: vscode.Uri): void {
    if (this.uri?.toString() !== uri.toString()) {
      this.uri = uri;
      this.picture = undefined;
      this.notice = undefined;
      void this.parts.state.update(STATE_KEY, uri.toString());
    }
    void this.refresh();
  }

  /** One question at a time; what changes meanwhile is asked about afterwards. */
  private async refresh(): Promise<void> {
    if (this.panel === undefined || this.uri === undefined) return;
    this.isOutdated = true;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.isOutdated) {
        this.isOutdated = false;
        await this.ask(this.uri);
      }
    } finally {
      this.isAsking = false;
    }
  }

  private async ask(uri: vscode.Uri): Promise<void> {
    const query: DocumentQuery = { uri: uri.toString() };
    const { token } = new vscode.CancellationTokenSource();
    try {
      const answer = await this.parts.server.ask(topologyRequest, query, receiveTopologyAnswer, token);
      if (uri === this.uri) this.take(uri, answer);
    } catch (failure) {
      this.parts.log.error('The topology cannot be shown.', messageOf(failure));
      this.tell({ kind: 'problem', severity: 'error', message: messageOf(failure), source: null });
    }
  }

  private take(uri: vscode.Uri, { picture, problem }: TopologyAnswer): void {
    if (picture !== null) {
      this.picture = { kind: 'topology', file: uri.toString(), ...picture };
      this.notice = undefined;
      this.panel?.post(this.picture);
      if (this.panel !== undefined) this.panel.title = vscode.l10n.t('Topology: {0}', picture.title);
    }
    if (problem !== null) {
      this.tell({ kind: 'problem', severity: 'error', message: problem.message, source: problem.place });
    } else if (picture === null) {
      const message = vscode.l10n.t('This file declares no topology.');
      this.tell({ kind: 'problem', severity: 'info', message, source: null });
    }
  }

  private tell(message: HostMessage): void {
    this.notice = message;
    this.panel?.post(message);
  }

  private hear(message: ViewMessage): void {
    if (message.kind === 'runAgain') void vscode.commands.executeCommand('ftm.runScenario', this.uri);
  }
}
