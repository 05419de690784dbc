import { Role } from '../../run';
import { Broadcast } from './broadcast';
import { Learner } from './learner';
import { NO_TRANSACTIONS, ZabType, type ZabMessage } from './message';
import type { ZabReplica } from './replica';
import { RESEND_NS, ZabTimer } from './timers';

/** Discovery waits for servers, then for their acknowledgement of the epoch; synchronization for that of the history. */
type Phase = 'discovery' | 'new-epoch' | 'synchronization' | 'broadcast';

/** A server that leads, or is about to: discovery and synchronization (DSN 2011, section IV, the leader's steps). */
export class Leader {
  readonly learners = new Map<number, Learner>();
  readonly broadcast: Broadcast;
  epoch = 0;
  private phase: Phase = 'discovery';
  private hasOwnHistory = false;
  /** Tells this time of leading from others, for what the disk confirms late. */
  private reign = 0;

  constructor(private readonly server: ZabReplica) {
    this.broadcast = new Broadcast(server, this);
  }

  get isEstablished(): boolean {
    return this.phase === 'broadcast';
  }

  begin(): void {
    const { context, policy } = this.server;
    this.learners.clear();
    this.phase = 'discovery';
    this.hasOwnHistory = false;
    this.reign++;
    context.setTimer(ZabTimer.Silence, policy.initLimitTicks * policy.tickNs);
    context.setTimer(ZabTimer.Resend, RESEND_NS);
    context.setTimer(ZabTimer.Ping, policy.tickNs / 2);
    this.chooseEpoch();
  }

  end(): void {
    this.reign++;
    this.learners.clear();
    this.broadcast.end();
  }

  /** True where a server is this one, or is connected and has what this one had. */
  isSynced(place: number): boolean {
    return place === this.server.context.self || this.learners.get(place)?.stage === 'synced';
  }

  /** A server connects, or asks again because no answer came. */
  onFollowerInfo(m: ZabMessage): void {
    const { context } = this.server;
    const known = this.learners.get(m.from);
    if (known?.connection === m.connection) {
      if (this.phase !== 'discovery' && known.stage === 'connected') this.sendLeaderInfo(known);
      return;
    }
    // An older connection's message that was under way for long is no news.
    if (known !== undefined && known.connection > m.connection) return;
    const learner = new Learner(m.from, m.connection, m.epoch, m.flag, context.monotonic());
    this.learners.set(m.from, learner);
    if (this.phase === 'discovery') this.chooseEpoch();
    else this.sendLeaderInfo(learner);
  }

  /** The learner that a message comes from, if it belongs to its present connection. */
  learnerOf(m: ZabMessage): Learner | undefined {
    const learner = this.learners.get(m.from);
    return learner?.connection === m.connection ? learner : undefined;
  }

  /** Discovery, step 3: a quorum has promised to follow nobody of an earlier epoch. */
  onAckEpoch(learner: Learner, m: ZabMessage): void {
    const { server } = this;
    if (learner.stage === 'history') return this.sendHistory(learner);
    if (learner.stage !== 'connected') return;
    const { currentEpoch, lastZxid } = server.stable;
    const isAhead = m.epoch > currentEpoch || (m.epoch === currentEpoch && m.zxid > lastZxid);
    // ZooKeeper's leader does not fetch a better history, as the paper's does: it leaves the place to that server.
    if (this.phase === 'new-epoch' && isAhead && learner.votes) return server.look();
    learner.stage = 'epoch';
    learner.lastZxid = m.zxid;
    learner.countsForEpoch = m.epoch >= 0 && learner.votes;
    if (this.phase === 'new-epoch') this.adoptEpoch();
    else this.sendHistory(learner);
  }

  /** Synchronization, step 3. */
  onAckNewLeader(learner: Learner, m: ZabMessage): void {
    if (learner.stage === 'history') {
      learner.stage = 'synced';
      learner.acked = m.index;
      learner.sent = m.index;
    }
    if (learner.stage !== 'synced') return;
    if (this.phase === 'synchronization') return this.establish();
    this.sendUpToDate(learner);
    this.broadcast.catchUp(learner);
    this.server.membership.proceed();
  }

  /** Too few came in time, or too few are left. */
  timedOut(): void {
    if (!this.isEstablished) return this.server.look();
    if (!this.broadcast.holdsQuorum) return this.server.look();
    this.broadcast.watchQuorum();
  }

  resend(): void {
    if (this.isEstablished) this.broadcast.resend();
    this.server.context.setTimer(ZabTimer.Resend, RESEND_NS);
  }

