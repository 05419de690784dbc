/** A version of a service's program, and what is wrong with it. Every instance runs one. */
export class Software {
  private readonly bugs: number[] = [];
  /** Of each leak, nanoseconds after which it has taken all of a process's memory. */
  private readonly leaks: number[] = [];

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

  addLeak(afterNs: number): void {
    this.leaks.push(afterNs);
  }

  removeLeak(afterNs: number): void {
    const at = this.leaks.indexOf(afterNs);
    if (at >= 0) this.leaks.splice(at, 1);
  }

  /** Share of a process's memory that leaks in a nanosecond: several leaks drain it together. */
  get leakRate(): number {
    return this.leaks.reduce((rate, afterNs) => rate + 1 / afterNs, 0);
  }
}
