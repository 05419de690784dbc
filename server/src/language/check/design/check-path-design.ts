import type { BoundComponent, BoundPlace } from '../../bind/bound';
import type { CheckedScenario } from '../check-scenario';
import { commonDomain } from './domains';
import { pathOf } from './request-path';

/** One thing that requests pass through, and the nodes of which any may serve them. */
interface Stage {
  readonly of: BoundComponent;
  readonly nodes: readonly BoundPlace[];
}

/**
 * Reports single points of failure: what every request passes through and lies on one node, or in one domain, where what
 * lies before or behind it has been given several. A system of single parts is not told of: nothing there is meant to
 * survive.
 */
export function checkPathDesign(checked: CheckedScenario): void {
  for (const workload of checked.workloads) {
    const { balancer, visits, stores } = pathOf(workload, checked.env);
    const services = new Set(visits.map((visit) => visit.service));
    const stages: Stage[] = [
      ...(balancer === undefined ? [] : [{ of: balancer, nodes: balancer.on }]),
      ...[...services].map((service) => ({ of: service, nodes: service.on })),
      ...checked.stores
        .filter(({ store }) => stores.has(store))
        .map((bound) => ({
          of: bound.store,
          nodes: bound.replicas === 1 ? bound.store.on.slice(0, 1) : bound.store.on,
        })),
    ];
    checkStages(checked, stages);
  }
}

function checkStages({ env }: CheckedScenario, stages: readonly Stage[]): void {
  const spread = stages.filter(({ nodes }) => nodes.length > 1);
  for (const { of, nodes } of stages) {
    const [only] = nodes;
    const [other] = spread.filter((each) => each.of !== of);
    if (only === undefined || other === undefined) continue;
    const related = [
      {
        uri: other.of.uri,
        range: other.of.symbol.nameRange,
        message: `'${other.of.name}' lies on ${String(other.nodes.length)} nodes`,
      },
    ];
    if (nodes.length === 1) {
      const message = `every request passes through '${of.name}' on '${only.name}' alone: the ${String(other.nodes.length)} nodes of '${other.of.name}' are of no use when it fails`;
      env.contextOf(of.uri).report('FTM429', of.symbol.nameRange, message, { related });
      continue;
    }
    // Replicas of a store in one domain are told of by themselves.
    const domain = of.kind === 'store' ? undefined : commonDomain(nodes, env.topology);
    const wider = spread.find((each) => each.of !== of && commonDomain(each.nodes, env.topology) === undefined);
    if (domain === undefined || wider === undefined) continue;
    const message = `all of '${of.name}' lies in ${domain.kind} '${domain.name}', which '${wider.of.name}' is spread beyond: no request is served when it fails`;
    env.contextOf(of.uri).report('FTM429', of.symbol.nameRange, message, { related });
  }
}
