import { FailureReason } from '../../run';
import { NO_ENTRIES, PbType, type LogEntry, type PrimaryBackupMessage } from './message';
import type { Peer } from './peer';
import type { PrimaryBackupReplica } from './replica';
import { PbTimer } from './timers';

/** Entries in one message at most; a backup that lags gets the rest when it has confirmed these. */
const MAX_ENTRIES_PER_MESSAGE = 512;
/** Heartbeats after which an unanswered copy is sent again. */
const COPY_RETRY_HEARTBEATS = 20;

/**
 * The primary's side: the log goes to the backups once it is on the primary's own disk (as PostgreSQL's WAL sender does, so
 * that no backup is ever ahead of a primary that comes back from a crash), and a write is acknowledged when as many of
 * them have it on theirs as `acknowledge` says.
 */
export class Replication {
  commitIndex = 0;
  private durableIndex = 0;
  /** Index of the first entry of this primary's epoch; Infinity before there is one. */
  private epochStart = Infinity;
  /** Last index at the last heartbeat: who has that keeps up. */
  private heartbeatIndex = 0;
  private readonly matches: number[] = [];

  constructor(private readonly server: PrimaryBackupReplica) {}

  /** The inherited log is acknowledged together with the first entry of the new epoch (Raft's section 3.6.2). */
  get hasCommittedInEpoch(): boolean {
    return this.commitIndex >= this.epochStart;
  }

  /** A reign begins: make it known. `votes`: who voted, and when it was asked. `missing`: the primary before, if lost. */
  begin(votes: ReadonlyMap<number, number>, missing: number): void {
    const { server } = this;
    server.forgetPeers();
    this.commitIndex = 0;
    this.durableIndex = server.stable.lastIndex;
    this.epochStart = Infinity;
    for (const place of server.members) {
      const peer = server.peer(place);
      peer.suspected = place === missing;
      peer.isInSync = place !== missing;
      peer.grantedAt = votes.get(place) ?? -Infinity;
    }
    this.heartbeat();
  }

  /** The primary serves: its epoch starts with an entry that says who belongs to the store. */
  open(): void {
    this.epochStart = this.server.stable.lastIndex + 1;
    this.server.orders.issue(this.server.members);
  }

  /** The reign is over. Clients that wait are told that their writes may or may not survive. */
  end(reason: FailureReason): void {
    const { stable, context } = this.server;
    if (this.epochStart === Infinity) return;
    for (let index = Math.max(this.epochStart, this.commitIndex + 1); index <= stable.log.lastIndex; index++) {
      const command = stable.log.get(index)?.command;
      if (command !== undefined) context.giveUp(command, reason);
    }
    this.epochStart = Infinity;
  }

  propose(entry: LogEntry): void {
    const { server } = this;
    const index = server.append(entry);
    server.context.storage.sync(() => {
      if (!server.isPrimary || server.epoch !== entry.epoch) return;
      this.durableIndex = Math.max(this.durableIndex, index);
      for (const place of this.targets) this.sendUpdate(place);
      this.findCommitIndex();
    });
  }

  heartbeat(): void {
    const { server } = this;
    server.context.setTimer(PbTimer.Heartbeat, server.timing.heartbeatNs);
    this.heartbeatIndex = server.stable.lastIndex;
    for (const place of this.targets) {
      const peer = server.peer(place);
      peer.refusedHint = -1;
      if (peer.copyAge >= 0 && ++peer.copyAge > COPY_RETRY_HEARTBEATS) peer.copyAge = -1;
      this.watch(place, peer);
      this.sendUpdate(place);
    }
    server.orders.heartbeat();
  }

  /** It has all that there was at the last heartbeat; under load nobody ever has everything. */
  keepsUp(place: number): boolean {
    return this.server.peer(place).match >= this.heartbeatIndex;
  }

  onUpdateReply(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (!server.reigns || m.epoch !== server.epoch) return;
    const peer = this.heard(m);
    if (!server.reigns) return;
    if (m.sentAt < peer.copySentAt) return;
    if (!m.flag) return this.refused(m, peer);
    // A copy whose confirmation was lost: the log matches as far as it reaches.
    if (peer.copyAge >= 0 && m.index < peer.copyIndex) return;
    peer.copyAge = -1;
    this.matched(m.from, peer, m.index);
  }

  onCopyReply(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (!server.reigns || m.epoch !== server.epoch) return;
    const peer = this.heard(m);
    if (peer.copyAge < 0 || m.sentAt < peer.copySentAt) return;
    peer.copyAge = -1;
    peer.next = m.index + 1;
    if (server.reigns) this.matched(m.from, peer, m.index);
  }

  /** The highest index that is held by as many as the policy asks for. */
  findCommitIndex(): void {
    const index = Math.min(this.durableIndex, this.confirmedIndex());
    if (this.server.isPrimary && index >= this.epochStart && index > this.commitIndex) this.advanceCommit(index);
  }

  private confirmedIndex(): number {
    const { server } = this;
    const { acknowledge } = server.policy;
    if (acknowledge === 'async') return Infinity;
    const others = server.members.filter((member) => member !== server.context.self);
    if (acknowledge === 'all') return Math.min(this.heldByAll(others), this.heldByMajority(others));
    return acknowledge === 0 ? Infinity : (this.descendingMatches(others)[acknowledge - 1] ?? -1);
  }

