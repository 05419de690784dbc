import type { Command } from '../../environment/command';
import { Role } from '../../run';
import { ZabType, type Transaction, type ZabMessage } from './message';
import type { ZabReplica } from './replica';
import { RESEND_NS, ZabTimer } from './timers';

/** What a follower waits for: `accepting` and `synchronizing` for its own disk, before it may acknowledge anything. */
type Phase = 'new-epoch' | 'accepting' | 'history' | 'synchronizing' | 'up-to-date' | 'broadcast';

/** Refused connections before a follower looks for another leader (`Learner.connectToLeader`). */
const CONNECT_ATTEMPTS = 5;
/** The pause between two (`leaderConnectDelayDuringRetryMs`). */
const CONNECT_PAUSE_NS = 100e6;

/** A server that follows: discovery, synchronization and broadcast (DSN 2011, section IV, the follower's steps). */
export class Follower {
  leader = -1;
  private phase: Phase = 'new-epoch';
  /** Chosen anew for each connection; the stopwatch is later in every life and at every attempt. */
  private connection = 0;
  private refusals = 0;
  private acknowledgedEpoch = -1;
  /** Place in the history up to which this server's disk has it. */
  private durable = 0;
  /** Proposals that have overtaken others, by place in the history. */
  private readonly early = new Map<number, Transaction>();
  /** Delivered when requests or acknowledgements were last sent again. */
  private deliveredBefore = -1;

  constructor(private readonly server: ZabReplica) {}

  get isUpToDate(): boolean {
    return this.phase === 'broadcast';
  }

  begin(leader: number): void {
    const { context, policy } = this.server;
    this.leader = leader;
    this.phase = 'new-epoch';
    this.connection = context.monotonic();
    this.refusals = 0;
    this.early.clear();
    this.sendFollowerInfo();
    context.setTimer(ZabTimer.Silence, policy.initLimitTicks * policy.tickNs);
    context.setTimer(ZabTimer.Resend, RESEND_NS);
  }

  /** True where a message belongs to the present connection; it counts as a sign of life. */
  hears(m: ZabMessage): boolean {
    const { server } = this;
    if (server.state !== 'following' || m.from !== this.leader || m.connection !== this.connection) return false;
    if (m.type !== ZabType.Refused && this.isUpToDate) this.heardLeader();
    return true;
  }

  /** Discovery, step 2: no leader of an earlier epoch will be followed from here on. */
  onLeaderInfo(m: ZabMessage): void {
    const { server } = this;
    const { stable, context } = server;
    if (this.phase !== 'new-epoch') return;
    if (m.epoch < stable.acceptedEpoch) return server.look();
    // Having acknowledged this epoch before, it does not count twice towards the quorum.
    this.acknowledgedEpoch = m.epoch > stable.acceptedEpoch ? stable.currentEpoch : -1;
    if (m.epoch > stable.acceptedEpoch) stable.acceptedEpoch = m.epoch;
    this.phase = 'accepting';
    const { connection } = this;
    context.storage.sync(() => {
      if (this.connection !== connection || this.phase !== 'accepting') return;
      this.phase = 'history';
      this.sendAckEpoch();
    });
  }

  /** Synchronization, step 2: this server's history becomes the leader's. */
  onHistory(m: ZabMessage): void {
    const { server } = this;
    const { stable, delivery, context } = server;
    if (this.phase !== 'history') return;
    // The leader's configuration first: what its history says of earlier ones is past.
    server.membership.activate(m.configuration);
    if (server.membership.isDismissed) return server.look();
    if (m.snapshot !== undefined) delivery.install(m.snapshot);
    else if (!this.cutBack(m.index)) return;
    for (const transaction of m.transactions) server.append(transaction);
    stable.currentEpoch = m.epoch;
    stable.completed();
    this.phase = 'synchronizing';
    const { connection } = this;
    const { lastIndex } = stable;
    context.storage.sync(() => {
      if (this.connection !== connection || this.phase !== 'synchronizing') return;
      this.phase = 'up-to-date';
      this.durable = lastIndex;
      this.sendIndex(ZabType.AckNewLeader, lastIndex, false);
    });
  }

  /** Synchronization, step 4: a quorum has this history; deliver it and serve. */
  onUpToDate(m: ZabMessage): void {
    const { server } = this;
    if (this.phase === 'up-to-date') {
      this.phase = 'broadcast';
      this.heardLeader();
      server.context.announce(Role.Follower, server.stable.currentEpoch);
    }
    this.deliver(m.index);
  }

