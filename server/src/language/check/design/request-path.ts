import type { BoundBalancer, BoundHandler, BoundService, BoundStep, BoundStore } from '../../bind/bound';
import type { ScenarioEnv } from '../../compile/scenario-env';
import type { WorkloadModel } from '../../model';
import type { Settings } from '../../settings/settings';

/** A handler that requests of a workload come through, however deep. */
export interface Visit {
  readonly service: BoundService;
  readonly handler: BoundHandler;
  /** Visits for each operation of the workload where nothing fails. */
  readonly usual: number;
  /** Visits where every attempt fails and is retried. */
  readonly worst: number;
  /** How many of those who call each other on the way retry. */
  readonly retryingLayers: number;
}

/** Everything that operations of a workload pass through. */
export interface RequestPath {
  readonly balancer: BoundBalancer | undefined;
  readonly visits: readonly Visit[];
  readonly stores: ReadonlySet<BoundStore>;
}

/** Calls that go in a circle are followed only so far. */
const MAX_DEPTH = 16;

/** Follows a workload through balancer, services and their calls to the stores. */
export function pathOf(workload: WorkloadModel, env: ScenarioEnv): RequestPath {
  const { topology } = env;
  const { target } = workload;
  if (target.kind === 'store') {
    const store = topology.stores[target.store];
    return { balancer: undefined, visits: [], stores: new Set(store === undefined ? [] : [store]) };
  }
  const balancer = target.kind === 'balancer' ? topology.balancers[target.balancer] : undefined;
  const service = target.kind === 'service' ? topology.services[target.service] : balancer?.to;
  const handler = service?.handlers.find((each) => each.name === target.handler);
  const visits: Visit[] = [];
  const stores = new Set<BoundStore>();
  const visit = (at: Visit, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    visits.push(at);
    for (const step of at.handler.steps) {
      if (step.kind === 'operation') stores.add(step.store);
      else visit(callFrom(at, step), depth + 1);
    }
  };
  if (service !== undefined && handler !== undefined) {
    const attempts = workload.retries + 1;
    visit({ service, handler, usual: 1, worst: attempts, retryingLayers: attempts > 1 ? 1 : 0 }, 0);
  }
  return { balancer, visits, stores };
}

function callFrom(from: Visit, { service, handler, settings }: Extract<BoundStep, { kind: 'call' }>): Visit {
  const attempts = attemptsOf(settings);
  return {
    service,
    handler,
    usual: from.usual,
    worst: from.worst * attempts,
    retryingLayers: from.retryingLayers + (attempts > 1 ? 1 : 0),
  };
}

/** A breaker ends retries when most of them fail. */
function attemptsOf(settings: Settings): number {
  return settings.hasSection('breaker') ? 1 : settings.count('retries') + 1;
}
