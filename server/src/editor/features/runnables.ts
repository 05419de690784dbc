import type { DeclarationNode, ExperimentNode, ScenarioNode } from '../../language/syntax/syntax-tree';
import { placeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import type { PlacedProblem, RunnableEntry } from '../wire';

/** What can be run in a document, in the order written; what has errors as well, marked as such. */
export function runnables(snapshot: Snapshot): readonly RunnableEntry[] {
  return snapshot.parsed.tree.declarations.filter(isRunnable).flatMap((node) => entryOf(snapshot, node));
}

/** The errors that keep a document from being run, in the document itself first. */
export function errorsOf(snapshot: Snapshot): readonly PlacedProblem[] {
  const errors = snapshot.program.problems.filter(({ severity }) => severity === 'error');
  const own = errors.filter(({ uri }) => uri === snapshot.uri);
  const others = errors.filter(({ uri }) => uri !== snapshot.uri);
  return [...own, ...others].flatMap(({ code, uri, range, message }) => {
    const source = snapshot.sourceOf(uri);
    return source === undefined ? [] : [{ code, message, place: placeOf(source, range) }];
  });
}

function isRunnable(node: DeclarationNode): node is ScenarioNode | ExperimentNode {
  return node.kind === 'scenario' || node.kind === 'experiment';
}

function entryOf(snapshot: Snapshot, node: ScenarioNode | ExperimentNode): readonly RunnableEntry[] {
  const { name, kind, title, range } = node;
  if (name === undefined) return [];
  const { source } = snapshot;
  return [
    {
      kind,
      name: name.text,
      title: title === undefined || title.value === '' ? name.text : title.value,
      place: placeOf(source, name.range),
      fromLine: source.positionAt(range.start).line,
      toLine: source.positionAt(range.end).line,
      expectations: node.kind === 'scenario' ? expectationsOf(snapshot, node) : [],
      runnable: compiles(snapshot, node),
    },
  ];
}

function expectationsOf({ source }: Snapshot, node: ScenarioNode): RunnableEntry['expectations'] {
  return node.items.filter(({ kind }) => kind.endsWith('-expectation')).map(({ range }) => placeOf(source, range));
}

/** Compiling an experiment makes a model for each cell; whether there are errors answers nearly the same, at once. */
function compiles({ program }: Snapshot, node: ScenarioNode | ExperimentNode): boolean {
  const name = node.name?.text ?? '';
  if (node.kind === 'scenario') return program.compileScenario(name) !== undefined;
  return program.experiments.some((experiment) => experiment.name === name);
}
