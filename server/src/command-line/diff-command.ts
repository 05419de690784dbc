import { RunPool } from '../campaigns/run-pool';
import { runScenarios } from '../campaigns/run-scenarios';
import { terminalDiff } from '../report/terminal-diff';
import { chooseScenarios } from './choose-scenarios';
import type { CommandContext } from './command-context';
import type { ExitStatus } from './exit-status';
import { exitStatusOf } from './exit-status';
import { unusable } from './input-problem';
import { openModels, requireUsable } from './open-models';
import { watched } from './show-progress';
import { requireDone } from './stopped-work';
import { terminalInk } from './terminal-ink';

export interface DiffOptions {
  readonly scenario?: string;
}

/**
 * `ftm diff BEFORE AFTER`: the scenarios that both files have, on the same seeds. Status as for running the second file:
 * what matters after a change is whether the changed model still holds.
 */
export async function diffCommand(
  before: string,
  after: string,
  { scenario }: DiffOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { terminal, input, worker } = context;
  const [first] = await openModels([before], input);
  const [second] = await openModels([after], input);
  if (first === undefined || second === undefined) throw unusable('missing-file', before, 'cannot read the file');
  const diagnostics = requireUsable([first, second]);
  const old = chooseScenarios([first], scenario, {});
  const pairs = chooseScenarios([second], scenario, {}).flatMap((changed) => {
    const original = old.find(({ name }) => name === changed.name);
    // The seeds of the first file are used for both, so that nothing but the models differs.
    return original === undefined
      ? []
      : [[original, { ...changed, seed: original.seed, runs: original.runs }] as const];
  });
  if (pairs.length === 0)
    throw unusable('nothing-to-run', after, `no scenario of ${after} has the name of one in ${before}`);
  for (const line of diagnostics) terminal.err(`${line}\n`);

  const scenarios = pairs.flat();
  const pool = new RunPool(worker);
  const total = scenarios.reduce((sum, { runs }) => sum + runs, 0);
  const outcome = await runScenarios(scenarios, pool, watched(context, total)).finally(() => pool.dispose());
  const results = requireDone(outcome).results;
  const compared = pairs.flatMap((_, index) => {
    const [a, b] = [results[2 * index], results[2 * index + 1]];
    return a === undefined || b === undefined ? [] : [{ before: a, after: b }];
  });
  terminal.out(terminalDiff(compared, terminalInk(terminal)));
  return exitStatusOf(compared.map((pair) => pair.after.decision));
}
