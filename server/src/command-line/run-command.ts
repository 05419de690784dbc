import { RunPool } from '../campaigns/run-pool';
import { runScenarios } from '../campaigns/run-scenarios';
import { markdownSummary } from '../report/markdown-summary';
import { sarifLog } from '../report/sarif';
import { jsonResult } from '../report/json-result';
import { junitXml } from '../report/junit-xml';
import type { ScenarioResult } from '../report/scenario-result';
import { terminalReport } from '../report/terminal-report';
import { encodeTraceFile } from '../report/trace-file';
import { chooseScenarios } from './choose-scenarios';
import type { CommandContext } from './command-context';
import type { ExitStatus } from './exit-status';
import { exitStatusOf } from './exit-status';
import { htmlFiles } from './html-files';
import { filesOf, holdsOfSeveralRuns, openModels, requireUsable } from './open-models';
import { watched } from './show-progress';
import { requireDone } from './stopped-work';
import { terminalInk } from './terminal-ink';
import { PRODUCT_VERSION } from './version';
import { requireSeparate, writeOutputs, type OutputFile } from './write-files';

export interface RunOptions {
  readonly scenario?: string;
  readonly seed?: number;
  readonly runs?: number;
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly width?: number;
  readonly junit?: string;
  readonly sarif?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly trace?: string;
}

/** `ftm run FILE...`: every scenario of the files, judged and reported. */
export async function runCommand(
  files: readonly string[],
  options: RunOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { terminal, input, worker } = context;
  const models = await openModels(files, input);
  const { seed, runs, junit, sarif, markdown, html, trace } = options;
  const isOnce = (runs ?? 1) === 1 && options.width === undefined;
  const diagnostics = requireUsable(models, 'warning', isOnce ? undefined : holdsOfSeveralRuns);
  requireSeparate(filesOf(models), [junit, sarif, markdown, html, trace]);
  const scenarios = chooseScenarios(models, options.scenario, {
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
  });
  for (const line of diagnostics) terminal.err(`${line}\n`);

  const pool = new RunPool(worker);
  const total = scenarios.reduce((sum, scenario) => sum + scenario.runs, 0);
  const outcome = await runScenarios(scenarios, pool, {
    ...watched(context, total),
    explain: options.explain ?? true,
    drawn: options.html !== undefined || options.trace !== undefined,
    ...(options.width === undefined ? {} : { width: options.width }),
  }).finally(() => pool.dispose());
  const results = requireDone(outcome).results;

  writeOutputs(outputFiles(results, options, context));
  if (options.json === true) {
    const names = models.map(({ file }) => file);
    terminal.out(`${JSON.stringify(jsonResult(PRODUCT_VERSION, names, results), undefined, 2)}\n`);
  } else {
    terminal.out(terminalReport(results, terminalInk(terminal)));
  }
  return exitStatusOf(results.map(({ decision }) => decision));
}

function outputFiles(
  results: readonly ScenarioResult[],
  { junit, sarif, markdown, html, trace }: RunOptions,
  { bundles }: CommandContext,
): readonly OutputFile[] {
  const reports = results.flatMap(({ picture }) => picture ?? []);
  return [
    ...(junit === undefined ? [] : [{ path: junit, text: junitXml(results) }]),
    ...(sarif === undefined
      ? []
      : [{ path: sarif, text: `${JSON.stringify(sarifLog(PRODUCT_VERSION, results), undefined, 2)}\n` }]),
    ...(markdown === undefined ? [] : [{ path: markdown, text: markdownSummary(results) }]),
    ...(html === undefined ? [] : htmlFiles(html, reports, bundles)),
    ...(trace === undefined ? [] : [{ path: trace, text: encodeTraceFile(PRODUCT_VERSION, reports) }]),
  ];
}
