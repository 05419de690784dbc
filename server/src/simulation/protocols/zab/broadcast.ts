import type { Command } from '../../environment/command';
import { reachedByQuorum } from './configuration';
import type { Leader } from './leader';
import type { Learner } from './learner';
import { ZabType, type Transaction, type ZabMessage } from './message';
import type { ZabReplica } from './replica';
import { ZabTimer } from './timers';
import { zxidOf } from './zxid';

/** Transactions in one message at most, where a learner needs many. */
const MAX_TRANSACTIONS_PER_MESSAGE = 512;

/** Broadcast (DSN 2011, section IV, phase 3): the established leader proposes, a quorum acknowledges, the leader commits. */
export class Broadcast {
  private counter = 0;
  /** Place in the history up to which the leader's own disk has it. */
  private durable = 0;
  /** Operations that are proposed and not yet committed: a request that is sent again adds nothing. */
  private readonly outstanding = new Set<number>();

  constructor(
    private readonly server: ZabReplica,
    private readonly leader: Leader,
  ) {}

  begin(): void {
    const { delivery, stable } = this.server;
    this.counter = 0;
    this.durable = stable.lastIndex;
    this.outstanding.clear();
    delivery.upTo(stable.lastIndex);
    this.watchQuorum();
  }

  end(): void {
    this.outstanding.clear();
  }

  /** Step 1: a client's request becomes the next transaction of this epoch. */
  propose(command: Command): void {
    if (this.outstanding.has(command.operation)) return;
    this.outstanding.add(command.operation);
    this.append({ zxid: zxidOf(this.leader.epoch, ++this.counter), command, configuration: undefined });
  }

  /** A change of who votes is a transaction like others (ATC 2012, section 3.2). */
  proposeMembers(members: readonly number[]): void {
    const zxid = zxidOf(this.leader.epoch, ++this.counter);
    this.append({ zxid, command: undefined, configuration: { version: zxid, members } });
  }

  private append(transaction: Transaction): void {
    const { server, leader } = this;
    const { context } = server;
    const { epoch } = leader;
    const index = server.append(transaction);
    for (const learner of leader.learners.values()) {
      if (learner.stage === 'synced' && learner.sent === index - 1) this.send(learner, index);
    }
    context.storage.sync(() => {
      if (!leader.isEstablished || leader.epoch !== epoch || server.state !== 'leading') return;
      this.durable = Math.max(this.durable, index);
      this.commit();
    });
  }

  onAck(learner: Learner, m: ZabMessage): void {
    if (learner.stage !== 'synced') return;
    if (m.index > learner.acked) {
      learner.acked = m.index;
      this.commit();
    }
    if (learner.sent < this.server.stable.lastIndex) this.catchUp(learner);
    if (m.flag) this.sendCommit(learner);
  }

  /**
   * The follower waits until it has delivered what is proposed now. No quorum is asked: limits are set so that a leader knows
   * that it is none before its followers leave it (ATC 2010, section 4.4).
   */
  onSync(learner: Learner, m: ZabMessage): void {
    const { context, stable } = this.server;
    if (!this.holdsQuorum) return this.server.look();
    const reply = context.message(ZabType.SyncReply);
    reply.connection = learner.connection;
    reply.operation = m.operation;
    reply.index = stable.lastIndex;
    context.send(learner.place, reply);
  }

  /** A sync of the leader's own client. */
  sync(operation: number): void {
    const { server } = this;
    if (!this.holdsQuorum) return server.look();
    server.requests.synced(operation, server.stable.lastIndex);
  }

  ping(learner: Learner, now: number): void {
    const { context, delivery } = this.server;
    const m = context.message(ZabType.Ping);
    m.connection = learner.connection;
    m.stamp = now;
    m.index = delivery.index;
    context.send(learner.place, m);
  }

  onPingReply(learner: Learner, m: ZabMessage): void {
    if (m.stamp > learner.heardAt) learner.heardAt = m.stamp;
    if (this.leader.isEstablished) this.watchQuorum();
  }

  get holdsQuorum(): boolean {
    return this.server.context.monotonic() < this.quorumUntil();
  }

