/** The cores of one node: own work of the services there, in the order in which it came, one piece a core. */
export class Cores {
  private busy = 0;
  private waiting: { readonly owner: object; readonly begin: () => void }[] = [];

  constructor(private readonly count: number) {}

  /** Calls `begin` now, or as soon as a core is free. */
  take(owner: object, begin: () => void): void {
    if (this.busy >= this.count) {
      this.waiting.push({ owner, begin });
      return;
    }
    this.busy++;
    begin();
  }

  give(): void {
    this.busy--;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.busy++;
    next.begin();
  }

  /** A process is gone, and with it what it was working on (`held` pieces) or waited for. */
  abandon(owner: object, held: number): void {
    this.waiting = this.waiting.filter((each) => each.owner !== owner);
    for (let i = 0; i < held; i++) this.give();
  }
}