  /**
   * "All" are the backups of the current view, as in the primary-backup literature: one that has failed is no part of it.
   * Where nothing fails over nobody decides that, and the primary waits, as PostgreSQL does.
   */
  private heldByAll(others: readonly number[]): number {
    const { server } = this;
    let index = Infinity;
    for (const place of others) {
      const peer = server.peer(place);
      if (peer.isInSync || server.policy.failover !== 'automatic') index = Math.min(index, peer.match);
    }
    return index;
  }

  /**
   * A fenced view never shrinks below a majority, so every election meets somebody who holds what was acknowledged. Of a
   * pair the lease sees to that.
   */
  private heldByMajority(others: readonly number[]): number {
    if (!this.server.isFenced || this.server.members.length < 3) return Infinity;
    return this.descendingMatches(others)[this.server.majority - 2] ?? -1;
  }

  private descendingMatches(others: readonly number[]): number[] {
    const { matches } = this;
    matches.length = 0;
    for (const place of others) matches.push(this.server.peer(place).match);
    return matches.sort((x, y) => y - x);
  }

  private advanceCommit(index: number): void {
    const { server } = this;
    if (!server.lease.isValid) return server.stepDown();
    const isFirst = !this.hasCommittedInEpoch;
    this.commitIndex = index;
    server.context.committed(index);
    while (server.lastApplied < index) this.applyNext();
    if (isFirst) server.serveHeld();
    server.orders.proceed();
  }

  private applyNext(): void {
    const { server } = this;
    const command = server.stable.log.get(++server.lastApplied)?.command;
    if (command === undefined) return;
    const { reason } = server.machine.apply(command);
    if (reason !== FailureReason.None) server.context.refuse(command, reason);
    else server.context.answer(command);
  }

  private matched(place: number, peer: Peer, index: number): void {
    const { server } = this;
    peer.match = Math.max(peer.match, index);
    peer.next = Math.max(peer.next, index + 1);
    peer.isInSync ||= this.keepsUp(place);
    this.findCommitIndex();
    if (!server.reigns) return;
    if (peer.next <= this.durableIndex) this.sendUpdate(place);
    server.orders.proceed();
  }

  private heard(m: PrimaryBackupMessage): Peer {
    const { server } = this;
    const peer = server.peer(m.from);
    peer.heardAt = server.context.monotonic();
    peer.grantedAt = Math.max(peer.grantedAt, m.sentAt);
    if (peer.suspected) {
      peer.suspected = false;
      server.context.trust(m.from);
    }
    server.watchLease();
    return peer;
  }

  private watch(place: number, peer: Peer): void {
    const { server } = this;
    const { context, membership, timing } = server;
    const longer = context.monotonic() - peer.heardAt - timing.timeoutNs;
    if (peer.suspected || longer < 0 || membership.vouchesFor(place, longer)) return;
    peer.suspected = true;
    if (!membership.isFaulty(place)) context.suspect(place);
    if (!peer.isInSync) return;
    peer.isInSync = false;
    this.findCommitIndex();
  }

  private refused(m: PrimaryBackupMessage, peer: Peer): void {
    if (peer.copyAge >= 0) return;
    if (m.other) return this.sendCopy(m.from, peer);
    // Messages overtake each other, so several in a row may be refused for one that is late. One answer is enough.
    if (peer.refusedHint === m.index) return;
    peer.refusedHint = m.index;
    peer.next = Math.max(0, Math.min(m.index, this.server.stable.lastIndex)) + 1;
    this.sendUpdate(m.from);
  }

  /** Sends what the backup is not assumed to have; nothing new makes a heartbeat. */
  private sendUpdate(place: number): void {
    const { server } = this;
    const peer = server.peer(place);
    if (peer.copyAge >= 0) return this.send(place, peer.match, NO_ENTRIES);
    const { stable } = server;
    // It says that it has more than there is: there is nothing to send.
    if (peer.next > stable.lastIndex + 1) return this.send(place, stable.lastIndex, NO_ENTRIES);
    if (peer.next < stable.log.firstIndex || stable.epochAt(peer.next - 1) < 0) return this.sendCopy(place, peer);
    const to = Math.max(peer.next, Math.min(this.durableIndex + 1, peer.next + MAX_ENTRIES_PER_MESSAGE));
    const entries = peer.next < to ? stable.log.slice(peer.next, to) : NO_ENTRIES;
    this.send(place, peer.next - 1, entries);
    peer.next = to;
  }

  private send(place: number, previous: number, entries: readonly LogEntry[]): void {
    const { context, stable, epoch } = this.server;
    const m = context.message(PbType.Update);
    m.epoch = epoch;
    m.index = previous;
    m.logEpoch = stable.epochAt(previous);
    m.commit = this.commitIndex;
    m.sentAt = context.monotonic();
    m.entries = entries;
    m.values = entries.length;
    m.toStore = entries.length > 0;
    context.send(place, m);
  }

  private sendCopy(place: number, peer: Peer): void {
    const { context, epoch } = this.server;
    const copy = this.server.copyOfState();
    peer.copyAge = 0;
    peer.copyIndex = copy.lastIndex;
    peer.copySentAt = context.monotonic();
    // It may have to give up, for the copy, what it has confirmed beyond it.
    peer.match = Math.min(peer.match, copy.lastIndex);
    const m = context.message(PbType.Copy);
    m.epoch = epoch;
    m.sentAt = peer.copySentAt;
    m.copy = copy;
    m.values = copy.state.weight;
    m.toStore = true;
    context.send(place, m);
  }

  /** Everybody that the log is sent to: members, and those that are catching up to become one. */
  private get targets(): readonly number[] {
    const { server } = this;
    return [...server.members, ...server.orders.learners].filter((place) => place !== server.context.self);
  }
}
