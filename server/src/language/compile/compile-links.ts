import { placesIn } from '../bind/bind-topology';
import type { BoundDomain, BoundEnd, BoundLink, BoundPlace, BoundTopology } from '../bind/bound';
import { toNanos, type LinkProperties, type LinkTable } from '../model';
import type { DomainLevel } from '../syntax/syntax-tree';
import { valueOfKind } from '../values/value';
import { given } from './given';
import type { Origins } from './origins';

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
  readonly from: BoundEnd;
  readonly to: BoundEnd;
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
  private readonly pairs: readonly Pair[];
  private readonly everywhere: readonly BoundLink[];

  constructor(
    private readonly topology: BoundTopology,
    private readonly origins: Origins,
  ) {
    this.pairs = topology.links.flatMap((link, order) => pairsOf(link, order));
    this.everywhere = topology.links.filter((link) => link.scope.kind === 'everywhere');
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
      for (const place of placesIn(pair.from, this.topology.places)) asFrom[place.id]?.add(index);
      for (const place of placesIn(pair.to, this.topology.places)) asTo[place.id]?.add(index);
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

  /** The declarations that hold for a pair, the most specific first, and the default latency where none gives one. */
  private classFor(from: Profile, to: Profile): number {
    const apart = coarsestDifference(from, to);
    const links = [
      ...this.pairLinks(from, to),
      ...this.levelLinks(from, to, apart),
      ...this.lastFirst(this.everywhere),
    ];
    const latency = defaultLatency(from, to);
    const key = `${links.map((link) => String(this.topology.links.indexOf(link))).join()} ${String(latency)}`;
    let index = this.classByLinks.get(key);
    if (index === undefined) {
      index = this.classes.push(this.merge(links, latency)) - 1;
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
    found.sort((left, right) => fineness(right) - fineness(left) || right.order - left.order);
    return found.map((pair) => pair.link);
  }

  /** `between` before `within`, and of the latter the finest first. */
  private levelLinks(from: Profile, to: Profile, apart: DomainLevel | undefined): readonly BoundLink[] {
    const between = this.topology.links.filter((link) => link.scope.kind === 'between' && link.scope.level === apart);
    const within = levels
      .filter((_, at) => from.domains[at] !== undefined && from.domains[at] === to.domains[at])
      .reverse()
      .flatMap((level) =>
        this.lastFirst(
          this.topology.links.filter((link) => link.scope.kind === 'within' && link.scope.level === level),
        ),
      );
    return [...this.lastFirst(between), ...within];
  }

  private lastFirst(links: readonly BoundLink[]): readonly BoundLink[] {
    return [...links].reverse();
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
  const there = { link, from: scope.from, to: scope.to, order };
  return scope.bothWays ? [there, { link, from: scope.to, to: scope.from, order }] : [there];
}

/** How narrow a pair is: a place is finer than any domain, a host finer than a rack, and a group coarser than all. */
function fineness(pair: Pair): number {
  return finenessOf(pair.from) + finenessOf(pair.to);
}

function finenessOf(end: BoundEnd): number {
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

/** The coarsest level at which both lie in domains, and in different ones. */
function coarsestDifference(from: Profile, to: Profile): DomainLevel | undefined {
  return levels.find((_, at) => {
    const one = from.domains[at];
    const other = to.domains[at];
    return one !== undefined && other !== undefined && one !== other;
  });
}

function defaultLatency(from: Profile, to: Profile): number {
  switch (coarsestDifference(from, to)) {
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
