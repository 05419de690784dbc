/**
 * Updates that a replica still spreads (Demers et al., section 1.4), of the kind *feedback and counter*: a rumour is
 * dropped after so many calls in vain, one after the other, to replicas that had heard it before.
 */
export class Rumours {
  /** Key to calls in vain since the last one that was not. */
  private readonly hot = new Map<number, number>();
  private readonly heardThisRound = new Set<number>();

  constructor(private readonly callsInVain: number) {}

  /** News: to be spread from the next round on. */
  heard(key: number): void {
    this.hot.set(key, 0);
    this.heardThisRound.add(key);
  }

  /**
   * True where a call with this rumour is in vain. Two calls in one round are both news, since neither caller could know
   * of the other: the cycles of the paper happen at once.
   */
  isOld(key: number): boolean {
    return !this.heardThisRound.has(key);
  }

  nextRound(): void {
    this.heardThisRound.clear();
  }

  /** What became of a call. */
  feedback(known: readonly number[], news: readonly number[]): void {
    for (const key of news) if (this.hot.has(key)) this.hot.set(key, 0);
    for (const key of known) {
      const calls = this.hot.get(key);
      if (calls === undefined) continue;
      if (calls + 1 >= this.callsInVain) this.hot.delete(key);
      else this.hot.set(key, calls + 1);
    }
  }

  get keys(): readonly number[] {
    return [...this.hot.keys()];
  }
}
