import type { JudgedRun } from './judged-run';
import { projectConditions } from './project-conditions';
import { projectRoles } from './project-roles';
import type { LaneLog, LaneSpan, NodeLane } from './run-report';

/** A lane for each node. `rowOf` turns an event of the trace into its row of the event list, -1 where it has none. */
export function projectLanes(
  { scenario, run }: JudgedRun,
  logs: readonly (readonly LaneLog[])[],
  rowOf: (event: number) => number,
): readonly NodeLane[] {
  const roles = projectRoles(scenario, run);
  const conditions = projectConditions(scenario, run);
  const withRow = (span: LaneSpan): LaneSpan => ({ ...span, event: span.event < 0 ? -1 : rowOf(span.event) });
  return scenario.places.slice(0, scenario.nodeCount).map((place, index) => ({
    place: index,
    label: place.name,
    roles: (roles[index] ?? []).map(withRow),
    conditions: (conditions[index] ?? []).map(withRow),
    ...((logs[index] ?? []).length === 0 ? {} : { logs: logs[index] ?? [] }),
  }));
}
