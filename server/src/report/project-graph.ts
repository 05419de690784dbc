import type { PlaceModel, ScenarioModel, StoreModel, WorkloadModel } from '../language/model';
import { namedGroups } from './named-groups';
import { replicationShape } from './policy-family';
import { REPORT_LIMITS } from './report-limits';
import type { Graph, GraphEdge, GraphNode } from './run-report';
import { sourcePlace } from './source-place';

/** The topology of a scenario: needs no run, so it is also what is drawn while a model is being written. */
export function projectGraph(scenario: ScenarioModel): Graph {
  const domains = scenario.domains.map((domain, index): GraphNode => ({
    id: domainId(index),
    kind: domain.kind,
    label: domain.name,
    parent: domain.parent < 0 ? null : domainId(domain.parent),
    place: -1,
    detail: domain.kind,
    source: sourcePlace(scenario, domain.origin),
  }));
  const groups = namedGroups(scenario);
  const groupsOf = (index: number): readonly string[] =>
    groups.filter(({ members }) => members.includes(index)).map(({ name }) => name);
  const places = scenario.places.map((place, index): GraphNode => ({
    id: placeId(index),
    kind: place.kind,
    label: place.name,
    parent: place.domain < 0 ? null : domainId(place.domain),
    place: index,
    detail: placeDetail(scenario, place, index),
    ...(groupsOf(index).length === 0 ? {} : { groups: groupsOf(index) }),
    source: sourcePlace(scenario, place.origin),
  }));
  return { nodes: [...domains, ...places], edges: merged([...replicationEdges(scenario), ...requestEdges(scenario)]) };
}

function domainId(index: number): string {
  return `domain-${index}`;
}

function placeId(index: number): string {
  return `place-${index}`;
}

/** What runs on a node, or what load a client brings. */
function placeDetail(scenario: ScenarioModel, place: PlaceModel, index: number): string {
  const on = (component: { readonly nodes: readonly number[] }): boolean => component.nodes.includes(index);
  const components = [
    ...scenario.stores.filter(on).map((store) => `${store.name} (${store.policy.family})`),
    ...scenario.services.filter(on).map((service) => service.name),
    ...scenario.balancers.filter(on).map((balancer) => `${balancer.name} (balancer)`),
    ...scenario.jobs.filter(on).map((job) => `${job.name} (job)`),
  ];
  const loads = scenario.workloads.filter((workload) => workload.from.includes(index)).map((workload) => workload.name);
  return [...components, ...(place.kind === 'client' || components.length === 0 ? loads : [])].join(', ');
}

/** Two edges between the same places in the same direction become one that carries both labels. */
function merged(edges: readonly Omit<GraphEdge, 'id'>[]): readonly GraphEdge[] {
  const byEnds = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const id = `${edge.kind}:${edge.from}:${edge.to}`;
    const known = byEnds.get(id);
    if (known === undefined) byEnds.set(id, { id, ...edge });
    else if (!known.label.split(', ').includes(edge.label)) {
      byEnds.set(id, { ...known, label: `${known.label}, ${edge.label}` });
    }
  }
  return [...byEnds.values()];
}

function replicationEdges(scenario: ScenarioModel): readonly Omit<GraphEdge, 'id'>[] {
  return scenario.stores.flatMap((store) =>
    store.placement.flatMap((replicas) =>
      replicaPairs(store, replicas).map(([from, to]) => ({
        from: placeId(from),
        to: placeId(to),
        kind: 'replication' as const,
        label: store.name,
      })),
    ),
  );
}

/** A star around the preferred leader, a chain, or peers: all pairs while they are few, else a ring. */
function replicaPairs(store: StoreModel, replicas: readonly number[]): readonly (readonly [number, number])[] {
  const [first, ...rest] = replicas;
  if (first === undefined || rest.length === 0) return [];
  switch (replicationShape(store.policy.family)) {
    case 'leader':
      return rest.map((replica) => [first, replica]);
    case 'chain':
      return pairsInRow(replicas);
    case 'peers':
      return replicas.length <= REPORT_LIMITS.meshReplicas
        ? replicas.flatMap((a, index) => replicas.slice(index + 1).map((b): [number, number] => [a, b]))
        : [...pairsInRow(replicas), [replicas[replicas.length - 1] ?? first, first]];
  }
}

function pairsInRow(replicas: readonly number[]): readonly (readonly [number, number])[] {
  return replicas.slice(1).map((replica, index) => [replicas[index] ?? replica, replica]);
}

function requestEdges(scenario: ScenarioModel): readonly Omit<GraphEdge, 'id'>[] {
  const edges: Omit<GraphEdge, 'id'>[] = [];
  const add = (from: number, to: number | undefined, label: string): void => {
    if (to !== undefined && from !== to) edges.push({ from: placeId(from), to: placeId(to), kind: 'request', label });
  };
  for (const workload of scenario.workloads) {
    for (const from of workload.from) {
      for (const to of entryNodes(scenario, workload, from)) add(from, to, workload.name);
    }
  }
  for (const balancer of scenario.balancers) {
    for (const from of balancer.nodes) {
      for (const to of scenario.services[balancer.service]?.nodes ?? []) add(from, to, balancer.name);
    }
  }
  for (const service of scenario.services) {
    for (const step of service.handlers.flatMap((handler) => handler.steps)) {
      for (const from of service.nodes) {
        const callee = step.kind === 'call' ? scenario.services[step.service] : undefined;
        const store = step.kind === 'operation' ? scenario.stores[step.store] : undefined;
        if (callee) add(from, nearest(scenario, from, callee.nodes), callee.name);
        if (store) add(from, firstReplica(scenario, store, from), store.name);
      }
    }
  }
  return edges;
}

/** Where a client's requests arrive first. */
function entryNodes(scenario: ScenarioModel, workload: WorkloadModel, from: number): readonly number[] {
  const { target } = workload;
  switch (target.kind) {
    case 'store': {
      const store = scenario.stores[target.store];
      const replica = store && firstReplica(scenario, store, from);
      return replica === undefined ? [] : [replica];
    }
    case 'service':
      return scenario.services[target.service]?.nodes ?? [];
    case 'balancer':
      return scenario.balancers[target.balancer]?.nodes ?? [];
  }
}

/** The preferred leader where the policy has one, else the replica nearest to the client. */
function firstReplica(scenario: ScenarioModel, store: StoreModel, from: number): number | undefined {
  const preferred = store.placement[0]?.[0] ?? store.nodes[0];
  return replicationShape(store.policy.family) === 'leader' ? preferred : nearest(scenario, from, store.nodes);
}

/** The node that shares the innermost domain with a place; the first one where none shares any. */
function nearest(scenario: ScenarioModel, from: number, nodes: readonly number[]): number | undefined {
  const own = domainPath(scenario, from);
  const shared = (node: number): number => domainPath(scenario, node).filter((domain) => own.includes(domain)).length;
  return [...nodes].sort((a, b) => shared(b) - shared(a))[0];
}

function domainPath(scenario: ScenarioModel, place: number): readonly number[] {
  const path: number[] = [];
  let domain = scenario.places[place]?.domain ?? -1;
  while (domain >= 0 && !path.includes(domain)) {
    path.push(domain);
    domain = scenario.domains[domain]?.parent ?? -1;
  }
  return path;
}
