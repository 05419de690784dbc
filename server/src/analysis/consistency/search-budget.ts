/** How often the clock is looked at, in states. */
const STATES_BETWEEN_LOOKS = 4096;

/**
 * States that a search may visit, and a clock that ends it sooner where there is one. One budget is handed from search to
 * search, so that together they stay within it. The checkers have no clock of their own: whoever has one passes it in.
 */
export class SearchBudget {
  private unseen = 0;
  private timedOut = false;

  constructor(
    private left: number,
    private readonly isTimeUp: () => boolean = () => false,
  ) {}

  get remaining(): number {
    return this.left;
  }

  /** Takes one state, or work worth several; false when none is left. */
  spend(states = 1): boolean {
    this.left -= states;
    this.unseen += states;
    if (this.unseen >= STATES_BETWEEN_LOOKS) {
      this.unseen = 0;
      if (this.isTimeUp()) this.end();
    }
    return this.left >= 0;
  }

  /** An even part of what is left, but no more than the limit, to be returned with `settle`. */
  share(parts: number, limit = Infinity): SearchBudget {
    const part = Math.floor(Math.max(0, this.left) / Math.max(1, parts));
    return new SearchBudget(Math.max(1, Math.min(part, limit)), this.isTimeUp);
  }

  /** Charges what a share has used. */
  settle(given: number, share: SearchBudget): void {
    this.left -= given - Math.max(0, share.remaining);
    if (share.timedOut) this.end();
  }

  private end(): void {
    this.timedOut = true;
    this.left = -1;
  }
}
