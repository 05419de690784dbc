import type { PolicyFamily, ScenarioModel, TargetModel } from '../../language/model';
import { RandomStreams } from '../../simulation/kernel/random-streams';
import type { SearchAction, SearchFault, SearchTarget } from './search-fault';

const MILLISECOND = 1e6;
/** The shortest and the longest time that a fault lasts, the longest as a share of the counted part of the run. */
const SHORTEST_NS = 100 * MILLISECOND;
const LONGEST_SHARE = 0.5;
/** Instants and lengths of the faults that are tried one by one before any are drawn, as shares of the counted part. */
const FIRST_TIMES = [0.2, 0.5] as const;
const FIRST_LENGTHS = [0.05, 0.3] as const;

const LED: readonly PolicyFamily[] = ['primary-backup', 'chain', 'isr-log', 'raft', 'multi-paxos', 'zab', 'pbft'];

/** How much a machine or a disk is slowed, by how much links are late and clocks are off, and what services meet. */
const SLOWER = 10;
const LATER_NS = 200 * MILLISECOND;
const AHEAD_NS = 2000 * MILLISECOND;
const FAILING = 0.5;
const BUSIER = 5;

/**
 * The faults that a search draws from: every node, every failure domain and every leader crashes, stalls or is cut off,
 * domains are parted from the rest and nodes are cut off one way; machines, disks and links are slow, disks are full or
 * forget what they acknowledged, clocks are off, services fail and load surges. Drawn by a stream of the scenario's seed, so that a search
 * is the same whenever it is made.
 */
export class FaultPopulation {
  readonly actions: readonly SearchAction[];
  /** Those that stop or part something; what only hampers it is tried once by itself. */
  private readonly harsh: readonly SearchAction[];
  private readonly hampering: readonly SearchAction[];
  private readonly streams: RandomStreams;
  private readonly stream: number;

  constructor(private readonly scenario: ScenarioModel) {
    this.harsh = harshActions(scenario);
    this.hampering = hamperingActions(scenario);
    this.actions = [...this.harsh, ...this.hampering];
    this.streams = new RandomStreams(scenario.seed);
    this.stream = this.streams.create(scenario.name, 'fault search');
  }

  /** Each action by itself, the harsh ones at a few instants and for a short and a long time: the obvious before the unlikely. */
  obvious(): readonly SearchFault[] {
    const { from, length } = this.counted();
    const at = (action: SearchAction, when: number, share: number): SearchFault => ({
      action,
      atNs: rounded(from + when * length),
      forNs: rounded(Math.max(SHORTEST_NS, share * length)),
    });
    const [early, late] = FIRST_TIMES;
    const [short, long] = FIRST_LENGTHS;
    return [
      ...this.harsh.map((action) => at(action, early, short)),
      ...this.harsh.map((action) => at(action, early, long)),
      ...this.hampering.map((action) => at(action, early, long)),
      ...this.harsh.map((action) => at(action, late, short)),
      ...this.harsh.map((action) => at(action, late, long)),
    ];
  }

  /**
   * A set of 1 to `most` faults, each of the sizes equally likely; actions and instants are drawn evenly, lengths evenly
   * on a scale of their logarithm. Of two faults the second begins, half of the time, while the first is in force: what
   * never overlaps seldom does more harm than one.
   */
  draw(most: number): readonly SearchFault[] {
    const { from, length } = this.counted();
    const faults: SearchFault[] = [];
    const size = 1 + this.streams.below(this.stream, most);
    for (let i = 0; i < size; i++) {
      const action = this.actions[this.streams.below(this.stream, this.actions.length)];
      if (action === undefined) return faults;
      const longest = Math.max(SHORTEST_NS, LONGEST_SHARE * length);
      const forNs = SHORTEST_NS * (longest / SHORTEST_NS) ** this.uniform();
      const before = faults.at(-1);
      const overlaps = this.uniform() < 0.5 && before !== undefined;
      const atNs = overlaps ? before.atNs + this.uniform() * before.forNs : from + this.uniform() * 0.9 * length;
      faults.push({ action, atNs: rounded(atNs), forNs: rounded(forNs) });
    }
    return faults;
  }

  private uniform(): number {
    return this.streams.uniform(this.stream);
  }

  private counted(): { readonly from: number; readonly length: number } {
    const { warmUpNs, durationNs } = this.scenario;
    return { from: warmUpNs, length: durationNs - warmUpNs };
  }
}

/** To whole milliseconds, so that its text says all of it. */
export function rounded(ns: number): number {
  return Math.max(1, Math.round(ns / MILLISECOND)) * MILLISECOND;
}

function harshActions(scenario: ScenarioModel): readonly SearchAction[] {
  const nodes = usedNodes(scenario).map((place) => nodeTarget(scenario, place));
  const domains = domainTargets(scenario);
  const leaders = scenario.stores.flatMap((store, index): SearchTarget[] =>
    LED.includes(store.policy.family)
      ? [{ text: `leader of ${store.name}`, target: { kind: 'leader', store: index } }]
      : [],
  );
  const kinds = ['crash', 'isolate', 'pause'] as const;
  const single = kinds.flatMap((kind) =>
    [...leaders, ...nodes].map((target): SearchAction => ({ kind, targets: [target] })),
  );
  const whole = domains.map(({ target }): SearchAction => ({ kind: 'crash', targets: [target] }));
  const cuts = nodes.flatMap((from) =>
    nodes.flatMap((to): SearchAction[] => (from === to ? [] : [{ kind: 'cut', from, to }])),
  );
  return [...single, ...partitions(scenario, domains), ...whole, ...everything(scenario), ...cuts];
}

