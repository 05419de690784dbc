import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { RaftReplica } from './replica';
import type { Replication } from './replication';

/**
 * Reads that bypass the log (section 6.4). One round of heartbeats is under way at a time; reads that come meanwhile
 * share the next one.
 *
 * `read-index`: the leader notes its commit index, lets a majority confirm that it still leads, and answers.
 * `lease` (6.4.1): a confirmed round lets it answer without asking until an election timeout after the round began, by
 * its own clock. That is sound only while clocks run at the same rate and do not jump.
 * `leader-local` and `follower-local` ask nobody; both can be stale.
 */
export class Reads {
  /** Reads of the round under way, and those that wait for the next. */
  private current: Command[] = [];
  private waiting: Command[] = [];
  private readonly confirmedBy = new Set<number>();
  private isUnderWay = false;
  private roundBegan = 0;
  /** Instant, on the leader's clock, until which its lease holds. */
  private leaseUntil = -Infinity;
  /** False once it has asked for an election, which may come at any time while its term lasts. */
  private mayLease = true;

  constructor(
    private readonly server: RaftReplica,
    private readonly replication: Replication,
  ) {}

  begin(): void {
    this.isUnderWay = false;
    this.leaseUntil = -Infinity;
    this.mayLease = true;
  }

  request(command: Command): void {
    const { server } = this;
    const { reads } = server.policy;
    if (reads === 'follower-local') return this.answer(command);
    if (!server.isLeader) return server.context.refuse(command, FailureReason.NotLeader, server.leader);
    if (reads === 'leader-local') return this.answer(command);
    if (reads === 'lease' && this.hasCommittedInTerm && server.context.monotonic() < this.leaseUntil) {
      return this.answer(command);
    }
    this.waiting.push(command);
    this.startRound();
  }

  /** A leader with leases renews them with its heartbeats. */
  heartbeat(): void {
    if (this.server.policy.reads === 'lease' && this.mayLease) this.startRound();
  }

  /** The commit index has advanced: the first time in a term, waiting reads may begin (6.4, step 1). */
  committed(): void {
    if (this.waiting.length > 0) this.startRound();
  }

  confirmed(peer: number, round: number): void {
    if (!this.isUnderWay || round !== this.replication.round || !this.server.voters.includes(peer)) return;
    this.confirmedBy.add(peer);
    this.finishIfConfirmed();
  }

  /** The server no longer leads. Nothing was executed, so the clients may ask another. */
  abandon(): void {
    const { server } = this;
    for (const command of [...this.current, ...this.waiting]) {
      server.context.refuse(command, FailureReason.NotLeader, server.leader);
    }
    this.current = [];
    this.waiting = [];
    this.isUnderWay = false;
    this.leaseUntil = -Infinity;
  }

  /** Those who granted the present lease count by another timeout from now on. */
  policyChanged(): void {
    this.leaseUntil = -Infinity;
  }

  /** The vote that a leader asks for is exempt from what its followers promise it (3.10): it answers by asking them again. */
  askedForElection(): void {
    this.leaseUntil = -Infinity;
    this.mayLease = false;
  }

  private startRound(): void {
    const { server } = this;
    if (this.isUnderWay || !this.hasCommittedInTerm) return;
    this.isUnderWay = true;
    this.current = this.waiting;
    this.waiting = [];
    this.confirmedBy.clear();
    this.roundBegan = server.context.monotonic();
    this.replication.round++;
    this.replication.sendRound();
    this.finishIfConfirmed();
  }

  private finishIfConfirmed(): void {
    const { server } = this;
    const self = server.isVoter ? 1 : 0;
    if (this.confirmedBy.size + self < server.quorum) return;
    this.isUnderWay = false;
    if (this.mayLease) this.leaseUntil = this.roundBegan + server.policy.electionTimeoutMinNs;
    // Entries are applied as they are committed, so the state is already past the read index.
    const served = this.current;
    this.current = [];
    for (const command of served) this.answer(command);
    if (this.waiting.length > 0) this.startRound();
  }

  private answer(command: Command): void {
    const { reason, output, observation } = this.server.machine.read(command);
    if (reason !== FailureReason.None) this.server.context.refuse(command, reason);
    else this.server.context.answer(command, output, observation);
  }

  private get hasCommittedInTerm(): boolean {
    return this.server.stable.termAt(this.server.commitIndex) === this.server.term;
  }
}
