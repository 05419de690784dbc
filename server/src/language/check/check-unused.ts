import type { BindContext } from '../bind/bind-context';
import type { BoundModel, BoundTopology } from '../bind/bound';
import { compileFault } from '../compile/compile-faults';
import { compileWorkload } from '../compile/compile-workload';
import type { ScenarioEnv } from '../compile/scenario-env';
import { Overrides } from '../overrides/overrides';
import type { ScenarioCheck } from './check-scenario';
import type { SharedNames } from './shared-names';

/** Something that names no topology. */
interface Shared {
  readonly uri: string;
  compile(env: ScenarioEnv): void;
}

/**
 * Checks workloads and schedules that no scenario uses: with every topology that their file sees for their names, and
 * with the one that they fit best for the rest.
 *
 * @returns whether there are any
 */
export function checkUnused(
  model: BoundModel,
  topologies: (uri: string) => readonly BoundTopology[],
  check: ScenarioCheck,
  names: SharedNames,
  context: BindContext,
): boolean {
  const used = new Set<unknown>(
    model.scenarios.flatMap((scenario) =>
      scenario.topology === undefined ? [] : [...scenario.workloads, ...scenario.schedules].map((use) => use.of),
    ),
  );
  const shared: Shared[] = [
    ...model.workloads
      .filter((workload) => !used.has(workload))
      .map((workload) => ({ uri: workload.uri, compile: (env: ScenarioEnv) => void compileWorkload(workload, env) })),
    ...model.schedules
      .filter((schedule) => !used.has(schedule))
      .map((schedule) => ({
        uri: schedule.uri,
        compile: (env: ScenarioEnv) => {
          for (const entry of schedule.entries) compileFault(entry, schedule.uri, env);
        },
      })),
  ];
  for (const each of shared) checkShared(each, topologies(each.uri), check, names, context);
  return shared.length > 0;
}

function checkShared(
  shared: Shared,
  topologies: readonly BoundTopology[],
  check: ScenarioCheck,
  names: SharedNames,
  context: BindContext,
): void {
  let best: BoundTopology | undefined;
  let fewest = Infinity;
  for (const topology of topologies) {
    let complaints = 0;
    const sink = names.sinkFor(topology, undefined);
    const env = check.envFor(topology, Overrides.none, undefined, sink, undefined);
    const complain = (): void => void complaints++;
    shared.compile({
      ...env,
      sink: { found: sink.found, failed: (...args) => (complain(), sink.failed(...args)) },
      contextOf: (uri) => ({ ...context.problems.contextOf(uri), report: complain }),
      findWorkload: () => undefined,
    });
    if (complaints >= fewest) continue;
    fewest = complaints;
    best = topology;
  }
  if (best === undefined) return;
  const deaf = { found: () => undefined, failed: () => undefined };
  shared.compile(check.envFor(best, Overrides.none, undefined, deaf, undefined));
}
