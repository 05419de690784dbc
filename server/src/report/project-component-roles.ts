import type { ScenarioModel, StoreModel } from '../language/model';
import type { instanceSpans } from './instance-spans';
import type { LaneSpan } from './run-report';

type Instances = ReturnType<typeof instanceSpans>;
type Shown = Pick<LaneSpan, 'state' | 'label'>;

/** What a node without replicas is from 0 to `end`: what runs there, or that nothing does. */
export function componentRoles(
  scenario: ScenarioModel,
  instances: Instances,
  place: number,
  end: number,
): readonly LaneSpan[] {
  const stretches = scenario.services.flatMap((_, service) => instances[service]?.[place] ?? []);
  const turns = new Map<number, number>([[0, -1]]);
  for (const { from, to, event } of stretches) {
    if (!turns.has(to)) turns.set(to, -1);
    turns.set(from, event);
  }
  const spans: LaneSpan[] = [];
  for (const [from, event] of [...turns].filter(([at]) => at < end).sort(([a], [b]) => a - b)) {
    const next = shownAt(scenario, instances, place, from);
    const before = spans.at(-1);
    if (before?.state === next.state && before.label === next.label) continue;
    if (before !== undefined) spans[spans.length - 1] = { ...before, to: from };
    spans.push({ from, to: end, ...next, event });
  }
  return spans;
}

function shownAt(scenario: ScenarioModel, instances: Instances, place: number, at: number): Shown {
  const { services, balancers, jobs, stores } = scenario;
  const runs = services.filter((_, service) =>
    instances[service]?.[place]?.some(({ from, to }) => from <= at && at < to),
  );
  const isHere = ({ nodes }: { readonly nodes: readonly number[] }): boolean => nodes.includes(place);
  const working = [...runs, ...[...balancers, ...jobs].filter(isHere)].map(({ name }) => name);
  if (working.length > 0) return { state: 'serving', label: working.join(', ') };
  const [store] = stores.filter(isHere);
  if (store !== undefined) return withoutCopy(store);
  const idle = services.filter(isHere).map(({ name }) => name);
  return { state: 'spare', label: idle.length > 0 ? `no instance of ${idle.join(', ')}` : 'nothing runs here' };
}

/** In-sync replicas are watched over by controllers, which need hold no copy; elsewhere such a node waits for its turn. */
function withoutCopy({ name, policy }: StoreModel): Shown {
  return policy.family === 'isr-log'
    ? { state: 'controller', label: `controller of ${name}` }
    : { state: 'spare', label: `no copy of ${name}` };
}
