import { notSimulated } from '../campaigns/not-simulated';
import type { ExperimentModel, ScenarioModel } from '../language/model';
import type { Runnable } from '../language/program';
import { diagnosticText } from '../report/problem-text';
import { unusable, UnusableInput } from './input-problem';
import type { OpenedModel } from './open-models';

/** What `--seed` and `--runs` change of every scenario. */
export interface RunOverrides {
  readonly seed?: number;
  readonly runs?: number;
}

/** The scenarios to run, in the order of files and text: all of them, or those of one name. */
export function chooseScenarios(
  models: readonly OpenedModel[],
  name: string | undefined,
  overrides: RunOverrides,
): readonly ScenarioModel[] {
  const scenarios = compileScenarios(models, name).map((scenario) => ({ ...scenario, ...overrides }));
  requireSimulated(scenarios);
  return scenarios;
}

/** The same without asking whether they can be simulated. */
export function compileScenarios(models: readonly OpenedModel[], name: string | undefined): readonly ScenarioModel[] {
  const chosen = models.flatMap((model) =>
    matching(model.program.scenarios, name).map((runnable) => compiled(model, runnable.name)),
  );
  if (chosen.length === 0) throw nothingFound(models, 'scenario', name, ({ program }) => program.scenarios);
  return chosen;
}

/** The experiments to run, each with all its cells. */
export function chooseExperiments(model: OpenedModel, name: string | undefined): readonly ExperimentModel[] {
  const chosen = matching(model.program.experiments, name).map((runnable) => {
    const experiment = model.program.compileExperiment(runnable.name);
    if (experiment === undefined) throw unusable('nothing-to-run', model.file, `${runnable.name} cannot be run`);
    return experiment;
  });
  if (chosen.length === 0) throw nothingFound([model], 'experiment', name, ({ program }) => program.experiments);
  requireSimulated(chosen.flatMap(({ cells }) => cells.map(({ scenario }) => scenario)));
  return chosen;
}

function matching(runnables: readonly Runnable[], name: string | undefined): readonly Runnable[] {
  return name === undefined ? runnables : runnables.filter((runnable) => runnable.name === name);
}

function compiled(model: OpenedModel, name: string): ScenarioModel {
  const scenario = model.program.compileScenario(name);
  // A model without errors compiles; should one not, its name is the best that can be said.
  if (scenario === undefined) throw unusable('nothing-to-run', model.file, `scenario ${name} cannot be run`);
  return scenario;
}

function requireSimulated(scenarios: readonly ScenarioModel[]): void {
  const lines = scenarios
    .flatMap(notSimulated)
    .map(({ file, origin: { line, column }, code, message }) =>
      diagnosticText({ file, line, column, severity: 'error', code, message }),
    );
  if (lines.length > 0) throw new UnusableInput([...new Set(lines)]);
}

function nothingFound(
  models: readonly OpenedModel[],
  what: 'scenario' | 'experiment',
  name: string | undefined,
  runnablesOf: (model: OpenedModel) => readonly Runnable[],
): UnusableInput {
  const files = models.map(({ file }) => file).join(', ');
  const names = models.flatMap((model) => runnablesOf(model).map((runnable) => runnable.name));
  const file = models[0]?.file ?? '';
  if (name === undefined) return unusable('nothing-to-run', file, `${files} declares no ${what}`);
  const known = names.length === 0 ? `${files} declares none` : `there are: ${names.join(', ')}`;
  return unusable('unknown-name', file, `no ${what} is named ${name}; ${known}`);
}
