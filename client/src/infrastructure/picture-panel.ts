import * as vscode from 'vscode';
import { htmlPanel, receiveViewMessage, reportMessages } from '../../../server/src/editor/wire';
import type { HostMessage, Moment, RunReport, SourcePlace, ViewMessage } from '../../../server/src/editor/wire';
import { messageOf } from './log';
import { copyLink, saveFile } from './save-file';
import { revealPlace } from './source-places';

/** What a panel needs of the feature that owns it. */
export interface PictureOwner {
  /** Everything there is to show, in order: a picture that was hidden has forgotten all of it. */
  content(): readonly HostMessage[];
  /** What the picture asks for, beyond showing a place of the text, which every panel does. */
  hear(message: ViewMessage): void;
  /** Where a file is that the picture names; without this, files are named by their addresses. */
  locate?(file: string): Promise<vscode.Uri>;
  /** The moment with what else a link must say to lead to the same run; without this, nothing else. */
  linked?(moment: Moment): Moment;
}

/** One webview with a picture in it. Its page is written once; after that it is told what changed. */
export class PicturePanel implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private isReady = false;
  private lastStream = 0;
  /** The newest report on its way to each place. */
  private readonly streams = new Map<'report' | 'against', number>();

  /** @param panel fresh, or restored from before the window was reloaded */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly owner: PictureOwner,
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const assets = vscode.Uri.joinPath(extensionUri, 'dist');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [assets] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'client', 'icons', 'ftm-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'client', 'icons', 'ftm-dark.svg'),
    };
    this.subscriptions.push(
      webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
      panel.onDidChangeViewState(() => {
        // A hidden picture is gone; it says that it is ready when it is drawn again.
        if (panel.visible) return;
        this.isReady = false;
        this.streams.clear();
      }),
    );
    webview.html = htmlPanel({
      bundleUri: webview.asWebviewUri(vscode.Uri.joinPath(assets, 'webview.js')).toString(),
      elkWorkerUri: webview.asWebviewUri(vscode.Uri.joinPath(assets, 'elk-worker.min.js')).toString(),
      cspSource: webview.cspSource,
      nonce: newNonce(),
    });
  }

  set title(title: string) {
    this.panel.title = title;
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  onDidClose(listener: () => void): void {
    this.subscriptions.push(this.panel.onDidDispose(listener));
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Nothing is sent to a picture that is not there; it asks for everything when it is. */
  post(message: HostMessage): void {
    if (!this.isReady) return;
    if ((message.kind === 'report' || message.kind === 'against') && message.report !== null) {
      void this.stream(message.kind, message.report);
      return;
    }
    if (message.kind === 'against') this.streams.delete(message.kind);
    void this.panel.webview.postMessage(message);
  }

  /** A large report goes in parts, each when the last has been taken, until it has gone or another one takes its place. */
  private async stream(kind: 'report' | 'against', report: RunReport): Promise<void> {
    const id = ++this.lastStream;
    this.streams.set(kind, id);
    for (const message of reportMessages(kind, report, id)) {
      const isTaken = await this.panel.webview.postMessage(message);
      if (!isTaken || !this.isReady || this.streams.get(kind) !== id) return;
    }
  }

  dispose(): void {
    this.isReady = false;
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private receive(value: unknown): void {
    const received = receiveViewMessage(value);
    if (!received.ok) {
      this.log.warn(`The picture sent what cannot be read: ${received.problem}`);
      return;
    }
    const { message } = received;
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        for (const part of this.owner.content()) this.post(part);
        return;
      case 'openSource':
        this.openSource(message.source).then(undefined, (failure: unknown) => {
          this.log.warn(`A place of the model cannot be shown: ${String(failure)}`);
          void vscode.window.showWarningMessage(messageOf(failure));
        });
        return;
      case 'failed':
        this.log.error(`The picture failed: ${message.message}`);
        return;
      case 'save':
        saveFile(message).then(undefined, (failure: unknown) => {
          void vscode.window.showErrorMessage(
            vscode.l10n.t('{0} could not be saved: {1}', message.name, messageOf(failure)),
          );
        });
        return;
      case 'copyLink':
        this.copyLink(message).then(undefined, (failure: unknown) => {
          void vscode.window.showErrorMessage(messageOf(failure));
        });
        return;
      case 'choose':
      case 'chooseAgainst':
      case 'openRun':
      case 'runAgain':
      case 'cancel':
      case 'cursorMoved':
        this.owner.hear(message);
        return;
    }
  }

  private async openSource(place: SourcePlace): Promise<void> {
    await revealPlace({ ...place, file: await this.addressOf(place.file) });
  }

  private async copyLink({ file, scenario, seed, at }: Moment): Promise<void> {
    const moment = { file: await this.addressOf(file), scenario, seed, at };
    await copyLink(this.owner.linked?.(moment) ?? moment);
  }

  private async addressOf(file: string): Promise<string> {
    return this.owner.locate === undefined ? file : (await this.owner.locate(file)).toString();
  }
}

/** A word that nobody can guess, of letters that an attribute may hold. */
function newNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
