import * as vscode from 'vscode';
import { receiveRunnableName } from '../../../../server/src/editor/wire';
import type { HostMessage, Moment, SourcePlace, ViewMessage } from '../../../../server/src/editor/wire';
import type { CommandRegistry } from '../../infrastructure/commands';
import type { CurrentModel } from '../../infrastructure/documents';
import { Debounce } from '../../infrastructure/debounce';
import { PicturePanel } from '../../infrastructure/picture-panel';
import type { ReportShelf, Shelved, ShelvedReport } from '../../runs/report-shelf';
import type { EndedRun, ExplainedRun, ExplainingRun, RunningRun, RunService } from '../../runs/run-service';
import { SourceMarks } from './source-marks';

/** Named in `activationEvents`, so that a panel of an earlier window wakes the extension. */
export const TIMELINE_VIEW = 'ftm.timeline';

/** Arrow keys pass many lines on the way to the one that is meant. */
const FOLLOW_MS = 150;

interface Parts {
  readonly runs: RunService;
  readonly shelf: ReportShelf;
  readonly current: CurrentModel;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** What leads to a run, and mostly to a moment of it. */
export type RunLink = Omit<Moment, 'at'> & Partial<Pick<Moment, 'at'>>;

/** `FTM: Show Timeline`: the newest run, drawn. One panel a window; a new run replaces what it shows. */
export class TimelineFeature implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly subscriptions: vscode.Disposable[];
  private readonly marks = new SourceMarks();
  private readonly followSoon = new Debounce<vscode.TextEditor>(FOLLOW_MS, (editor) => {
    this.followCursor(editor);
  });
  private panel: PicturePanel | undefined;
  private shown: ShelvedReport | undefined;
  private notice: HostMessage | undefined;
  /** How far explanations have come that are still being made. */
  private explaining: readonly ExplainingRun[] = [];
  /** Where a link leads within the run that is shown. */
  private instant: number | undefined;