  ping(): void {
    const { context, policy } = this.server;
    const now = context.monotonic();
    for (const learner of this.learners.values()) {
      const limit = learner.stage === 'synced' ? policy.syncLimitTicks : policy.initLimitTicks;
      if (now - learner.heardAt <= limit * policy.tickNs) this.broadcast.ping(learner, now);
      else this.drop(learner);
    }
    this.server.membership.proceed();
    context.setTimer(ZabTimer.Ping, policy.tickNs / 2);
  }

  /** Discovery, step 1: with a quorum connected, the new epoch is later than any that one of them accepted. */
  private chooseEpoch(): void {
    const { server, reign } = this;
    const { stable, context } = server;
    if (!this.isQuorum((learner) => learner.votes)) return;
    const voters = [...this.learners.values()].filter((learner) => learner.votes);
    this.epoch = Math.max(stable.acceptedEpoch, ...voters.map((learner) => learner.acceptedEpoch)) + 1;
    this.phase = 'new-epoch';
    stable.acceptedEpoch = this.epoch;
    context.storage.sync(() => {
      if (this.reign !== reign) return;
      for (const learner of this.learners.values()) this.sendLeaderInfo(learner);
      this.adoptEpoch();
    });
  }

  private adoptEpoch(): void {
    const { server, reign } = this;
    const { stable, context } = server;
    if (this.phase !== 'new-epoch' || !this.isQuorum((learner) => learner.countsForEpoch)) return;
    this.phase = 'synchronization';
    stable.currentEpoch = this.epoch;
    context.storage.sync(() => {
      if (this.reign !== reign) return;
      this.hasOwnHistory = true;
      for (const learner of this.learners.values()) if (learner.stage === 'epoch') this.sendHistory(learner);
      this.establish();
    });
  }

  /** Synchronization, step 4: the initial history is committed, and broadcast begins. */
  private establish(): void {
    const { server } = this;
    if (this.phase !== 'synchronization' || !this.hasOwnHistory) return;
    if (!this.isQuorum((learner) => learner.stage === 'synced' && learner.votes)) return;
    this.phase = 'broadcast';
    server.context.announce(Role.Leader, this.epoch);
    this.broadcast.begin();
    for (const learner of this.learners.values()) if (learner.stage === 'synced') this.sendUpToDate(learner);
    server.membersMayHaveChanged();
  }

  /** Whether servers that fulfil a condition are a quorum together with this one. */
  private isQuorum(holds: (learner: Learner) => boolean): boolean {
    const { membership, context } = this.server;
    return membership.isQuorum((place) => {
      const learner = this.learners.get(place);
      return place === context.self || (learner !== undefined && holds(learner));
    });
  }

  private drop(learner: Learner): void {
    this.learners.delete(learner.place);
    this.server.context.suspect(learner.place);
  }

  private sendLeaderInfo(learner: Learner): void {
    const { context } = this.server;
    const m = context.message(ZabType.LeaderInfo);
    m.connection = learner.connection;
    m.epoch = this.epoch;
    context.send(learner.place, m);
  }

  /** Synchronization, step 1: DIFF, TRUNC or SNAP, whatever makes its history this one. */
  private sendHistory(learner: Learner): void {
    const { context, stable, membership } = this.server;
    if (!this.hasOwnHistory) return;
    const from = stable.indexNotAfter(learner.lastZxid);
    const isShort = from >= 0 && stable.zxidAt(from) === learner.lastZxid;
    const m = context.message(from < 0 ? ZabType.Snap : isShort ? ZabType.Diff : ZabType.Trunc);
    const { snapshot, lastIndex } = stable;
    m.connection = learner.connection;
    m.epoch = this.epoch;
    m.configuration = membership.active;
    m.snapshot = from < 0 ? snapshot : undefined;
    m.index = from < 0 ? (snapshot?.lastIndex ?? 0) : from;
    m.transactions = m.index < lastIndex ? stable.log.slice(m.index + 1, lastIndex + 1) : NO_TRANSACTIONS;
    m.values = m.transactions.length + (m.snapshot?.state.weight ?? 0);
    m.toStore = true;
    learner.stage = 'history';
    context.send(learner.place, m);
  }

  private sendUpToDate(learner: Learner): void {
    const { context, delivery } = this.server;
    const m = context.message(ZabType.UpToDate);
    m.connection = learner.connection;
    m.index = delivery.index;
    context.send(learner.place, m);
    context.trust(learner.place);
  }
}
