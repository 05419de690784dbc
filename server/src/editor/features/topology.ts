import { projectGraph } from '../../report/project-graph';
import type { Snapshot } from '../snapshot';
import type { TopologyAnswer } from '../wire';
import { errorsOf } from './runnables';

/** Opens the text of a document with something written under it. */
export type WithText = (addition: string) => Snapshot | undefined;

/**
 * The graph of a document: that of its first scenario that can be run, with the load it brings, and otherwise that of
 * its first topology that is free of errors. What is wrong elsewhere does not matter to the picture, and is told beside it.
 */
export function topology(snapshot: Snapshot, withText: WithText): TopologyAnswer {
  const [problem] = errorsOf(snapshot);
  return { picture: scenarioPicture(snapshot) ?? topologyPicture(snapshot, withText), problem: problem ?? null };
}

function scenarioPicture({ program }: Snapshot): TopologyAnswer['picture'] {
  for (const { name, topology: used } of program.model.scenarios) {
    if (used === undefined) continue;
    const scenario = program.compileScenario(name);
    if (scenario !== undefined) return { title: used.of.name, graph: projectGraph(scenario) };
  }
  return null;
}

/** A graph is projected from a scenario: one that says nothing but the topology shows it as it is. */
function topologyPicture({ program }: Snapshot, withText: WithText): TopologyAnswer['picture'] {
  for (const { name } of program.model.topologies) {
    const scenario = `picture-of-${name}`;
    const extended = withText(`\nscenario ${scenario} { topology: ${name} }\n`);
    const model = extended?.program.compileScenario(scenario);
    if (model !== undefined) return { title: name, graph: projectGraph(model) };
  }
  return null;
}
