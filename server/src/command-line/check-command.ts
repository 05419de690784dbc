import { plural } from '../report/quantity-text';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { openModels, requireUsable, type OpenedModel } from './open-models';

/** `ftm check FILE...`: every problem of the files, and what can be run when there is none that prevents it. */
export async function checkCommand(files: readonly string[], { terminal, input }: CommandContext): Promise<ExitStatus> {
  const models = await openModels(files, input);
  for (const line of requireUsable(models, 'hint')) terminal.err(`${line}\n`);
  for (const model of models) terminal.out(`${model.file}: ${contents(model)}\n`);
  return ExitStatus.Holds;
}

function contents({ program }: OpenedModel): string {
  const { scenarios, experiments, problems } = program;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  return [
    warnings === 0 ? 'no problems' : plural(warnings, 'warning'),
    plural(scenarios.length, 'scenario'),
    plural(experiments.length, 'experiment'),
  ].join(', ');
}
