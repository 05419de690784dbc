import type { ScenarioModel } from '../language/model';
import { EventKind, Role, type Run, type Trace } from '../simulation';
import { instanceSpans } from './instance-spans';
import { replicationShape } from './policy-family';
import { componentRoles } from './project-component-roles';
import type { LaneSpan, LedStore, SpanState } from './run-report';

/** Roles from the weightiest down: a node that leads one shard and follows in others is drawn as a leader. */
const WEIGHTS = [Role.Leader, Role.Candidate, Role.Recovering, Role.Follower, Role.Replica, Role.Removed] as const;

interface Part {
  readonly store: number;
  readonly shard: number;
  role: Role;
  term: number;
}

/** A node's roles so far: the spans that have ended, and the one that goes on. */
interface LaneState {
  readonly parts: Map<string, Part>;
  readonly ended: LaneSpan[];
  current: LaneSpan;
}

/** What each node was, without gaps from 0 to `end`: an array indexed by place id. */
export function projectRoles(
  scenario: ScenarioModel,
  { trace, endedAt: end }: Pick<Run, 'trace' | 'endedAt'>,
): readonly (readonly LaneSpan[])[] {
  const instances = instanceSpans(scenario, { trace, endedAt: end });
  const components = scenario.places.map((_, place) => componentRoles(scenario, instances, place, end));
  const lanes = scenario.places.map((_, place) => beginLane(scenario, end, place, components[place]?.[0]));
  for (let event = 0; event < trace.length; event += 1) {
    const lane = lanes[trace.place[event] ?? -1];
    if (lane === undefined || !takeRole(scenario, trace, event, lane.parts)) continue;
    const at = trace.time[event] ?? 0;
    const next = shown(scenario, lane.parts);
    if (isSame(next, lane.current)) continue;
    if (at > lane.current.from) lane.ended.push({ ...lane.current, to: at });
    lane.current = { from: at, to: end, ...next, event };
  }
  return lanes.map(({ parts, ended, current }, place) => {
    if (parts.size === 0) return components[place] ?? [];
    return current.from < end || ended.length === 0 ? [...ended, current] : ended;
  });
}

/** @param component what a node is before it has a replica */
function beginLane(scenario: ScenarioModel, end: number, place: number, component: LaneSpan | undefined): LaneState {
  const parts = initialParts(scenario, place);
  const first = parts.size > 0 || component === undefined ? shown(scenario, parts) : component;
  return { parts, ended: [], current: { ...first, from: 0, to: end, event: -1 } };
}

/** One part for each shard that has a replica on the node. */
function initialParts(scenario: ScenarioModel, place: number): Map<string, Part> {
  const parts = new Map<string, Part>();
  scenario.stores.forEach((store, index) => {
    store.placement.forEach((replicas, shard) => {
      if (replicas.includes(place))
        parts.set(`${index}/${shard}`, { store: index, shard, role: idle(scenario, index), term: 0 });
    });
  });
  return parts;
}

/** What a replica is before it says what it is. */
function idle(scenario: ScenarioModel, store: number): Role {
  const family = scenario.stores[store]?.policy.family;
  return family !== undefined && replicationShape(family) === 'leader' ? Role.Follower : Role.Replica;
}

/** Applies an event to the parts of its node; false where it has nothing to do with roles. */
function takeRole(scenario: ScenarioModel, trace: Trace, event: number, parts: Map<string, Part>): boolean {
  if (parts.size === 0 && trace.kind[event] !== EventKind.Role) return false;
  switch (trace.kind[event]) {
    case EventKind.Role: {
      const store = trace.a[event] ?? 0;
      const shard = Math.max(0, trace.peer[event] ?? 0);
      parts.set(`${store}/${shard}`, {
        store,
        shard,
        role: (trace.b[event] ?? Role.Replica) as Role,
        term: trace.c[event] ?? 0,
      });
      return true;
    }
    case EventKind.Crash:
    case EventKind.Restart:
      // Whatever it was, a stopped node is it no longer; it finds its role anew once it has recovered.
      for (const part of parts.values()) if (part.role !== Role.Removed) part.role = Role.Recovering;
      return true;
    case EventKind.Recovered:
      for (const part of parts.values()) if (part.role === Role.Recovering) part.role = idle(scenario, part.store);
      return true;
    default:
      return false;
  }
}

type Shown = Pick<LaneSpan, 'state' | 'label' | 'leads'>;

function isSame(one: Shown, other: Shown): boolean {
  return (
    one.state === other.state && one.label === other.label && JSON.stringify(one.leads) === JSON.stringify(other.leads)
  );
}

function shown(scenario: ScenarioModel, parts: ReadonlyMap<string, Part>): Shown {
  const all = [...parts.values()];
  const role = WEIGHTS.find((weight) => all.some((part) => part.role === weight)) ?? Role.Replica;
  const holders = all.filter((part) => part.role === role);
  const stores = [...new Set(holders.map((part) => part.store))];
  const names = stores.map((store) =>
    storeLabel(scenario, store, holders.filter((part) => part.store === store).length),
  );
  const term = role === Role.Leader || role === Role.Candidate ? Math.max(...holders.map((part) => part.term)) : 0;
  const label = `${wordsFor(role)} ${names.join(', ')}${term > 0 ? `, term ${term}` : ''}`;
  return { state: stateOf(role), label, ...(role === Role.Leader ? { leads: ledStores(scenario, holders) } : {}) };
}

function ledStores(scenario: ScenarioModel, leading: readonly Part[]): readonly LedStore[] {
  return [...new Set(leading.map(({ store }) => store))].map((store) => ({
    store: scenario.stores[store]?.name ?? '?',
    shards: leading.filter((part) => part.store === store).map(({ shard }) => shard),
    of: Math.max(1, scenario.stores[store]?.shards ?? 1),
  }));
}

/** How a lane says what a node is, before the name of the store. */
function wordsFor(role: Role): string {
  switch (role) {
    case Role.Candidate:
      return 'candidate for';
    case Role.Recovering:
      return 'recovering';
    case Role.Removed:
      return 'removed from';
    case Role.Follower:
    case Role.Leader:
    case Role.Replica:
      return `${stateOf(role)} of`;
  }
}

function storeLabel(scenario: ScenarioModel, store: number, held: number): string {
  const model = scenario.stores[store];
  return model === undefined || model.shards <= 1
    ? (model?.name ?? '?')
    : `${model.name} (${held} ${held === 1 ? 'shard' : 'shards'})`;
}

function stateOf(role: Role): SpanState {
  switch (role) {
    case Role.Follower:
      return 'follower';
    case Role.Candidate:
      return 'candidate';
    case Role.Leader:
      return 'leader';
    case Role.Replica:
      return 'replica';
    case Role.Removed:
      return 'removed';
    case Role.Recovering:
      return 'recovering';
  }
}
