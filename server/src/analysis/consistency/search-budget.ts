/** States that a search may visit. One is handed from search to search, so that together they stay within it. */
export class SearchBudget {
  constructor(private left: number) {}

  get remaining(): number {
    return this.left;
  }

  /** Takes one state, or work worth several; false when none is left. */
  spend(states = 1): boolean {
    this.left -= states;
    return this.left >= 0;
  }

  /** A part of what is left, to be returned with `settle`. */
  share(parts: number): SearchBudget {
    return new SearchBudget(Math.max(1, Math.floor(Math.max(0, this.left) / Math.max(1, parts))));
  }

  /** Charges what a share has used. */
  settle(given: number, share: SearchBudget): void {
    this.left -= given - Math.max(0, share.remaining);
  }
}