  constructor(
    commands: CommandRegistry,
    private readonly parts: Parts,
  ) {
    commands.register('ftm.showTimeline', (argument) => this.show(argument));
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(TIMELINE_VIEW, this),
      parts.runs.onDidProgress((run) => {
        this.showProgress(run);
      }),
      parts.runs.onDidEnd((run) => {
        this.showEnd(run);
      }),
      parts.runs.onDidExplain((run) => {
        this.showExplained(run);
      }),
      parts.runs.onDidProgressExplaining((run) => {
        this.showExplaining(run);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.textHasChanged(document.uri);
      }),
      vscode.window.onDidChangeTextEditorSelection((change) => {
        // A selection that a command made, such as ours when a line is shown, is nobody's wish to see another moment.
        if (change.kind !== undefined && change.kind !== vscode.TextEditorSelectionChangeKind.Command)
          this.followSoon.call(change.textEditor);
      }),
    ];
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    const restored = await this.parts.shelf.restore();
    if (restored !== undefined) this.draw(restored);
    else this.tell({ kind: 'problem', severity: 'info', message: NO_RUN_YET(), source: null });
  }

  /** A link that somebody followed: the run it is of, made again where it is not at hand, at its instant. */
  async openMoment({ file, scenario, cell, seed, at }: RunLink): Promise<void> {
    const uri = vscode.Uri.parse(file, true);
    const { shelf } = this.parts;
    const isMeant = (shelved: ShelvedReport | undefined): boolean =>
      shelved?.report.seed === seed && shelved.cell === cell;
    if (!isMeant(shelf.find({ uri, scenario, cell }))) await this.run({ uri, scenario, cell }, seed);
    const report = shelf.find({ uri, scenario, cell });
    if (report === undefined || !isMeant(report)) {
      await vscode.window.showWarningMessage(vscode.l10n.t('{0} cannot be run any more.', scenario));
      return;
    }
    this.open();
    this.draw(report, at);
    this.panel?.reveal();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.marks, this.followSoon).dispose();
    this.panel?.dispose();
  }

  /** With nothing run yet there is no timeline: the user is asked which scenario to run. */
  private async show(argument: unknown): Promise<void> {
    const report = this.wanted(argument) ?? (await this.runFirst(argument));
    if (report === undefined) return;
    this.open();
    this.draw(report);
    this.panel?.reveal();
  }

  private wanted(argument: unknown): ShelvedReport | undefined {
    const { shelf, current } = this.parts;
    const named = receiveRunnableName(argument);
    if (named.ok) return shelf.newestNamed(vscode.Uri.parse(named.value.uri, true), named.value.name);
    const uri = argument instanceof vscode.Uri ? argument : current.uri;
    return uri === undefined ? shelf.newest : shelf.newestOf(uri);
  }

  private async runFirst(argument: unknown): Promise<ShelvedReport | undefined> {
    const before = this.parts.runs.last;
    await vscode.commands.executeCommand('ftm.runScenario', argument);
    return this.parts.runs.last === before ? undefined : this.wanted(argument);
  }

  private open(): void {
    if (this.panel !== undefined) return;
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(TIMELINE_VIEW, vscode.l10n.t('Timeline'), column));
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    const picture = new PicturePanel(
      panel,
      {
        content: () => this.content(),
        hear: (message) => {
          this.hear(message);
        },
        linked: (moment) => this.linked(moment),
      },
      this.parts.extensionUri,
      this.parts.log,
    );
    this.panel = picture;
    picture.onDidClose(() => {
      if (this.panel !== picture) return;
      this.panel = undefined;
      this.marks.clear();
    });
  }

  /** The report of a cell names the scenario, and only the experiment says with which values. */
  private linked(moment: Moment): Moment {
    const { cell, scenario } = this.shown ?? {};
    return cell === undefined || scenario === undefined ? moment : { ...moment, scenario, cell };
  }

  private content(): readonly HostMessage[] {
    const { all } = this.parts.shelf;
    const titles = all.map(({ report, cell }) =>
      vscode.l10n.t('{0}, seed {1}', cell === undefined ? report.scenario : report.title, report.seed),
    );
    const chosen = all.findIndex((shelved) => shelved === this.shown);
    const report: HostMessage[] =
      this.shown === undefined
        ? []
        : [
            { kind: 'choices', titles, chosen },
            { kind: 'report', report: this.shown.report },
            ...this.explaining.filter((run) => run.answer.report === this.shown?.report).map(explainingMessage),
          ];
    const { instant } = this;
    const moment: HostMessage[] = instant === undefined ? [] : [{ kind: 'revealTime', at: instant }];
    return this.notice === undefined ? [...report, ...moment] : [...report, this.notice, ...moment];
  }

  private draw(shelved: ShelvedReport, at?: number): void {
    this.shown = shelved;
    this.instant = at;
    this.notice = undefined;
    this.marks.clear();
    if (this.panel === undefined) return;
    this.panel.title = vscode.l10n.t('Timeline: {0}', shelved.scenario);
    for (const message of this.content()) this.panel.post(message);
  }

  private tell(message: HostMessage): void {
    this.notice = message;
    this.panel?.post(message);
  }

  private showProgress(run: RunningRun): void {
    this.tell({ kind: 'running', title: run.scenario, share: run.share });
  }

  /** The report on the shelf has it by now; the picture is told what is new. */
  private showExplained(run: ExplainedRun): void {
    if (this.shown?.report !== run.answer.report) return;
    this.shown = this.parts.shelf.find(run) ?? this.shown;
    this.panel?.post({ kind: 'explained', whys: run.explained.whys });
  }

  private showExplaining(run: ExplainingRun): void {
    const others = this.explaining.filter(({ answer }) => answer !== run.answer);
    this.explaining = run.news === null ? others : [...others, run];
    if (this.shown?.report === run.answer.report) this.panel?.post(explainingMessage(run));
  }

  private showEnd(run: EndedRun): void {
    const { answer } = run;
    switch (answer.kind) {
      case 'finished':
        this.draw(this.parts.shelf.newest ?? { ...run, report: answer.report });
        return;
      case 'cancelled':
        this.say('info', vscode.l10n.t('The run of {0} was cancelled.', run.scenario), null);
        return;
      case 'not-runnable':
        this.say('error', answer.problems[0]?.message ?? answer.message, answer.problems[0]?.place ?? null);
        return;
      case 'crashed':
        this.say('error', vscode.l10n.t('The run of {0} crashed: {1}', run.scenario, answer.message), null);
        return;
    }
  }

  private say(severity: 'error' | 'warning' | 'info', message: string, source: SourcePlace | null): void {
    this.tell({ kind: 'problem', severity, message, source });
  }

  private textHasChanged(uri: vscode.Uri): void {
    if (this.shown === undefined || this.notice !== undefined || uri.toString() !== this.shown.uri.toString()) return;
    this.say('info', vscode.l10n.t('The text has changed since this run.'), null);
    this.marks.clear();
  }

  private followCursor(editor: vscode.TextEditor): void {
    const file = editor.document.uri.toString();
    if (this.shown?.uri.toString() !== file) return;
    this.panel?.post({ kind: 'revealSource', file, line: editor.selection.active.line });
  }

  /** The same, or with another seed. */
  private async run({ uri, scenario, cell }: Shelved, seed: number | null): Promise<void> {
    const { token } = new vscode.CancellationTokenSource();
    await this.parts.runs.run({ uri, scenario, seed, ...(cell === undefined ? {} : { cell }) }, token);
  }

  private hear(message: ViewMessage): void {
    if (message.kind === 'cancel') this.parts.runs.cancelAll();
    if (message.kind === 'cursorMoved') {
      this.instant = undefined;
      this.marks.show(message.sources);
    }
    const asked =
      message.kind === 'choose' || message.kind === 'chooseAgainst' ? this.parts.shelf.all[message.index] : undefined;
    if (message.kind === 'choose' && asked !== undefined) this.draw(asked);
    if (message.kind === 'chooseAgainst') this.panel?.post({ kind: 'against', report: asked?.report ?? null });
    if (message.kind === 'openRun' && this.shown !== undefined) void this.run(this.shown, message.seed);
    if (message.kind === 'runAgain' && this.shown !== undefined) {
      const { uri, scenario, cell, seed } = this.shown;
      if (cell !== undefined) void this.run(this.shown, seed);
      else void vscode.commands.executeCommand('ftm.runScenario', { uri: uri.toString(), name: scenario });
    }
  }
}

function explainingMessage({ news }: ExplainingRun): HostMessage {
  return { kind: 'explaining', progress: news === null ? null : { share: news.share ?? 0, text: news.text } };
}

const NO_RUN_YET = (): string => vscode.l10n.t('Run a scenario to see its timeline here.');
