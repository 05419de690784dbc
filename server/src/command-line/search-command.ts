import { RunPool } from '../campaigns/run-pool';
import { foundScenario } from '../campaigns/search/found-scenario';
import { DEFAULT_SEARCH, searchFaults, type SearchOutcome } from '../campaigns/search/search-faults';
import type { ScenarioModel } from '../language/model';
import { format } from '../language';
import { SourceText } from '../language/source-text';
import { chooseScenarios } from './choose-scenarios';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { openModels, requireUsable, type OpenedModel } from './open-models';
import { searchReport, type FinishedSearch } from './search-report';
import { requireDone } from './stopped-work';
import { terminalInk } from './terminal-ink';

export interface SearchCommandOptions {
  readonly scenario?: string;
  readonly faults?: number;
  readonly tries?: number;
  readonly seed?: number;
}

/** `ftm search FILE`: for each scenario the smallest set of added faults that breaks one of its expectations. */
export async function searchCommand(
  file: string,
  options: SearchCommandOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { terminal, input, worker, signal } = context;
  const models = await openModels([file], input);
  const diagnostics = requireUsable(models);
  const { seed, faults: mostFaults = DEFAULT_SEARCH.mostFaults, tries = DEFAULT_SEARCH.tries } = options;
  const scenarios = chooseScenarios(models, options.scenario, seed === undefined ? {} : { seed });
  for (const line of diagnostics) terminal.err(`${line}\n`);

  const pool = new RunPool(worker);
  let status: ExitStatus = ExitStatus.Holds;
  try {
    for (const [index, scenario] of scenarios.entries()) {
      const outcome = requireFinished(
        await searchFaults(scenario, pool, {
          mostFaults,
          tries,
          signal,
          onProgress: (share) =>
            terminal.progress(`searching ${scenario.name} ${`${Math.floor(share * 100)}%`.padStart(4)}`),
        }),
      );
      const text = outcome.kind === 'found' ? pasted(models, scenario, outcome) : undefined;
      terminal.out(`${index === 0 ? '' : '\n'}${searchReport(scenario, outcome, text, terminalInk(terminal))}`);
      status = worse(status, statusOf(outcome));
    }
  } finally {
    await pool.dispose();
  }
  return status;
}

function requireFinished(outcome: SearchOutcome): FinishedSearch {
  if (outcome.kind === 'cancelled' || outcome.kind === 'failed') return requireDone<never>(outcome);
  return outcome;
}

/** What was found as text, in the one form that the language has. */
function pasted(
  models: readonly OpenedModel[],
  scenario: ScenarioModel,
  { faults }: Extract<SearchOutcome, { readonly kind: 'found' }>,
): string | undefined {
  const [model] = models;
  const found = model === undefined ? undefined : foundScenario(model.program, scenario, faults);
  return found === undefined ? undefined : (format(new SourceText(model?.file ?? '', found.text)) ?? found.text);
}

function statusOf(outcome: FinishedSearch): ExitStatus {
  if (outcome.kind !== 'nothing') return ExitStatus.Fails;
  return outcome.undecided > 0 ? ExitStatus.Undecided : ExitStatus.Holds;
}

/** A failure outweighs a doubt. */
function worse(a: ExitStatus, b: ExitStatus): ExitStatus {
  return a === ExitStatus.Fails || b === ExitStatus.Holds ? a : b;
}
