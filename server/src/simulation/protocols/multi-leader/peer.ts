import type { Knowledge } from './change-feed';

const NOTHING: Knowledge = new Map();

/** What a replica has been told by one other replica about itself. */
export class Peer {
  knowledge: Knowledge = NOTHING;
  /** It has answered since this replica began, and so knows of it. */
  isIntroduced = false;
  /** Local time at which changes were sent that it has not answered. */
  awaitedSince: number | undefined;
  private origin: number | undefined;
  private readonly earlierLives = new Set<number>();
  /** Origin to how far it knew it, and since when it has been no further. */
  private readonly stalled = new Map<number, { readonly upTo: number; readonly since: number }>();

  /** It said what it knows. What an earlier life of it knew may be lost by now, and comes late. */
  told(origin: number, knowledge: Knowledge): void {
    if (this.earlierLives.has(origin)) return;
    if (this.origin !== undefined && this.origin !== origin) this.earlierLives.add(this.origin);
    this.origin = origin;
    this.knowledge = knowledge;
    this.isIntroduced = true;
    this.awaitedSince = undefined;
  }

  knows(origin: number): number {
    return this.knowledge.get(origin) ?? 0;
  }

  /** For how long it has known no more of an origin than it does now. */
  stalledFor(origin: number, now: number): number {
    const upTo = this.knows(origin);
    const stalled = this.stalled.get(origin);
    if (stalled?.upTo === upTo) return now - stalled.since;
    this.stalled.set(origin, { upTo, since: now });
    return 0;
  }

  caughtUp(origin: number): void {
    this.stalled.delete(origin);
  }
}
