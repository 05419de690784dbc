import { placesIn } from '../bind/bind-topology';
import type { BoundDomain, BoundEnd, BoundLink, BoundPlace, BoundTopology } from '../bind/bound';
import { toNanos, type LinkProperties, type LinkTable } from '../model';
import type { DomainLevel } from '../syntax/syntax-tree';
import { valueOfKind } from '../values/value';
import { given } from './given';
import type { Origins } from './origins';

const none: readonly BoundLink[] = [];
const levels: readonly DomainLevel[] = ['region', 'datacenter', 'zone', 'rack', 'host'];

/** One-way latency where no declaration gives one. */
const defaultLatencyNs = { near: 500_000, zones: 1_000_000, regions: 40_000_000 } as const;

/** A node's messages to itself take no time. */
const toItself: LinkProperties = {
  latency: { kind: 'constant', value: toNanos(0) },
  loss: 0,
  duplicate: 0,
  reorderNs: toNanos(0),
  bandwidthBytesPerS: 0,
};

/**
 * Finds out how each pair of places is linked. Places that no declaration can tell apart are handled as one, so the
 * work grows with the number of different places rather than with all pairs; only the table itself has all pairs.
 */
export function compileLinks(topology: BoundTopology, origins: Origins): LinkTable {
  return new LinkCompilation(topology, origins).run();
}

/** A pair declaration in one direction. */
interface Pair {
  readonly link: BoundLink;
  readonly from: readonly BoundEnd[];
  readonly to: readonly BoundEnd[];
  readonly fineness: number;
  readonly order: number;
}

/** Places that lie in the same domain and are named by the same pair declarations. */
interface Profile {
  /** Its domain at each level, from region to host. */
  readonly domains: readonly (BoundDomain | undefined)[];
  /** Indices into `pairs`, of which its places are the sender or the receiver. */
  readonly asFrom: ReadonlySet<number>;
  readonly asTo: ReadonlySet<number>;
}

class LinkCompilation {
  private readonly classes: LinkProperties[] = [toItself];
  private readonly classByLinks = new Map<string, number>();
  /** The same for pairs that no pair declaration is about, which are nearly all. */
  private readonly classByLevels = new Map<number, number>();
  private readonly pairs: readonly Pair[];
  private readonly everywhere: readonly BoundLink[];

  constructor(
    private readonly topology: BoundTopology,
    private readonly origins: Origins,
  ) {
    this.pairs = topology.links.flatMap((link, order) => pairsOf(link, order));
    this.everywhere = this.lastFirst((scope) => scope.kind === 'everywhere');
  }

  run(): LinkTable {
    const { places } = this.topology;
    const count = places.length;
    const { profiles, profileOf } = this.profiles();
    const classOfProfiles = new Uint16Array(profiles.length * profiles.length);
    profiles.forEach((from, row) => {
      profiles.forEach((to, column) => {
        classOfProfiles[row * profiles.length + column] = this.classFor(from, to);
      });
    });
    const classOf = new Uint16Array(count * count);
    for (let from = 0; from < count; from++) {
      const row = (profileOf[from] ?? 0) * profiles.length;
      for (let to = 0; to < count; to++) {
        classOf[from * count + to] = from === to ? 0 : (classOfProfiles[row + (profileOf[to] ?? 0)] ?? 0);
      }
    }
    return { classes: this.classes, classOf };
  }

  private profiles(): { readonly profiles: readonly Profile[]; readonly profileOf: readonly number[] } {
    const asFrom = this.topology.places.map(() => new Set<number>());
    const asTo = this.topology.places.map(() => new Set<number>());
    this.pairs.forEach((pair, index) => {
      for (const place of this.placesOf(pair.from)) asFrom[place.id]?.add(index);
      for (const place of this.placesOf(pair.to)) asTo[place.id]?.add(index);
    });
    const indices = new Map<string, number>();
    const profiles: Profile[] = [];
    const profileOf = this.topology.places.map((place) => {
      const from = asFrom[place.id] ?? new Set();
      const to = asTo[place.id] ?? new Set();
      const key = `${String(place.domain?.index ?? -1)} ${[...from].join()} ${[...to].join()}`;
      const known = indices.get(key);
      if (known !== undefined) return known;
      indices.set(key, profiles.length);
      return profiles.push({ domains: domainsOf(place), asFrom: from, asTo: to }) - 1;
    });
    return { profiles, profileOf };
  }

  private placesOf(ends: readonly BoundEnd[]): readonly BoundPlace[] {
    return ends.flatMap((end) => placesIn(end, this.topology.places));
  }

