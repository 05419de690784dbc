import { runExperiment } from '../campaigns/run-experiment';
import { RunPool } from '../campaigns/run-pool';
import { experimentCsv } from '../report/experiment-csv';
import { comparisonReport } from '../report/comparison-report';
import type { ExperimentResult } from '../report/experiment-result';
import { terminalTable } from '../report/experiment-table';
import { jsonExperiment } from '../report/json-experiment';
import { chooseExperiments } from './choose-scenarios';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { comparisonFiles } from './html-files';
import { filesOf, holdsOfSeveralRuns, openModels, requireUsable } from './open-models';
import { watched } from './show-progress';
import { requireDone } from './stopped-work';
import { terminalInk } from './terminal-ink';
import { PRODUCT_VERSION } from './version';
import { requireSeparate, writeOutputs } from './write-files';

export interface CompareOptions {
  readonly experiment?: string;
  readonly json?: boolean;
  readonly width?: number;
  readonly csv?: string;
  readonly html?: string;
}

/**
 * `ftm compare FILE`: every cell of an experiment, side by side. It compares and does not judge: a policy that breaks an
 * expectation which another one keeps is what the table is for, so the status is 0 whenever there is a table.
 */
export async function compareCommand(
  file: string,
  options: CompareOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { terminal, input, worker } = context;
  const models = await openModels([file], input);
  const asWritten = requireUsable(models);
  requireSeparate(filesOf(models), [options.csv, options.html]);
  const experiments = models.flatMap((model) => chooseExperiments(model, options.experiment));
  const isOnce = options.width === undefined && experiments.some(({ runs }) => runs === 1);
  const diagnostics = isOnce ? asWritten : requireUsable(models, 'warning', holdsOfSeveralRuns);
  for (const line of diagnostics) terminal.err(`${line}\n`);

  const pool = new RunPool(worker);
  const width = options.width === undefined ? {} : { width: options.width };
  const results: ExperimentResult[] = [];
  try {
    for (const experiment of experiments) {
      const total = experiment.cells.length * experiment.runs;
      results.push(requireDone(await runExperiment(experiment, pool, { ...watched(context, total), ...width })).result);
    }
  } finally {
    await pool.dispose();
  }

  const modelFile = models[0]?.file ?? file;
  const comparisons = results.map((result) => comparisonReport(result, modelFile));
  writeOutputs([
    ...(options.csv === undefined ? [] : [{ path: options.csv, text: experimentCsv(results) }]),
    ...(options.html === undefined ? [] : comparisonFiles(options.html, comparisons, context.bundles)),
  ]);
  if (options.json === true) {
    const all = { version: PRODUCT_VERSION, file: modelFile, experiments: results.map(jsonExperiment) };
    terminal.out(`${JSON.stringify(all, undefined, 2)}\n`);
  } else {
    terminal.out(results.map((result) => terminalTable(result, terminalInk(terminal))).join('\n'));
  }
  return ExitStatus.Holds;
}
