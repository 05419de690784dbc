import * as vscode from 'vscode';
import type { RunReport, RunVerdict } from '../../../../server/src/editor/wire';
import { isModel } from '../../infrastructure/documents';
import { locationOf } from '../../infrastructure/source-places';
import type { EndedRun, RunService } from '../../runs/run-service';
import { presentTests } from './present-tests';

/** Seeds of the profile that runs each scenario several times: enough to see luck, few enough to wait for. */
const SEVERAL_SEEDS = 10;

/** Runs tests that the Test Explorer asks for, once or whenever a file is saved. */
export class TestRunner implements vscode.Disposable {
  private readonly profiles: vscode.Disposable[] = [];

  constructor(
    private readonly controller: vscode.TestController,
    private readonly runs: RunService,
    private readonly resolve: (item: vscode.TestItem) => Promise<void>,
  ) {}

  addProfiles(): void {
    const once = this.controller.createRunProfile(
      vscode.l10n.t('Run'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.handle(request, token, [null]),
      true,
    );
    once.supportsContinuousRun = true;
    const seeds = Array.from({ length: SEVERAL_SEEDS }, (_, index) => index + 1);
    const several = this.controller.createRunProfile(
      vscode.l10n.t('Run with {0} Seeds', SEVERAL_SEEDS),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.handle(request, token, seeds),
    );
    this.profiles.push(once, several);
  }

  dispose(): void {
    vscode.Disposable.from(...this.profiles).dispose();
  }

  private async handle(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    seeds: readonly (number | null)[],
  ): Promise<void> {
    if (!request.continuous) {
      await this.runAll(request, token, seeds);
      return;
    }
    const saved = vscode.workspace.onDidSaveTextDocument((document) => {
      if (!isModel(document)) return;
      // A file without tests is there to be imported, so any test may be about it.
      const hasTests = this.controller.items.get(document.uri.toString()) !== undefined;
      void this.runAll(request, token, seeds, hasTests ? document.uri : undefined);
    });
    token.onCancellationRequested(() => {
      saved.dispose();
    });
  }

  private async runAll(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    seeds: readonly (number | null)[],
    only?: vscode.Uri,
  ): Promise<void> {
    const tests = (await presentTests(this.controller.items, request, this.resolve)).filter(
      ({ uri }) => only === undefined || uri?.toString() === only.toString(),
    );
    if (tests.length === 0 || token.isCancellationRequested) return;
    const testRun = this.controller.createTestRun(request);
    // Either ends the run: the button beside this run, or the end of continuous mode.
    const ended = new vscode.CancellationTokenSource();
    const subscriptions = [token, testRun.token].map((each) =>
      each.onCancellationRequested(() => {
        ended.cancel();
      }),
    );
    for (const test of tests) testRun.enqueued(test);
    for (const test of tests) {
      if (ended.token.isCancellationRequested) testRun.skipped(test);
      else await this.runTest(testRun, test, seeds, ended.token);
    }
    testRun.end();
    vscode.Disposable.from(...subscriptions, ended).dispose();
  }

  private async runTest(
    testRun: vscode.TestRun,
    test: vscode.TestItem,
    seeds: readonly (number | null)[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (test.uri === undefined) return;
    testRun.started(test);
    const began = Date.now();
    const messages: vscode.TestMessage[] = [];
    for (const seed of seeds) {
      const run = await this.runs.run({ uri: test.uri, scenario: test.label, seed }, token);
      if (run.answer.kind === 'cancelled') {
        testRun.skipped(test);
        return;
      }
      if (run.answer.kind !== 'finished') {
        testRun.errored(test, problemsOf(run), Date.now() - began);
        return;
      }
      testRun.appendOutput(outputOf(run.answer.report, run.answer.verdict), undefined, test);
      messages.push(...failuresOf(run.answer.verdict));
    }
    if (messages.length === 0) testRun.passed(test, Date.now() - began);
    else testRun.failed(test, messages, Date.now() - began);
  }
}

function failuresOf(verdict: RunVerdict): vscode.TestMessage[] {
  return verdict.expectations
    .filter(({ decision }) => decision !== 'pass')
    .map((expectation) => {
      const message = new vscode.TestMessage(`${expectation.explanation} (${vscode.l10n.t('seed {0}', verdict.seed)})`);
      message.expectedOutput = expectation.text;
      message.actualOutput = expectation.measured;
      message.contextValue = 'ftm.failure';
      if (expectation.place !== null) message.location = locationOf(expectation.place);
      return message;
    });
}

function problemsOf({ answer }: EndedRun): vscode.TestMessage[] {
  if (answer.kind === 'crashed') return [new vscode.TestMessage(answer.message)];
  if (answer.kind !== 'not-runnable') return [];
  return answer.problems.map((problem) => {
    const message = new vscode.TestMessage(`${problem.code}: ${problem.message}`);
    message.location = locationOf(problem.place);
    return message;
  });
}

/** Terminals want both signs at the end of a line. */
function outputOf(report: RunReport, verdict: RunVerdict): string {
  const lines = verdict.expectations.map(
    ({ text, decision, measured }) => `  ${decision.padEnd(9)} ${text}: ${measured}`,
  );
  return [`${report.scenario}, seed ${String(verdict.seed)}: ${report.summary}`, ...lines, ''].join('\r\n');
}
