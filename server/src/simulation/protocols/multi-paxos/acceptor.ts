import { GrantedLease } from './lease';
import { CHOSEN, PaxosType, type PaxosMessage, type Proposal } from './message';
import type { PaxosReplica } from './replica';

/**
 * The acceptor ("Paxos Made Simple", section 2.2): it promises and accepts, and both are on disk before it says so. It
 * also grants leases: while one holds, it promises nothing to another proposer ("Paxos Made Live", section 5.2).
 */
export class Acceptor {
  private readonly lease = new GrantedLease();

  constructor(private readonly replica: PaxosReplica) {}

  /** A lease granted before a crash may still hold, and nothing but the disk remembers to whom. */
  start(): void {
    const { stable, ballots, context } = this.replica;
    const holder = ballots.owner(stable.promised);
    if (holder < 0 || holder === context.self) return;
    this.lease.grant(holder, context.monotonic() + stable.grantedNs);
  }

  /** Whether this acceptor is free to promise a ballot of `candidate`. */
  mayPromise(candidate: number): boolean {
    return this.knowsAllAccepted && !this.lease.forbids(candidate, this.replica.context.monotonic());
  }

  /**
   * Nothing that it has accepted is damaged. A promise tells what was accepted, so this is looked at when it is told, too: the
   * disk may have been damaged while the promise was written.
   */
  get knowsAllAccepted(): boolean {
    const { stable } = this.replica;
    stable.findDamage();
    return !stable.isIncomplete;
  }

  /** Phase 1b. */
  onPrepare(m: PaxosMessage): void {
    const { replica } = this;
    const { stable, context } = replica;
    const { from, ballot, slot } = m;
    // Somebody who was removed and does not know it; what it does not know makes it go.
    if (replica.isStranger(m)) return replica.learner.teach(from, slot);
    if (ballot < stable.promised || !this.mayPromise(from)) return this.reject(from);
    if (ballot > stable.promised) {
      stable.promise(ballot);
      replica.follow(ballot, -1);
    }
    context.storage.sync(() => {
      // A higher ballot may have been promised, and accepted in, meanwhile.
      if (stable.promised === ballot && this.knowsAllAccepted) this.sendPromise(from, ballot, slot);
    });
  }

  /** Phase 2b. */
  onAccept(m: PaxosMessage): void {
    const { replica } = this;
    if (!this.hears(m)) return;
    for (const proposal of m.proposals) this.accept(proposal);
    replica.learner.heard(m.ballot, m.chosen);
    const { from, ballot, slot, stamp } = m;
    const count = m.proposals.length;
    replica.context.storage.sync(() => {
      const reply = replica.context.message(PaxosType.Accepted);
      reply.ballot = ballot;
      reply.slot = slot;
      reply.count = count;
      reply.stamp = stamp;
      replica.context.send(from, reply);
    });
  }

  onHeartbeat(m: PaxosMessage): void {
    const { replica } = this;
    if (!this.hears(m)) return;
    replica.learner.heard(m.ballot, m.chosen);
    replica.learner.catchUp(m.from, m.chosen);
    const { from, ballot, stamp } = m;
    replica.context.storage.sync(() => {
      const reply = replica.context.message(PaxosType.HeartbeatReply);
      reply.ballot = ballot;
      reply.stamp = stamp;
      reply.chosen = replica.learner.chosenUpTo;
      reply.identity = replica.stable.identity;
      replica.context.send(from, reply);
    });
  }

  /** The leader gives its lease back, so that another can take over at once. It has not given back one of a later ballot. */
  onHandover(m: PaxosMessage): void {
    const { replica } = this;
    if (m.ballot < replica.stable.promised) return;
    this.lease.release(m.from);
    if (m.place === replica.context.self && m.ballot === replica.stable.promised) replica.takeOver();
  }

  /** Takes a proposal into the log of this acceptor. */
  accept(proposal: Proposal): void {
    const { learner, stable, context } = this.replica;
    const { slot, command } = proposal;
    if (slot <= learner.chosenUpTo) return;
    const old = stable.proposal(slot);
    if (old !== undefined && old.command?.operation !== command?.operation) context.truncated(slot, 1);
    stable.accept(proposal);
    context.appended(slot, command?.value ?? 0);
  }

  /**
   * What is accepted from a slot on. Slots that this replica knows to be chosen are reported as such; those that only a
   * snapshot holds are not in the list ("Paxos Made Moderately Complex", section 4.2).
   */
  acceptedFrom(slot: number): Proposal[] {
    const { stable, learner } = this.replica;
    const proposals: Proposal[] = [];
    for (let at = Math.max(slot, (stable.snapshot?.lastSlot ?? 0) + 1); at <= stable.lastSlot; at++) {
      const proposal = stable.proposal(at);
      if (proposal === undefined) continue;
      proposals.push(at <= learner.chosenUpTo ? { ...proposal, ballot: CHOSEN } : proposal);
    }
    return proposals;
  }

  /**
   * A leader speaks: true where its ballot is the highest that this acceptor knows. A higher ballot than the promised one
   * has a majority's promises without this acceptor's, and so nobody else's lease holds any more.
   */
  private hears(m: PaxosMessage): boolean {
    const { replica } = this;
    const { stable, context } = replica;
    if (m.ballot < stable.promised) {
      this.reject(m.from);
      return false;
    }
    stable.promise(m.ballot);
    replica.follow(m.ballot, m.from);
    this.lease.grant(m.from, context.monotonic() + m.leaseNs);
    stable.granted(m.leaseNs);
    return true;
  }

  private sendPromise(to: number, ballot: number, slot: number): void {
    const { context, stable } = this.replica;
    const m = context.message(PaxosType.Promise);
    const snapshot = stable.snapshot;
    m.ballot = ballot;
    m.snapshot = snapshot !== undefined && slot <= snapshot.lastSlot ? snapshot : undefined;
    m.proposals = this.acceptedFrom(slot);
    m.identity = stable.identity;
    m.values = m.proposals.length + (m.snapshot?.state.weight ?? 0);
    context.send(to, m);
  }

  private reject(to: number): void {
    const { context, stable } = this.replica;
    const m = context.message(PaxosType.Reject);
    m.ballot = stable.promised;
    context.send(to, m);
  }
}