  /** The leader gives up at the instant from which it can no longer be sure of a quorum. */
  watchQuorum(): void {
    const { context } = this.server;
    const until = this.quorumUntil();
    if (until === Infinity) context.cancelTimer(ZabTimer.Silence);
    else context.setTimer(ZabTimer.Silence, until - context.monotonic());
  }

  /** Sends the next transactions that a learner has not been sent. */
  catchUp(learner: Learner): void {
    const { lastIndex } = this.server.stable;
    if (learner.sent < lastIndex) this.send(learner, Math.min(lastIndex, learner.sent + MAX_TRANSACTIONS_PER_MESSAGE));
  }

  /** What TCP does for ZooKeeper: what is not acknowledged is sent again. */
  resend(): void {
    const { lastIndex } = this.server.stable;
    for (const learner of this.leader.learners.values()) {
      const isStuck = learner.stage === 'synced' && learner.acked < lastIndex && learner.acked === learner.ackedBefore;
      learner.ackedBefore = learner.acked;
      if (!isStuck) continue;
      learner.sent = learner.acked;
      this.catchUp(learner);
    }
  }

  /** Step 3: what a quorum has on disk is committed, in order. */
  private commit(): void {
    const { membership } = this.server;
    const before = membership.active;
    if (!this.deliver()) return;
    // What follows a change needs a quorum of the new members. A leader that is none of them leaves it to the next (ATC 2012, 3.2).
    if (membership.active !== before && !membership.isDismissed) this.deliver();
    for (const learner of this.leader.learners.values()) if (learner.stage === 'synced') this.sendCommit(learner);
    if (membership.active === before) return;
    for (const place of before.members) if (!membership.isVoter(place)) this.leader.learners.delete(place);
    this.server.membersMayHaveChanged();
  }

  private deliver(): boolean {
    const { delivery, stable } = this.server;
    const index = this.committable();
    if (index <= delivery.index) return false;
    for (let at = delivery.index + 1; at <= index; at++) {
      const operation = stable.log.get(at)?.command?.operation;
      if (operation !== undefined) this.outstanding.delete(operation);
    }
    delivery.upTo(index);
    return true;
  }

  /** The last place in the history that a quorum has on disk; a new configuration also needs a quorum of its own. */
  private committable(): number {
    const { active, proposed, proposedAt } = this.server.membership;
    // A quorum of liars may have acknowledged more than there is.
    const index = Math.min(reachedByQuorum(active, this.ackedBy), this.server.stable.lastIndex);
    if (proposed === undefined || index < proposedAt) return index;
    return reachedByQuorum(proposed, this.ackedBy) < proposedAt ? proposedAt - 1 : proposedAt;
  }

  private readonly ackedBy = (place: number): number => {
    if (place === this.server.context.self) return this.durable;
    const learner = this.leader.learners.get(place);
    return learner?.stage === 'synced' ? learner.acked : 0;
  };

  /** Until when a quorum will surely not have left: each follower stays for the limit after a ping has reached it. */
  private quorumUntil(): number {
    const { policy, membership } = this.server;
    return membership.reachedByQuorum(this.heardOf) + policy.syncLimitTicks * policy.tickNs;
  }

  private readonly heardOf = (place: number): number => {
    if (place === this.server.context.self) return Infinity;
    const learner = this.leader.learners.get(place);
    return learner?.stage === 'synced' ? learner.heardAt : -Infinity;
  };

  /** Sends everything from what was sent before up to a place in the history. */
  private send(learner: Learner, upTo: number): void {
    const { context, stable } = this.server;
    const m = context.message(ZabType.Proposal);
    const transactions: readonly Transaction[] = stable.log.slice(learner.sent + 1, upTo + 1);
    m.connection = learner.connection;
    m.index = learner.sent;
    m.transactions = transactions;
    m.values = transactions.length;
    m.toStore = true;
    learner.sent = upTo;
    context.send(learner.place, m);
  }

  private sendCommit(learner: Learner): void {
    const { context, delivery } = this.server;
    const m = context.message(ZabType.Commit);
    m.connection = learner.connection;
    m.index = delivery.index;
    context.send(learner.place, m);
  }
}
