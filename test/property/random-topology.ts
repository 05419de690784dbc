import type { Random } from './random';

export interface Places {
  readonly nodes: readonly string[];
  readonly clients: readonly string[];
}

export interface TopologyBounds {
  readonly places: Places;
  /** Lines of the store's declaration after `using Policy`. */
  readonly store: string;
  /** Links between servers may lose messages for good; duplicates and reordering are always possible. */
  readonly loss: boolean;
}

function latency(random: Random): string {
  const ms = random.integer(1, 8);
  return random.pick([
    `${ms}ms`,
    `${ms}ms..${ms + random.integer(1, 20)}ms`,
    `exponential(mean: ${ms}ms)`,
    `lognormal(median: ${ms}ms, p99: ${ms * random.integer(3, 12)}ms)`,
    `normal(mean: ${ms + 2}ms, sd: 1ms)`,
    `pareto(scale: ${ms}ms, shape: 2.5)`,
    `mixture(95% constant(${ms}ms), 5% exponential(mean: ${ms * 10}ms))`,
  ]);
}

/** What a link between two servers does to messages, beside delaying them. */
function misbehaviour(random: Random, loss: boolean): string {
  const parts = [`latency: ${latency(random)}`];
  if (loss && random.chance(0.5)) parts.push(`loss: ${random.pick(['0.1%', '1%', '3%'])}`);
  if (random.chance(0.5)) parts.push(`duplicate: ${random.pick(['0.5%', '2%', '5%'])}`);
  if (random.chance(0.4)) parts.push(`reorder: ${random.pick(['2ms', '30ms'])}`);
  return parts.join('  ');
}

function zonesOf(random: Random, { nodes, clients }: Places): string[] {
  const count = random.integer(1, nodes.length);
  const zones = Array.from({ length: count }, (): string[] => []);
  nodes.forEach((node, at) => zones[at < count ? at : random.integer(0, count - 1)]?.push(`node ${node}`));
  for (const client of clients) random.pick(zones).push(`client ${client}`);
  return zones.map((members, at) => `zone z${at + 1} { ${members.join('  ')} }`);
}

function layout(random: Random, places: Places): string[] {
  const zones = zonesOf(random, places);
  const border = random.integer(1, zones.length);
  if (!random.chance(0.4) || border === zones.length) return zones;
  return [
    `region near { ${zones.slice(0, border).join('  ')} }`,
    `region far { ${zones.slice(border).join('  ')} }`,
    `link between regions { latency: ${random.integer(10, 40)}ms }`,
  ];
}

/** Servers in zones, perhaps in two regions, and links of which some lose, repeat and reorder. */
export function topologyText(random: Random, { places, store, loss }: TopologyBounds): string {
  const { nodes } = places;
  const pairs = nodes.flatMap((one, at) => nodes.slice(at + 1).map((other) => `${one} <-> ${other}`));
  const lines = [
    ...layout(random.for('layout'), places),
    `link within zone { latency: ${random.pick(['0.2ms', '0.5ms', 'exponential(mean: 0.5ms)'])} }`,
    `link between zones { latency: ${latency(random)} }`,
    ...random
      .some(pairs, random.integer(0, pairs.length))
      .map((pair) => `link ${pair} { ${misbehaviour(random, loss)} }`),
    `store data on ${nodes.join(', ')} using Policy { ${store} }`,
  ];
  return `topology Cluster {\n  ${lines.join('\n  ')}\n}`;
}
