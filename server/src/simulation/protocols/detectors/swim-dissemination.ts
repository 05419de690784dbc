import type { Rumour } from './signal';

/** News that fits on one ping or ack. */
const RUMOURS_PER_MESSAGE = 6;
/** lambda: each piece of news is sent lambda log2(n) times (section 4.1; three reaches all with high probability). */
const LAMBDA = 3;

/** News that travels on pings and acks, the least told first (Das et al., section 4.1). */
export class SwimDissemination {
  private news: { readonly rumour: Rumour; told: number }[] = [];

  /** News replaces what was to be told of the same member. */
  add(rumour: Rumour): void {
    this.news = this.news.filter((other) => other.rumour.place !== rumour.place);
    this.news.unshift({ rumour, told: 0 });
  }

  /** What goes with the next message; `first`, where given, goes in any case. */
  take(members: number, first: Rumour | undefined): readonly Rumour[] {
    if (this.news.length === 0) return first === undefined ? NO_RUMOURS : [first];
    const limit = LAMBDA * (32 - Math.clz32(members));
    const chosen = [...this.news].sort((x, y) => x.told - y.told).slice(0, RUMOURS_PER_MESSAGE);
    for (const each of chosen) each.told++;
    this.news = this.news.filter(({ told }) => told < limit);
    const rumours = chosen.map(({ rumour }) => rumour);
    if (first === undefined || rumours.some(({ place }) => place === first.place)) return rumours;
    return [first, ...rumours];
  }
}

const NO_RUMOURS: readonly Rumour[] = [];
