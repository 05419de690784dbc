import type { ChainReplica } from './replica';

/** Clocks whose rates differ by less than this share cannot make a lease outlive the promise behind it. */
const DRIFT_ALLOWANCE = 0.01;

/**
 * Who is alive, and who may act. The paper's master knows who has failed; here every server watches every other. Whoever
 * answers a server's heartbeat promises not to have it taken out of the chain for `timeout` from then on; while a majority
 * stands by such promises, the server may answer queries (Gray and Cheriton, "Leases", 1989). So a tail that is cut off stops
 * before another one starts. All times are of stopwatches that nobody sets.
 */
export class Liveness {
  private readonly heardAt = new Map<number, number>();
  private readonly grantedAt = new Map<number, number>();
  private readonly suspects = new Set<number>();
  private readonly promisedAt = new Map<number, number>();
  private startedAt = 0;

  constructor(private readonly server: ChainReplica) {}

  /** Promises of an earlier life may still stand: they are taken to have been made just now. */
  start(): void {
    this.startedAt = this.now;
  }

  heard(place: number): void {
    this.heardAt.set(place, this.now);
    if (this.suspects.delete(place)) this.server.context.trust(place);
  }

  /** A heartbeat of a server is being answered. */
  promise(place: number): void {
    this.promisedAt.set(place, this.now);
  }

  /** An own heartbeat, sent at that time, was answered. */
  granted(place: number, sentAt: number): void {
    this.grantedAt.set(place, Math.max(sentAt, this.grantedAt.get(place) ?? -Infinity));
  }

  /** Until this server itself stands by a promise to a place, in nanoseconds from now. */
  promiseLeft(place: number): number {
    const promisedAt = this.promisedAt.get(place) ?? this.startedAt;
    return Math.max(0, Math.ceil(promisedAt + this.promiseNs - this.now));
  }

  get holdsLease(): boolean {
    const { server } = this;
    const { self } = server.context;
    // Once it has accepted a chain without itself, its own vote may be the one that takes its place away.
    if (server.register.accepted?.chain.includes(self) === false) return false;
    const others = server.voters.filter((voter) => voter !== self);
    // A server that was appended and has no vote yet needs a majority of others.
    const needed = Math.floor(server.voters.length / 2) + (server.voters.includes(self) ? 0 : 1);
    if (needed === 0) return true;
    const granted = others.map((voter) => this.grantedAt.get(voter) ?? -Infinity).sort((x, y) => y - x);
    return this.now < (granted[needed - 1] ?? -Infinity) + server.policy.timeoutNs;
  }

  /** Looks who has been silent for too long. */
  watch(places: readonly number[]): void {
    for (const place of places) {
      if (this.suspects.has(place) || this.silenceOf(place) < this.promiseNs) continue;
      this.suspects.add(place);
      this.server.context.suspect(place);
    }
  }

  isSuspected(place: number): boolean {
    return this.suspects.has(place);
  }

  silenceOf(place: number): number {
    return this.now - (this.heardAt.get(place) ?? this.startedAt);
  }

  get promiseNs(): number {
    return this.server.policy.timeoutNs * (1 + DRIFT_ALLOWANCE);
  }

  private get now(): number {
    return this.server.context.monotonic();
  }
}
