import assert from 'node:assert/strict';
import type { ExperimentModel, LinkProperties, ScenarioModel } from '../../../server/src/language';
import { open, type Files } from '../check-program';

/** The model of the scenario `S` of a text, which must have no errors. */
export function compile(text: string, files: Files = {}): ScenarioModel {
  const program = open(text, files);
  const errors = program.problems.filter((problem) => problem.severity === 'error');
  assert.deepEqual(
    errors.map((problem) => problem.message),
    [],
  );
  const model = program.compileScenario('S');
  assert.ok(model, 'no model');
  // What is posted to a worker must survive it.
  assert.deepEqual(structuredClone(model), model);
  return model;
}

export function compileExperiment(text: string): ExperimentModel {
  const program = open(text);
  assert.deepEqual(
    program.problems.filter((problem) => problem.severity === 'error').map((each) => each.message),
    [],
  );
  const model = program.compileExperiment('E');
  assert.ok(model, 'no model');
  return model;
}

/** How two places are linked. */
export function link(model: ScenarioModel, from: string, to: string): LinkProperties {
  const id = (name: string): number => model.places.findIndex((place) => place.name === name);
  const at = model.links.classOf[id(from) * model.places.length + id(to)];
  const properties = model.links.classes[at ?? -1];
  assert.ok(properties, `${from} -> ${to}`);
  return properties;
}

/** Without the places in the text, for comparing what was compiled. */
export function bare<T>(value: T): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (key === 'origin' || key === 'writtenAt' ? undefined : each)),
  );
}
