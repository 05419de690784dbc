import { Command, CommanderError, Option } from 'commander';
import { availabilityCommand, type AvailabilityOptions } from './availability-command';
import { checkCommand } from './check-command';
import type { CommandContext } from './command-context';
import { compareCommand, type CompareOptions } from './compare-command';
import { diffCommand, type DiffOptions } from './diff-command';
import { ExitStatus } from './exit-status';
import { formatCommand, type FormatOptions } from './format-command';
import { HISTORY_MODELS } from './history/history-model';
import { historyCommand, type HistoryOptions } from './history-command';
import { InternalFailure, Interrupted, UnusableInput } from './input-problem';
import { lspCommand } from './lsp-command';
import { DEFAULT_SEARCH } from '../campaigns/search/search-faults';
import { faultsValue, fileName, fileNames, runsValue, seedValue, triesValue, widthValue } from './option-values';
import { runCommand, type RunOptions } from './run-command';
import { searchCommand, type SearchCommandOptions } from './search-command';
import { PRODUCT_VERSION } from './version';

const EXIT_STATUS_HELP = `
Exit status:
  0  all expectations hold
  1  one does not, or a file is not formatted
  2  the input cannot be used; the reasons are on standard error
  3  none fails, but one is undecided

A file named - is standard input.`;

/** Executes one command and answers its exit status; every way in which a command can end is settled here. */
export async function runCommandLine(args: readonly string[], context: CommandContext): Promise<ExitStatus> {
  const { terminal } = context;
  let status: ExitStatus = ExitStatus.Holds;
  const program = commandsOf(context, (ending) => {
    status = ending;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    terminal.progress('');
    return statusOfError(error, context);
  }
}

function statusOfError(error: unknown, { terminal }: CommandContext): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.Holds : ExitStatus.Unusable;
  if (error instanceof UnusableInput) {
    for (const line of error.diagnostics) terminal.err(`${line}\n`);
    return ExitStatus.Unusable;
  }
  if (error instanceof Interrupted) {
    terminal.err(`${error.message}\n`);
    return ExitStatus.Interrupted;
  }
  const detail = error instanceof InternalFailure ? error.detail : error instanceof Error ? error.stack : undefined;
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`internal error: ${message}\n${detail === undefined ? '' : `${detail}\n`}`);
  return ExitStatus.Internal;
}

function commandsOf(context: CommandContext, end: (status: ExitStatus) => void): Command {
  const { terminal } = context;
  const program = new Command('ftm')
    .description('Simulates replicated systems and their failures from .ftm models, and judges what they promise.')
    .version(PRODUCT_VERSION, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .addHelpText('after', EXIT_STATUS_HELP)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride();

  program
    .command('check')
    .description('list the problems of models')
    .argument('<file...>', 'model files', fileNames)
    .action(async (files: string[]) => end(await checkCommand(files, context)));

  program
    .command('run')
    .description('run scenarios and judge their expectations')
    .argument('<file...>', 'model files', fileNames)
    .option('--scenario <name>', 'only the scenario of this name')
    .option('--seed <number>', 'the first seed, instead of the one that a scenario states', seedValue)
    .option('--runs <number>', 'how many seeds, from the first one on', runsValue)
    .option(
      '--width <share>',
      'stop early once the 95% interval of the share of runs that hold is as narrow as this, such as 5%',
      widthValue,
    )
    .option('--json', 'print the results as JSON')
    .option('--no-explain', 'do not run failing scenarios again to find out why they fail')
    .option('--junit <file>', 'write the results as JUnit XML', fileName)
    .option('--sarif <file>', 'write what fails as SARIF 2.1.0, at the lines of the model', fileName)
    .option('--markdown <file>', 'write a summary for a review comment', fileName)
    .option('--html <file>', 'write a page that shows the run in any browser', fileName)
    .option('--trace <file>', 'write the run to look at it later (.ftmrun)', fileName)
    .action(async (files: string[], options: RunOptions) => end(await runCommand(files, options, context)));

  program
    .command('compare')
    .description('run an experiment and print its table')
    .argument('<file>', 'model file', fileName)
    .option('--experiment <name>', 'only the experiment of this name')
    .option(
      '--width <share>',
      'stop early once the 95% interval of every measure is as narrow as this: of shares in points, of others in parts of the mean',
      widthValue,
    )
    .option('--json', 'print the table as JSON')
    .option('--csv <file>', 'write the table as comma-separated values', fileName)
    .option('--html <file>', 'write the table as a page for any browser', fileName)
    .action(async (file: string, options: CompareOptions) => end(await compareCommand(file, options, context)));

  program
    .command('diff')
    .description('run the same scenarios of two models on the same randomness and print what differs')
    .argument('<before>', 'model file', fileName)
    .argument('<after>', 'model file', fileName)
    .option('--scenario <name>', 'only the scenario of this name')
    .action(async (before: string, after: string, options: DiffOptions) =>
      end(await diffCommand(before, after, options, context)),
    );

  program
    .command('format')
    .description('write models in the one form that they have')
    .argument('<file...>', 'model files', fileNames)
    .option('--check', 'change nothing; name the files that are not formatted')
    .action(async (files: string[], options: FormatOptions) => end(await formatCommand(files, options, context)));

  program
    .command('availability')
    .description('compute long-run availability from mtbf and mttr, without a run')
    .argument('<file>', 'model file', fileName)
    .option('--json', 'print the figures as JSON')
    .action(async (file: string, options: AvailabilityOptions) =>
      end(await availabilityCommand(file, options, context)),
    );

  program
    .command('search')
    .description('search for the smallest set of faults that breaks an expectation, added to those of a scenario')
    .argument('<file>', 'model file', fileName)
    .option('--scenario <name>', 'only the scenario of this name')
    .option('--faults <number>', `how many faults at most (${DEFAULT_SEARCH.mostFaults})`, faultsValue)
    .option('--tries <number>', `how many sets of faults are run at most (${DEFAULT_SEARCH.tries})`, triesValue)
    .option('--seed <number>', 'the seed, instead of the one that a scenario states', seedValue)
    .action(async (file: string, options: SearchCommandOptions) => end(await searchCommand(file, options, context)));

  program
    .command('history')
    .description('judge a recorded history (JSON lines, EDN or a log of Jepsen) by the consistency models')
    .argument('<file>', 'history file', fileName)
    .addOption(new Option('--model <model>', 'what was recorded').choices(HISTORY_MODELS).makeOptionMandatory())
    .option('--json', 'print the judgement as JSON')
    .action(async (file: string, options: HistoryOptions) => end(await historyCommand(file, options, context)));

  program
    .command('lsp')
    .description('serve an editor over standard input and output')
    .requiredOption('--stdio', 'the transport')
    .action(async () => lspCommand(context));

  return program;
}
