/**
 * Part of a lease that the leader leaves unused, so that it ends for the leader before it ends for those who granted it
 * ("Paxos Made Live", section 5.2: the master's timeout is the shorter one). Clocks whose rates differ by no more than
 * this keep leases sound; quartz differs by some 0.02 %.
 */
const DRIFT_ALLOWANCE = 0.05;

/** The leader's side: until when, on its own clock, a majority has promised itself to it. */
export class HeldLease {
  private readonly until = new Map<number, number>();
  private readonly sorted: number[] = [];

  /** The end of a lease that is asked for now, as the leader counts it. */
  static stamp(now: number, leaseNs: number): number {
    return now + leaseNs * (1 - DRIFT_ALLOWANCE);
  }

  drop(): void {
    this.until.clear();
  }

  grantedBy(peer: number, until: number): void {
    if (until > (this.until.get(peer) ?? -Infinity)) this.until.set(peer, until);
  }

  isGrantedBy(peer: number, now: number): boolean {
    return now < (this.until.get(peer) ?? -Infinity);
  }

  /** Those who are no longer acceptors bind nobody. */
  keepOnly(members: readonly number[]): void {
    for (const peer of this.until.keys()) if (!members.includes(peer)) this.until.delete(peer);
  }

  /** Until when that many replicas beside the leader are bound. */
  heldUntil(others: number): number {
    if (others === 0) return Infinity;
    const { sorted } = this;
    sorted.length = 0;
    for (const until of this.until.values()) sorted.push(until);
    sorted.sort((x, y) => y - x);
    return sorted[others - 1] ?? -Infinity;
  }
}

/** The acceptor's side: to whom it has promised itself, until when on its own clock. */
export class GrantedLease {
  private holder = -1;
  private until = -Infinity;

  grant(holder: number, until: number): void {
    this.until = this.holder === holder ? Math.max(this.until, until) : until;
    this.holder = holder;
  }

  /** The holder gives it back. */
  release(holder: number): void {
    if (this.holder === holder) this.until = -Infinity;
  }

  /** Another than `candidate` holds a lease that this acceptor granted. */
  forbids(candidate: number, now: number): boolean {
    return this.holder !== candidate && now < this.until;
  }
}
