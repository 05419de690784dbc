import type { LinkSetModel, TargetModel } from '../../language/model';
import type { Environment } from '../environment/environment';
import type { LinkEnds } from '../run';

/** Resolves targets at the moment of an action, from what an outsider can observe. */
export class TargetResolver {
  constructor(private readonly environment: Environment) {}

  /** Place ids, each once, in order of id. `stream` serves random targets. */
  places(targets: readonly TargetModel[], stream: number): number[] {
    const found = new Set<number>();
    for (const target of targets) for (const place of this.one(target, stream)) found.add(place);
    return [...found].sort((a, b) => a - b);
  }

  /** Which places a link set joins. */
  links(links: LinkSetModel, stream: number): LinkEnds {
    const all = this.environment.scenario.places.map((_, id) => id);
    switch (links.kind) {
      case 'everywhere':
        return { from: all, to: all, both: false };
      case 'from':
        return { from: this.places(links.from, stream), to: this.places(links.to, stream), both: false };
      case 'between':
        return { from: this.places(links.a, stream), to: this.places(links.b, stream), both: true };
      case 'of':
        return { from: this.places(links.of, stream), to: all, both: true };
    }
  }

  /** Pairs from each of `from` to each of `to`, and back where `both`; undefined when there are none. */
  pairs(from: readonly number[], to: readonly number[], both: boolean): Uint8Array | undefined {
    const n = this.environment.scenario.places.length;
    const covers = new Uint8Array(n * n);
    let any = false;
    for (const a of from) {
      for (const b of to) {
        if (a === b) continue;
        any = true;
        covers[a * n + b] = 1;
        if (both) covers[b * n + a] = 1;
      }
    }
    return any ? covers : undefined;
  }

  private one(target: TargetModel, stream: number): readonly number[] {
    switch (target.kind) {
      case 'places':
        return target.places;
      case 'leader': {
        const leader = this.leader(target.store);
        return leader < 0 ? [] : [leader];
      }
      case 'followers': {
        const leader = this.leader(target.store);
        return this.running(target.store).filter((place) => place !== leader);
      }
      case 'random':
        return this.sample(this.running(target.store), target.count, stream);
      case 'all':
        return this.environment.scenario.stores[target.store]?.nodes ?? [];
    }
  }

  /** Leader of a store's first shard: of those who say they lead and run, the one with the highest term. */
  private leader(store: number): number {
    const group = this.environment.firstGroup[store] ?? -1;
    return group < 0 ? -1 : this.environment.leadership.leaderOf(group);
  }

  private running(store: number): number[] {
    const { scenario, processes } = this.environment;
    return (scenario.stores[store]?.nodes ?? []).filter((place) => processes.isUp(place));
  }

  /** `count` of them without repetition (Fisher and Yates). */
  private sample(from: readonly number[], count: number, stream: number): number[] {
    const { streams } = this.environment.kernel;
    const rest = [...from];
    const chosen: number[] = [];
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(streams.below(stream, rest.length), 1));
    return chosen;
  }
}
