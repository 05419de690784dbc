import type { ServiceModel } from '../../language/model';

/** The node of each instance that runs from the start: one a node, in turn, within the autoscaler's bounds. */
export function initialPlaces({ nodes, autoscale }: ServiceModel): readonly number[] {
  const { min, max } = autoscale ?? { min: 0, max: Infinity };
  const count = nodes.length === 0 ? 0 : Math.max(min, Math.min(max, nodes.length));
  return Array.from({ length: count }, (_, number) => nodes[number % nodes.length] as number);
}
