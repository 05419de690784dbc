import { projectGraph } from '../../report';
import type { Snapshot } from '../snapshot';
import type { TopologyAnswer } from '../wire';
import { errorsOf } from './runnables';

/**
 * The graph of a document: that of its first scenario that can be run, with the load it brings. Errors elsewhere do not
 * matter to the picture, and are told beside it.
 */
export function topology(snapshot: Snapshot): TopologyAnswer {
  const [problem] = errorsOf(snapshot);
  return { picture: pictureOf(snapshot), problem: problem ?? null };
}

function pictureOf({ program }: Snapshot): TopologyAnswer['picture'] {
  for (const { name } of program.scenarios) {
    const scenario = program.compileScenario(name);
    if (scenario !== undefined) return { title: scenario.name, graph: projectGraph(scenario) };
  }
  return null;
}