function hamperingActions(scenario: ScenarioModel): readonly SearchAction[] {
  const nodes = usedNodes(scenario).map((place) => nodeTarget(scenario, place));
  const holding = new Set(scenario.stores.flatMap((store) => store.nodes));
  const disks = nodes.filter(({ target }) => target.kind === 'places' && target.places.some((at) => holding.has(at)));
  return [
    ...nodes.map((target): SearchAction => ({ kind: 'slow', targets: [target], factor: SLOWER })),
    ...nodes.map((target): SearchAction => ({ kind: 'delay', targets: [target], byNs: LATER_NS })),
    ...disks.flatMap((target): SearchAction[] => [
      { kind: 'slow-disk', targets: [target], factor: SLOWER },
      { kind: 'fill-disk', targets: [target] },
      { kind: 'lose-fsync', targets: [target] },
      { kind: 'skew', targets: [target], byNs: AHEAD_NS },
      { kind: 'skew', targets: [target], byNs: -AHEAD_NS },
    ]),
    ...scenario.services.map(({ name }, index): SearchAction => ({
      kind: 'bug',
      service: { text: name, index },
      share: FAILING,
    })),
    ...scenario.workloads.map(({ name }, index): SearchAction => ({
      kind: 'surge',
      workload: { text: name, index },
      factor: BUSIER,
    })),
  ];
}

/** Nodes that something runs on: the others matter to nobody. */
function usedNodes(scenario: ScenarioModel): readonly number[] {
  const used = new Set([...scenario.stores, ...scenario.services, ...scenario.balancers].flatMap(({ nodes }) => nodes));
  return [...used].sort((a, b) => a - b);
}

function nodeTarget(scenario: ScenarioModel, place: number): SearchTarget {
  const text = scenario.places[place]?.name ?? '';
  return { text, target: { kind: 'places', places: [place], text } };
}

interface DomainTarget {
  /** Its nodes. */
  readonly target: SearchTarget;
  /** Its nodes and clients, for a partition. */
  readonly all: SearchTarget;
  readonly parent: number;
  readonly places: readonly number[];
}

/** Domains of several, of which there is a sibling: a domain that holds everything fails like everything. */
function domainTargets(scenario: ScenarioModel): readonly DomainTarget[] {
  return scenario.domains.flatMap((domain, index): DomainTarget[] => {
    const places = scenario.places.flatMap((_, place) => (isWithin(scenario, place, index) ? [place] : []));
    const nodes = places.filter((place) => place < scenario.nodeCount);
    const text = `${domain.kind} ${domain.name}`;
    const isAlone = scenario.domains.filter(({ parent }) => parent === domain.parent).length < 2;
    const isAmbiguous =
      scenario.domains.filter(({ kind, name }) => kind === domain.kind && name === domain.name).length > 1;
    if (nodes.length === 0 || isAlone || isAmbiguous) return [];
    const of = (targets: readonly number[]): TargetModel => ({ kind: 'places', places: targets, text });
    return [{ target: { text, target: of(nodes) }, all: { text, target: of(places) }, parent: domain.parent, places }];
  });
}

/** Each domain against its siblings, and for each store a minority of its replicas against the rest. */
function partitions(scenario: ScenarioModel, domains: readonly DomainTarget[]): readonly SearchAction[] {
  const all = scenario.places.flatMap((_, place) => (place < scenario.nodeCount ? [place] : []));
  const ofDomains = domains.flatMap((one): SearchAction[] => {
    const others = domains.filter((other) => other.parent === one.parent && other !== one);
    const covered = [one, ...others].flatMap(({ places }) => places);
    const rest = all.filter((place) => !covered.includes(place)).map((place) => nodeTarget(scenario, place));
    return [{ kind: 'partition', groups: [[one.all], [...others.map((other) => other.all), ...rest]] }];
  });
  const ofStores = scenario.stores.flatMap(({ placement }): SearchAction[] => {
    const [replicas = []] = placement;
    if (replicas.length < 3) return [];
    const minority = replicas.slice(0, Math.ceil(replicas.length / 2) - 1);
    const rest = all.filter((place) => !minority.includes(place));
    return [
      {
        kind: 'partition',
        groups: [minority, rest].map((places) => places.map((place) => nodeTarget(scenario, place))),
      },
    ];
  });
  const seen = new Set<string>();
  return [...ofDomains, ...ofStores].filter((action) => {
    const name =
      action.kind === 'partition'
        ? action.groups
            .map((group) =>
              group
                .map(({ text }) => text)
                .sort()
                .join(),
            )
            .sort()
            .join('|')
        : '';
    return !seen.has(name) && seen.add(name);
  });
}

/** All replicas of a store at once: a power cut. */
function everything(scenario: ScenarioModel): readonly SearchAction[] {
  return scenario.stores.flatMap(({ nodes }): SearchAction[] =>
    nodes.length < 2 ? [] : [{ kind: 'crash', targets: nodes.map((place) => nodeTarget(scenario, place)) }],
  );
}

function isWithin(scenario: ScenarioModel, place: number, domain: number): boolean {
  for (let at = scenario.places[place]?.domain ?? -1; at >= 0; at = scenario.domains[at]?.parent ?? -1)
    if (at === domain) return true;
  return false;
}
