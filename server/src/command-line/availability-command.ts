import { availabilityText, jsonAvailability, scenarioAvailability } from '../report/availability-report';
import { compileScenarios } from './choose-scenarios';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { unusable } from './input-problem';
import { openModels, requireUsable, withScenarios } from './open-models';
import { terminalInk } from './terminal-ink';
import { PRODUCT_VERSION } from './version';

export interface AvailabilityOptions {
  readonly json?: boolean;
}

/** `ftm availability FILE`: the long run, computed exactly from mtbf and mttr. It simulates nothing and judges nothing. */
export async function availabilityCommand(
  file: string,
  { json = false }: AvailabilityOptions,
  { terminal, input }: CommandContext,
): Promise<ExitStatus> {
  const models = await openModels([file], input);
  const diagnostics = requireUsable(models);
  const name = models[0]?.file ?? file;
  const answers = compileScenarios(models.map(withScenarios), undefined).map(scenarioAvailability);
  const [firstWhy] = answers.flatMap(({ rows }) => rows.map(({ why }) => why));
  if (answers.every(({ rows }) => rows.every(({ figures }) => figures === null))) {
    throw unusable('no-failure-data', name, `long-run availability cannot be computed: ${firstWhy ?? ''}`);
  }
  for (const line of diagnostics) terminal.err(`${line}\n`);
  if (json) {
    const all = { version: PRODUCT_VERSION, file: name, scenarios: answers.map(jsonAvailability) };
    terminal.out(`${JSON.stringify(all, undefined, 2)}\n`);
  } else terminal.out(answers.map((answer) => availabilityText(answer, terminalInk(terminal))).join('\n'));
  return ExitStatus.Holds;
}
