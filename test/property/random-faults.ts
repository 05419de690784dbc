import type { Random } from './random';
import type { Places } from './random-topology';

/** What a family claims to bear. All of it has ended when the quiet tail begins. */
export interface FaultBounds {
  /** Of how many servers at a time processes may crash; disks keep what was flushed. */
  readonly crashes: number;
  /** Whether there is a leader to aim at. */
  readonly leader: boolean;
  /** Whether crashes, splits and delays may fall together. */
  readonly together: boolean;
  /** Partitions, cuts and lost messages. */
  readonly network: boolean;
  /** Clocks that are set to another time. */
  readonly skew: boolean;
  /** Clocks that run at another rate, in parts per million; 0 where the family takes them to run at one. */
  readonly drift: number;
}

type Episode = (random: Random, places: Places, duration: string) => string;

const others = (all: readonly string[], some: readonly string[]): string[] => all.filter((one) => !some.includes(one));

/** Two sides, each with the clients of its own; a client that is in neither reaches everybody. */
function split(random: Random, { nodes, clients }: Places, duration: string): string {
  const few = random.some(nodes, random.integer(1, nodes.length - 1));
  const withThem = clients.filter(() => random.chance(0.4));
  const withOthers = others(clients, withThem).filter(() => random.chance(0.6));
  const sides = [
    [...few, ...withThem],
    [...others(nodes, few), ...withOthers],
  ];
  return `partition ${sides.map((side) => side.join(', ')).join(' | ')} for ${duration}`;
}

function pairOf(random: Random, { nodes }: Places, between: string): string {
  return random.some(nodes, 2).join(between);
}

const NETWORK: readonly Episode[] = [
  split,
  split,
  (random, { nodes }, duration) => `isolate ${random.pick(nodes)} for ${duration}`,
  (random, places, duration) => `cut ${pairOf(random, places, ' -> ')} for ${duration}`,
  (random, { nodes }, duration) => `drop ${random.integer(5, 60)}% of ${random.pick(nodes)} for ${duration}`,
  (random, places, duration) =>
    `drop ${random.integer(20, 100)}% between ${pairOf(random, places, ' and ')} for ${duration}`,
];

const TIMING: readonly Episode[] = [
  (random, { nodes }, duration) => `pause ${random.pick(nodes)} for ${duration}`,
  (random, { nodes }, duration) => `slow ${random.pick(nodes)} by ${random.integer(2, 50)}x for ${duration}`,
  (random, { nodes }, duration) => `delay of ${random.pick(nodes)} by ${random.integer(5, 300)}ms for ${duration}`,
  (random, places, duration) =>
    `reorder between ${pairOf(random, places, ' and ')} within ${random.integer(5, 200)}ms for ${duration}`,
  (random, places, duration) =>
    `duplicate ${random.integer(5, 50)}% between ${pairOf(random, places, ' and ')} for ${duration}`,
];

const crashesOf =
  (atMost: number): Episode =>
  (random, { nodes }, duration) =>
    `crash ${random.some(nodes, random.integer(1, atMost)).join(', ')} for ${duration}`;

const ofTheLeader =
  (action: 'crash' | 'isolate' | 'pause'): Episode =>
  (_, __, duration) =>
    `${action} leader of data for ${duration}`;

/** The other servers take another leader, while clients reach the old one all the same. */
const leaderAlone: Episode = (_, { nodes }, duration) =>
  `drop 100% between leader of data and ${nodes.join(', ')} for ${duration}`;

function kindsOf({ crashes, network, leader }: FaultBounds): { name: string; episodes: readonly Episode[] }[] {
  const kinds = [{ name: 'timing', episodes: leader ? [...TIMING, ofTheLeader('pause')] : TIMING }];
  if (network)
    kinds.push({
      name: 'network',
      episodes: leader ? [...NETWORK, ofTheLeader('isolate'), leaderAlone, leaderAlone] : NETWORK,
    });
  if (crashes > 0)
    kinds.push({ name: 'crashes', episodes: [crashesOf(crashes), ...(leader ? [ofTheLeader('crash')] : [])] });
  return kinds;
}

/** One after another from `from` to `to`, in milliseconds. */
function lane(random: Random, places: Places, episodes: readonly Episode[], from: number, to: number): string[] {
  const lines: string[] = [];
  for (let at = from + random.integer(0, 4000); at < to - 300;) {
    const duration = Math.min(random.pick([100, 500, 1500, 3000, 5000]) + random.integer(0, 500), to - at);
    lines.push(`at ${at}ms ${random.pick(episodes)(random, places, `${duration}ms`)}`);
    at += duration + random.integer(50, 4000);
  }
  return lines;
}

function clocks(random: Random, { nodes }: Places, { skew, drift }: FaultBounds, from: number): string[] {
  const lines: string[] = [];
  for (const node of nodes) {
    const at = from + random.integer(0, 5000);
    if (skew && random.chance(0.3))
      lines.push(`at ${at}ms skew ${node} by ${random.pick(['+', '-'])}${random.integer(1, 5000)}ms`);
    if (drift > 0 && random.chance(0.3)) lines.push(`at ${at}ms drift ${node} by ${random.integer(1, drift)}ppm`);
  }
  return lines;
}

/** Faults within the bounds; all but the clocks' end by `to`. */
export function randomFaults(random: Random, places: Places, bounds: FaultBounds, from: number, to: number): string[] {
  const kinds = kindsOf(bounds);
  const lanes = bounds.together
    ? kinds.flatMap(({ name, episodes }) => lane(random.for(name), places, episodes, from, to))
    : lane(
        random,
        places,
        kinds.flatMap(({ episodes }) => episodes),
        from,
        to,
      );
  return [...lanes, ...clocks(random.for('clocks'), places, bounds, from)];
}
