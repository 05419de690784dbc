import { Role } from '../../run';
import { isQuorum, type Configuration } from './configuration';
import { CHOSEN, PaxosType, type PaxosMessage, type Proposal } from './message';
import type { PaxosReplica } from './replica';
import { PaxosTimer } from './timers';

/**
 * Phase 1 for all open slots at once ("Paxos Made Simple", section 3): a replica that has heard of no leader for the time
 * of a lease prepares a ballot, and with a majority's promises it leads. Called a scout in "Paxos Made Moderately
 * Complex", section 2.2.
 */
export class Candidacy {
  /** The ballot prepared, and whether it can be asked for again: no higher one is known and nothing was proposed in it. */
  private ballot = 0;
  private isOpen = false;
  private highestSeen = 0;
  private preemptions = 0;
  /** Who has promised, with the identity that each gave. */
  private readonly promisedBy = new Map<number, number>();
  /** The proposal of the highest ballot reported for each slot: the only value that may be proposed there (P2c). */
  private readonly reported = new Map<number, Proposal>();

  constructor(private readonly replica: PaxosReplica) {}

  /** Waits for a sign of life of a leader. */
  awaitLeader(): void {
    const { context, policy, membership } = this.replica;
    if (!membership.isMember) return context.cancelTimer(PaxosTimer.Election);
    // Random, so that replicas seldom compete ("Paxos Made Moderately Complex", section 3).
    context.setTimer(PaxosTimer.Election, context.randomBetween(policy.leaseNs, policy.leaseNs * 1.5));
  }

  heardFromLeader(): void {
    this.preemptions = 0;
    this.isOpen = false;
    this.awaitLeader();
  }

  timedOut(): void {
    const { replica } = this;
    if (replica.leader >= 0 && replica.leader !== replica.context.self) replica.context.suspect(replica.leader);
    this.prepare();
  }

  /** Phase 1a, or once more to those who have not answered. */
  prepare(): void {
    const { replica } = this;
    const { context, stable, membership } = replica;
    if (!membership.isMember || !replica.acceptor.mayPromise(context.self)) return this.awaitLeader();
    if (!this.isOpen || this.ballot < stable.promised) this.openBallot();
    context.setTimer(
      PaxosTimer.Election,
      context.randomBetween(replica.policy.heartbeatNs, replica.policy.heartbeatNs * 2),
    );
    const { ballot } = this;
    context.storage.sync(() => {
      if (this.isOpen && this.ballot === ballot && replica.role === Role.Candidate) this.ask();
    });
  }

  onPromise(m: PaxosMessage): void {
    const { replica } = this;
    if (!this.isOpen || replica.role !== Role.Candidate || m.ballot !== this.ballot) return;
    if (m.snapshot !== undefined) replica.learner.install(m.snapshot);
    for (const proposal of m.proposals) this.report(proposal);
    this.promisedBy.set(m.from, m.identity);
    if (!this.leadIfPromised() && m.proposals.some(({ configuration }) => configuration !== undefined)) this.ask();
  }

  onReject(m: PaxosMessage): void {
    const { replica } = this;
    this.highestSeen = Math.max(this.highestSeen, m.ballot);
    if (replica.role === Role.Candidate && m.ballot > this.ballot) this.preempted();
  }

  /** Another proposer is ahead: give way for longer each time ("Paxos Made Moderately Complex", section 3). */
  private preempted(): void {
    const { context, policy } = this.replica;
    this.isOpen = false;
    this.replica.becomeFollower(-1);
    const most = Math.min(policy.leaseNs, policy.heartbeatNs * 2 ** ++this.preemptions);
    context.setTimer(PaxosTimer.Election, context.randomBetween(Math.min(policy.heartbeatNs, most), most));
  }

  private openBallot(): void {
    const { replica } = this;
    const { stable } = replica;
    this.ballot = replica.ballots.above(Math.max(stable.promised, this.highestSeen));
    this.isOpen = true;
    this.promisedBy.clear();
    this.reported.clear();
    stable.promise(this.ballot);
    replica.becomeCandidate(this.ballot);
  }

  private ask(): void {
    const { replica } = this;
    const { context } = replica;
    if (!this.promisedBy.has(context.self)) {
      if (!replica.acceptor.knowsAllAccepted) return replica.becomeFollower(-1);
      this.promisedBy.set(context.self, replica.stable.identity);
      for (const proposal of replica.acceptor.acceptedFrom(replica.learner.chosenUpTo + 1)) this.report(proposal);
      if (this.leadIfPromised()) return;
    }
    const m = context.message(PaxosType.Prepare);
    m.ballot = this.ballot;
    m.slot = replica.learner.chosenUpTo + 1;
    const asked = new Set(this.configurations().flatMap(({ members }) => members));
    for (const peer of asked) if (!this.promisedBy.has(peer)) context.send(peer, m);
  }

  private report(proposal: Proposal): void {
    const known = this.reported.get(proposal.slot);
    if (known === undefined || known.ballot < proposal.ballot) this.reported.set(proposal.slot, proposal);
  }

  /**
   * The configurations of all open slots, as far as they are known or reported: phase 1 needs a majority of each. Whatever was
   * chosen in a configuration is reported by a majority of it, the configuration that follows included.
   */
  private configurations(): Configuration[] {
    const { membership, learner } = this.replica;
    const reported = [...this.reported.values()].filter(({ slot }) => slot > learner.chosenUpTo);
    return [membership.current, ...reported.flatMap(({ configuration }) => configuration ?? [])];
  }

  private leadIfPromised(): boolean {
    const { replica } = this;
    if (!this.configurations().every((configuration) => isQuorum(configuration, this.promisedBy))) return false;
    this.isOpen = false;
    this.preemptions = 0;
    replica.learner.learn(this.chosenPrefix());
    if (replica.membership.isDismissed) return true;
    replica.becomeLeader(this.ballot, this.reported);
    this.reported.clear();
    return true;
  }

  /** What is reported as chosen, from the first open slot to the first one that is not. */
  private chosenPrefix(): Proposal[] {
    const prefix: Proposal[] = [];
    for (let slot = this.replica.learner.chosenUpTo + 1; ; slot++) {
      const proposal = this.reported.get(slot);
      if (proposal?.ballot !== CHOSEN) return prefix;
      prefix.push(proposal);
    }
  }
}