  /** Broadcast, step 2: accept proposals in order. */
  onProposal(m: ZabMessage): void {
    const { server } = this;
    const { stable, context } = server;
    if (this.phase !== 'broadcast') return;
    m.transactions.forEach((transaction, i) => {
      if (m.index + 1 + i > stable.lastIndex) this.early.set(m.index + 1 + i, transaction);
    });
    for (;;) {
      const next = this.early.get(stable.lastIndex + 1);
      if (next === undefined) break;
      this.early.delete(stable.lastIndex + 1);
      server.append(next);
    }
    const { connection } = this;
    const { lastIndex } = stable;
    context.storage.sync(() => {
      if (this.connection !== connection || this.phase !== 'broadcast') return;
      if (lastIndex > this.durable) this.durable = lastIndex;
      this.sendIndex(ZabType.Ack, this.durable, false);
    });
  }

  onCommit(m: ZabMessage): void {
    if (this.phase === 'broadcast') this.deliver(m.index);
  }

  onSyncReply(m: ZabMessage): void {
    if (this.phase === 'broadcast') this.server.requests.synced(m.operation, m.index);
  }

  onPing(m: ZabMessage): void {
    const { context } = this.server;
    const reply = context.message(ZabType.PingReply);
    reply.connection = this.connection;
    reply.stamp = m.stamp;
    context.send(this.leader, reply);
    if (this.phase === 'broadcast') this.deliver(m.index);
  }

  onRefused(): void {
    const { server } = this;
    if (this.phase !== 'new-epoch') return;
    if (++this.refusals >= CONNECT_ATTEMPTS) server.look();
    else server.context.setTimer(ZabTimer.Resend, CONNECT_PAUSE_NS);
  }

  forward(command: Command): void {
    const { context } = this.server;
    const m = context.message(ZabType.Request);
    m.connection = this.connection;
    m.command = command;
    m.values = 1;
    m.toStore = true;
    context.send(this.leader, m);
  }

  sync(operation: number): void {
    const { context } = this.server;
    const m = context.message(ZabType.Sync);
    m.connection = this.connection;
    m.operation = operation;
    context.send(this.leader, m);
  }

  /** What TCP does for ZooKeeper: what is not answered is sent again. */
  resend(): void {
    const { server } = this;
    switch (this.phase) {
      case 'new-epoch':
        this.sendFollowerInfo();
        break;
      case 'history':
        this.sendAckEpoch();
        break;
      case 'up-to-date':
        this.sendIndex(ZabType.AckNewLeader, this.durable, false);
        break;
      case 'broadcast':
        this.resendStuck();
        break;
      case 'accepting':
      case 'synchronizing':
        break;
    }
    server.context.setTimer(ZabTimer.Resend, RESEND_NS);
  }

  private resendStuck(): void {
    const { delivery, requests } = this.server;
    const isStuck = delivery.index === this.deliveredBefore;
    this.deliveredBefore = delivery.index;
    if (!isStuck) return;
    if (this.durable > delivery.index) this.sendIndex(ZabType.Ack, this.durable, true);
    else requests.resend();
  }

  private deliver(index: number): void {
    const { server } = this;
    const before = server.membership.active;
    server.delivery.upTo(index);
    if (server.membership.active !== before) server.membersMayHaveChanged();
  }

  private heardLeader(): void {
    const { context, policy } = this.server;
    context.setTimer(ZabTimer.Silence, policy.syncLimitTicks * policy.tickNs);
  }

  /** Drops what the leader's history does not have. */
  private cutBack(index: number): boolean {
    const { server } = this;
    const { stable, context, delivery } = server;
    if (index < stable.lastIndex) context.truncated(index + 1, stable.lastIndex - index);
    if (index > stable.lastIndex || !stable.truncateAfter(index)) {
      // ZooKeeper's servers stop here, and an operator empties their disk.
      stable.startOver();
      server.membership.refresh();
      delivery.start();
      server.look();
      return false;
    }
    server.membership.refresh();
    delivery.rewindTo(index);
    return true;
  }

  private sendFollowerInfo(): void {
    const { context, stable, membership } = this.server;
    const m = context.message(ZabType.FollowerInfo);
    m.connection = this.connection;
    m.epoch = stable.acceptedEpoch;
    m.flag = membership.votes;
    context.send(this.leader, m);
  }

  private sendAckEpoch(): void {
    const { context, stable } = this.server;
    const m = context.message(ZabType.AckEpoch);
    m.connection = this.connection;
    m.epoch = this.acknowledgedEpoch;
    m.zxid = stable.lastZxid;
    context.send(this.leader, m);
  }

  private sendIndex(type: number, index: number, again: boolean): void {
    const { context } = this.server;
    const m = context.message(type);
    m.connection = this.connection;
    m.index = index;
    m.flag = again;
    context.send(this.leader, m);
  }
}
