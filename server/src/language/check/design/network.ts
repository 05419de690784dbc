import type { BoundPlace, BoundTopology } from '../../bind/bound';
import { compileLinks } from '../../compile/compile-links';
import type { Origins } from '../../compile/origins';
import type { LinkTable } from '../../model';
import { quantileNs } from './quantile';

const networks = new WeakMap<BoundTopology, Network>();

/** The network of a topology; what has been computed of it is kept for all rules that ask. */
export function networkOf(topology: BoundTopology, origins: Origins): Network {
  let network = networks.get(topology);
  if (network === undefined) networks.set(topology, (network = new Network(topology, origins)));
  return network;
}

/** How long messages take between places, in nanoseconds. */
export class Network {
  private table: LinkTable | undefined;
  /** By link class and probability. */
  private readonly known = new Map<string, number>();

  constructor(
    private readonly topology: BoundTopology,
    private readonly origins: Origins,
  ) {}

  /** What a message stays below with probability `p`. */
  oneWayNs(from: BoundPlace, to: BoundPlace, p: number): number {
    const table = (this.table ??= compileLinks(this.topology, this.origins));
    const index = table.classOf[from.id * this.topology.places.length + to.id] ?? 0;
    const key = `${String(index)} ${String(p)}`;
    let found = this.known.get(key);
    if (found === undefined) {
      const link = table.classes[index];
      this.known.set(key, (found = link === undefined ? 0 : quantileNs(link.latency, p)));
    }
    return found;
  }

  roundTripNs(from: BoundPlace, to: BoundPlace, p: number): number {
    return this.oneWayNs(from, to, p) + this.oneWayNs(to, from, p);
  }

  /** The time until `count` of the others have answered one who asks them all; 0 where nobody need answer. */
  answersNs(from: BoundPlace, others: readonly BoundPlace[], count: number, p: number): number {
    if (count <= 0) return 0;
    const times = others.filter((each) => each !== from).map((each) => this.roundTripNs(from, each, p));
    times.sort((left, right) => left - right);
    return times[Math.min(count, times.length) - 1] ?? 0;
  }
}
