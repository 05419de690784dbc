import type { PrimaryBackupReplica } from './replica';

/** Clocks whose rates differ by less than this share cannot make a lease overlap with the next primary. */
const DRIFT_ALLOWANCE = 0.01;

/**
 * Fencing by leases (Gray and Cheriton, "Leases", SOSP 1989; for primary and backups: Lin et al., "PacificA", 2008,
 * section 2.3). Whoever answers the primary promises to support no other for `timeout` from then on. So the primary may act
 * until `timeout` after it *sent* what a majority has answered; it counts from the earlier moment, they from the later one
 * and a little longer, and whatever is lost or late only makes it stop sooner. Nothing but the rates of the clocks needs to
 * agree: leases run on stopwatches that nobody sets.
 */
export class Lease {
  constructor(private readonly server: PrimaryBackupReplica) {}

  /** How long one who answered supports nobody else, by its own stopwatch. */
  get promiseNs(): number {
    return this.server.timing.timeoutNs * (1 + DRIFT_ALLOWANCE);
  }

  /** Instant of the primary's stopwatch at which it must have stopped. */
  get until(): number {
    const { server } = this;
    if (!server.isFenced) return Infinity;
    const needed = this.answersNeeded;
    if (needed === 0) return Infinity;
    const granted = server.members.filter((m) => m !== server.context.self).map((m) => server.peer(m).grantedAt);
    granted.sort((x, y) => y - x);
    return (granted[needed - 1] ?? -Infinity) + server.timing.timeoutNs;
  }

  get isValid(): boolean {
    return this.server.context.monotonic() < this.until;
  }

  /**
   * A majority with the primary itself. Of a pair that would always be both, and neither could outlive the other; so there
   * one is entitled to take over alone, and the primary needs an answer from exactly that one (see `succession.ts`).
   */
  private get answersNeeded(): number {
    const { members, context, stable } = this.server;
    if (members.length !== 2) return this.server.majority - 1;
    const { entitled } = stable.latest().configuration;
    return entitled.some((member) => member !== context.self) ? 1 : 0;
  }
}