  /**
   * The class of a pair: it follows from the pair declarations that hold for it, from the level at which the two lie
   * apart and from the levels that they share.
   */
  private classFor(from: Profile, to: Profile): number {
    const apart = levelApart(from, to);
    let shared = 0;
    for (let at = 0; at < levels.length; at++) {
      if (from.domains[at] !== undefined && from.domains[at] === to.domains[at]) shared |= 1 << at;
    }
    const pairs = from.asFrom.size === 0 || to.asTo.size === 0 ? none : this.pairLinks(from, to);
    const levelKey = (apart + 1) * 64 + shared;
    const known = pairs.length === 0 ? this.classByLevels.get(levelKey) : undefined;
    if (known !== undefined) return known;
    const key = `${pairs.map((link) => String(this.topology.links.indexOf(link))).join()} ${String(levelKey)}`;
    let index = this.classByLinks.get(key);
    if (index === undefined) {
      const links = [...pairs, ...this.levelLinks(apart, shared), ...this.everywhere];
      index = this.classOfLinks(links, defaultLatency(apart));
      this.classByLinks.set(key, index);
    }
    if (pairs.length === 0) this.classByLevels.set(levelKey, index);
    return index;
  }

  /** Different relations may come to the same links. */
  private classOfLinks(links: readonly BoundLink[], latencyNs: number): number {
    const key = `${links.map((link) => String(this.topology.links.indexOf(link))).join()} = ${String(latencyNs)}`;
    let index = this.classByLinks.get(key);
    if (index === undefined) {
      index = this.classes.push(this.merge(links, latencyNs)) - 1;
      this.classByLinks.set(key, index);
    }
    return index;
  }

  private pairLinks(from: Profile, to: Profile): readonly BoundLink[] {
    const found: Pair[] = [];
    for (const index of from.asFrom) {
      const pair = this.pairs[index];
      if (pair !== undefined && to.asTo.has(index)) found.push(pair);
    }
    found.sort((left, right) => right.fineness - left.fineness || right.order - left.order);
    return found.map((pair) => pair.link);
  }

  /** `between` before `within`, and of the latter the finest first; of equals the last. */
  private levelLinks(apart: number, shared: number): readonly BoundLink[] {
    const between = this.lastFirst((scope) => scope.kind === 'between' && levels.indexOf(scope.level) === apart);
    const within = levels
      .filter((_, at) => (shared & (1 << at)) !== 0)
      .reverse()
      .flatMap((level) => this.lastFirst((scope) => scope.kind === 'within' && scope.level === level));
    return [...between, ...within];
  }

  private lastFirst(test: (scope: BoundLink['scope']) => boolean): readonly BoundLink[] {
    return this.topology.links.filter((link) => test(link.scope)).reverse();
  }

  /** Each property from the most specific declaration that gives it. */
  private merge(links: readonly BoundLink[], latencyNs: number): LinkProperties {
    const giving = (name: string) => links.find((link) => link.settings.written(name)?.value !== undefined)?.settings;
    const [first] = links;
    return {
      latency: giving('latency')?.distribution('latency') ?? { kind: 'constant', value: toNanos(latencyNs) },
      ...given('writeLatency', giving('write-latency')?.distribution('write-latency')),
      loss: giving('loss')?.share('loss') ?? 0,
      duplicate: giving('duplicate')?.share('duplicate') ?? 0,
      reorderNs: giving('reorder')?.ns('reorder') ?? toNanos(0),
      bandwidthBytesPerS: valueOfKind('bandwidth', giving('bandwidth')?.value('bandwidth'))?.bytesPerS ?? 0,
      ...given('origin', first && this.origins.of(first.uri, first.node.range)),
    };
  }
}

function pairsOf(link: BoundLink, order: number): readonly Pair[] {
  const { scope } = link;
  if (scope.kind !== 'pair') return [];
  const { from, to } = scope;
  const there = { link, from, to, fineness: finenessOf(from) + finenessOf(to), order };
  return scope.bothWays ? [there, { ...there, from: to, to: from }] : [there];
}

/** How narrow an end is: a place is finer than any domain, a host finer than a rack, and a group coarser than all. */
function finenessOf(ends: readonly BoundEnd[]): number {
  let coarsest = Infinity;
  for (const end of ends) coarsest = Math.min(coarsest, finenessOfOne(end));
  return coarsest;
}

function finenessOfOne(end: BoundEnd): number {
  if (end.kind === 'node' || end.kind === 'client') return 10;
  return end.kind === 'group' ? 0 : levels.indexOf(end.kind) + 1;
}

function domainsOf(place: BoundPlace): readonly (BoundDomain | undefined)[] {
  const domains: (BoundDomain | undefined)[] = levels.map(() => undefined);
  for (let domain = place.domain; domain !== undefined; domain = domain.parent) {
    domains[levels.indexOf(domain.kind)] = domain;
  }
  return domains;
}

/** Index of the coarsest level at which both lie in domains, and in different ones, or -1. */
function levelApart(from: Profile, to: Profile): number {
  for (let at = 0; at < levels.length; at++) {
    const one = from.domains[at];
    const other = to.domains[at];
    if (one !== undefined && other !== undefined && one !== other) return at;
  }
  return -1;
}

function defaultLatency(apart: number): number {
  const level: DomainLevel | undefined = levels[apart];
  switch (level) {
    case 'region':
      return defaultLatencyNs.regions;
    case 'datacenter':
    case 'zone':
      return defaultLatencyNs.zones;
    case 'rack':
    case 'host':
    case undefined:
      return defaultLatencyNs.near;
  }
}
