/** A version of a service's program, and what is wrong with it. Every instance runs one. */
export class Software {
  private readonly bugs: number[] = [];
  /** Nanoseconds after which a process runs out of memory, counted from its start or from when the leak came. */
  readonly leaks: { readonly afterNs: number; readonly since: number }[] = [];

  /** `errorShare`: requests that fail from the beginning. */
  constructor(errorShare: number) {
    if (errorShare > 0) this.bugs.push(errorShare);
  }

  /** Share of requests that fail: each bug strikes by itself. */
  get errorShare(): number {
    let passed = 1;
    for (const share of this.bugs) passed *= 1 - share;
    return 1 - passed;
  }

  addBug(share: number): void {
    this.bugs.push(share);
  }

  removeBug(share: number): void {
    const at = this.bugs.indexOf(share);
    if (at >= 0) this.bugs.splice(at, 1);
  }

  /** When a process that was started at an instant dies of its leaks; Infinity when it has none. */
  diesAt(startedAt: number): number {
    return this.leaks.reduce((at, { afterNs, since }) => Math.min(at, Math.max(startedAt, since) + afterNs), Infinity);
  }
}
