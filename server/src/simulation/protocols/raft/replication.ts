import { Role } from '../../run';
import { NO_ENTRIES, RaftType, type LogEntry, type RaftMessage } from './raft-message';
import type { RaftReplica } from './replica';
import { RaftTimer } from './timers';

/** Entries in one message at most; a follower that lags gets the rest when it has confirmed these. */
const MAX_ENTRIES_PER_MESSAGE = 512;
/** Heartbeats after which an unanswered snapshot is sent again. */
const SNAPSHOT_RETRY_HEARTBEATS = 20;

/** What a leader knows of one follower (figure 2: nextIndex and matchIndex). */
class Progress {
  match = 0;
  next: number;
  /** Answered since the last look of check-quorum. */
  active = true;
  suspected = false;
  /** Heartbeats since a snapshot was sent that is not yet confirmed; -1 when none is under way. */
  snapshotAge = -1;
  /** The last hint of a refusal and its heartbeat, so that refusals of messages sent together are answered once. */
  refusedHint = -1;
  refusedAtHeartbeat = -1;

  constructor(
    lastIndex: number,
    /** Who it is at its place; undefined for one that was added and has not said so yet. */
    readonly identity: number | undefined,
  ) {
    this.next = lastIndex + 1;
  }
}

/** Log replication: sections 3.5 and 3.6, snapshots (chapter 5), check-quorum (6.2). */
export class Replication {
  /** By place. */
  private progress: (Progress | undefined)[] = [];
  /** Last index that this server, as leader, has on its own disk. */
  private durableIndex = 0;
  private heartbeats = 0;
  /** Round number that outgoing messages carry; set by reads. */
  round = 0;
  private sliceFrom = -1;
  private sliceTo = -1;
  private slice: readonly LogEntry[] = NO_ENTRIES;
  private readonly matches: number[] = [];

  constructor(private readonly server: RaftReplica) {}

  begin(): void {
    this.progress = [];
    this.durableIndex = 0;
    this.forgetSlice();
  }

  /** The leader has appended: flush, and send meanwhile (10.2.1). */
  appended(index: number): void {
    const { server } = this;
    const { term } = server;
    for (const peer of server.peers) this.sendAppend(peer);
    server.context.storage.sync(() => {
      if (!server.isLeader || server.term !== term) return;
      this.durableIndex = Math.max(this.durableIndex, index);
      this.findCommitIndex();
    });
  }

  heartbeat(): void {
    this.heartbeats++;
    for (const peer of this.server.peers) {
      const progress = this.of(peer);
      if (progress.snapshotAge >= 0 && ++progress.snapshotAge > SNAPSHOT_RETRY_HEARTBEATS) progress.snapshotAge = -1;
      this.sendAppend(peer);
    }
  }

  /** Sends a heartbeat with the present round to every voter. */
  sendRound(): void {
    for (const peer of this.server.voters) if (peer !== this.server.context.self) this.sendAppend(peer);
  }

  /** The leader's lease on its role ends when a majority is silent for an election timeout (6.2). */
  checkQuorum(): void {
    const { server } = this;
    let active = server.isVoter ? 1 : 0;
    for (const peer of server.peers) {
      const progress = this.of(peer);
      if (progress.active && server.voters.includes(peer)) active++;
      if (!progress.active && !progress.suspected) {
        progress.suspected = true;
        server.context.suspect(peer);
      }
      progress.active = false;
    }
    if (active < server.quorum) return server.becomeFollower(server.term, -1);
    server.context.setTimer(RaftTimer.CheckQuorum, server.policy.electionTimeoutMinNs);
  }

  onAppendEntries(m: RaftMessage): void {
    const { server } = this;
    if (m.term < server.term) return this.reply(m.from, server.term, false, 0, m.round);
    if (m.term > server.term || server.role !== Role.Follower) server.becomeFollower(m.term, m.from);
    if (server.leader !== m.from) {
      server.leader = m.from;
      server.context.trust(m.from);
    }
    server.heardFromLeader();
    const { from, round } = m;
    const { term } = server;
    const match = this.append(m);
    if (match < 0) {
      const hint = this.hintFor(m.index);
      return server.context.storage.sync(() => this.reply(from, term, false, hint, round));
    }
    server.stable.regained(m.term, match, m.commit);
    server.advanceCommit(Math.min(m.commit, match));
    server.context.storage.sync(() => {
      // A new term may have cut the log meanwhile; its leader asks anew.
      if (server.term === term) this.reply(from, term, true, match, round);
    });
  }

  onAppendReply(m: RaftMessage): void {
    const { server } = this;
    if (m.term > server.term) return server.becomeFollower(m.term, -1);
    if (!server.isLeader || m.term < server.term || !server.peers.includes(m.from)) return;
    const progress = this.progressOf(m);
    if (progress === undefined) return;
    this.heard(m.from, progress);
    server.roundConfirmed(m.from, m.round);
    if (!m.flag) return this.refused(m.from, progress, m.index);
    if (m.index > progress.match) {
      progress.match = m.index;
      if (progress.next <= m.index) progress.next = m.index + 1;
      if (m.index > server.commitIndex) this.findCommitIndex();
    }
    if (!server.isLeader) return;
    const { lastIndex } = server.stable;
    if (progress.match === lastIndex) server.peerCaughtUp(m.from);
    // While a snapshot is under way there is nothing to go on with: to answer each answer with a heartbeat would never end.
    else if (progress.snapshotAge < 0 && progress.next <= lastIndex) this.sendAppend(m.from);
  }

  onInstallSnapshot(m: RaftMessage): void {
    const { server } = this;
    const { from, snapshot } = m;
    if (m.term < server.term || snapshot === undefined) return this.replySnapshot(from, server.term, 0);
    if (m.term > server.term || server.role !== Role.Follower) server.becomeFollower(m.term, from);
    server.leader = from;
    server.heardFromLeader();
    const { term } = server;
    if (snapshot.lastIndex > server.commitIndex) {
      server.stable.install(snapshot);
      server.stable.regained(m.term, snapshot.lastIndex, snapshot.lastIndex);
      server.machine.restore(snapshot.state);
      server.lastApplied = snapshot.lastIndex;
      server.installed(snapshot.lastIndex);
    }
    const match = Math.max(snapshot.lastIndex, 0);
    server.context.storage.sync(() => this.replySnapshot(from, term, match));
  }

  onSnapshotReply(m: RaftMessage): void {
    const { server } = this;
    if (m.term > server.term) return server.becomeFollower(m.term, -1);
    if (!server.isLeader || m.term < server.term || !server.peers.includes(m.from)) return;
    const progress = this.progressOf(m);
    if (progress === undefined) return;
    this.heard(m.from, progress);
    progress.snapshotAge = -1;
    progress.match = Math.max(progress.match, m.index);
    progress.next = progress.match + 1;
    this.sendAppend(m.from);
  }

  /** A server that was removed and is added again may begin with an empty disk. */
  forget(peer: number): void {
    this.progress[peer] = undefined;
  }

  /** Of one that has caught up, and so has said who it is. */
  identityOf(peer: number): number {
    return this.of(peer).identity ?? 0;
  }

  isCaughtUp(peer: number): boolean {
    return this.of(peer).match === this.server.stable.lastIndex;
  }

  /** Sends what the follower is not yet known or assumed to have; nothing new makes a heartbeat. */
  private sendAppend(peer: number): void {
    const { server } = this;
    const { stable, context } = server;
    const progress = this.of(peer);
    if (progress.snapshotAge >= 0) return this.sendEntries(peer, 0, NO_ENTRIES);
    // It says that it has more than there is: there is nothing to send.
    if (progress.next > stable.lastIndex + 1) return this.sendEntries(peer, stable.lastIndex, NO_ENTRIES);
    // A server that has nothing agrees with what is before the first entry, wherever the log begins by now.
    if (progress.next < stable.log.firstIndex || stable.termAt(progress.next - 1) < 0) {
      progress.snapshotAge = 0;
      const m = context.message(RaftType.InstallSnapshot);
      m.term = server.term;
      m.snapshot = stable.snapshot;
      m.values = stable.snapshot?.state.weight ?? 0;
      m.toStore = true;
      return context.send(peer, m);
    }
    const to = Math.min(stable.lastIndex + 1, progress.next + MAX_ENTRIES_PER_MESSAGE);
    const entries = this.entries(progress.next, to);
    this.sendEntries(peer, progress.next - 1, entries);
    progress.next = to;
  }

  private sendEntries(peer: number, previous: number, entries: readonly LogEntry[]): void {
    const { server } = this;
    const m = server.context.message(RaftType.AppendEntries);
    m.term = server.term;
    m.index = previous;
    m.logTerm = server.stable.termAt(previous);
    m.commit = server.commitIndex;
    m.round = this.round;
    m.entries = entries;
    m.values = entries.length;
    m.toStore = entries.length > 0;
    server.context.send(peer, m);
  }

  /** Followers mostly need the same entries, so the last slice is kept. */
  private entries(from: number, to: number): readonly LogEntry[] {
    if (from >= to) return NO_ENTRIES;
    if (from !== this.sliceFrom || to !== this.sliceTo) {
      this.slice = this.server.stable.log.slice(from, to);
      this.sliceFrom = from;
      this.sliceTo = to;
    }
    return this.slice;
  }

  private forgetSlice(): void {
    this.sliceFrom = -1;
    this.sliceTo = -1;
    this.slice = NO_ENTRIES;
  }

  /** Figure 2, AppendEntries, rules 2 to 4. Returns the index up to which the log now matches, or -1. */
  private append(m: RaftMessage): number {
    const { server } = this;
    const { stable } = server;
    const { entries } = m;
    const snapshotIndex = stable.snapshot?.lastIndex ?? 0;
    // What the snapshot covers is committed and therefore the same as in the message, unless a disk broke its promise.
    const known = Math.max(0, snapshotIndex - m.index);
    if (known > 0 && known <= entries.length && entries[known - 1]?.term !== stable.snapshot?.lastTerm) {
      server.startOver();
      return -1;
    }
    if (known === 0 && stable.termAt(m.index) !== m.logTerm) return -1;
    const match = m.index + entries.length;
    for (let i = known; i < entries.length; i++) {
      const index = m.index + 1 + i;
      const entry = entries[i] as LogEntry;
      const own = stable.log.get(index);
      if (own !== undefined) {
        if (own.term === entry.term) continue;
        server.truncateFrom(index);
      }
      server.append(entry);
    }
    return Math.max(match, snapshotIndex);
  }

  /** The highest index worth trying when `previous` does not match: one step back over the whole conflicting term (3.5). */
  private hintFor(previous: number): number {
    const { stable, commitIndex } = this.server;
    if (stable.lastIndex < previous) return stable.lastIndex;
    const term = stable.termAt(previous);
    let index = previous - 1;
    while (index > commitIndex && stable.termAt(index) === term) index--;
    return index;
  }

  private refused(peer: number, progress: Progress, hint: number): void {
    if (progress.snapshotAge >= 0) return;
    // Messages overtake each other, so several in a row may be refused for one that is late. One answer is enough.
    if (progress.refusedHint === hint && progress.refusedAtHeartbeat === this.heartbeats) return;
    progress.refusedHint = hint;
    progress.refusedAtHeartbeat = this.heartbeats;
    // A follower whose disk lost what it had confirmed is behind its match index; to forget the match is always safe.
    progress.match = Math.min(progress.match, hint);
    progress.next = Math.min(hint, this.server.stable.lastIndex) + 1;
    this.sendAppend(peer);
  }

  /** Figure 2, "leaders", last rule: only an entry of the leader's own term is committed by counting (3.6.2). */
  private findCommitIndex(): void {
    const { server } = this;
    const index = this.majorityMatch();
    if (index > server.commitIndex && server.stable.termAt(index) === server.term) server.advanceCommit(index);
  }

  /** The highest index that a majority of the voters has on disk. */
  private majorityMatch(): number {
    const { server, matches } = this;
    let count = 0;
    for (const voter of server.voters) {
      const match = voter === server.context.self ? this.durableIndex : (this.progress[voter]?.match ?? 0);
      // Insertion into descending order: a handful of voters, once for nearly every message.
      let at = count++;
      while (at > 0 && (matches[at - 1] as number) < match) {
        matches[at] = matches[at - 1] as number;
        at--;
      }
      matches[at] = match;
    }
    return Math.min(matches[server.quorum - 1] ?? 0, server.stable.lastIndex);
  }

  private heard(peer: number, progress: Progress): void {
    progress.active = true;
    if (!progress.suspected) return;
    progress.suspected = false;
    this.server.context.trust(peer);
  }

  private reply(to: number, term: number, matched: boolean, index: number, round: number): void {
    const m = this.server.context.message(RaftType.AppendReply);
    m.term = term;
    m.flag = matched;
    m.index = index;
    m.round = round;
    m.identity = this.server.stable.identity;
    this.server.context.send(to, m);
  }

  private replySnapshot(to: number, term: number, index: number): void {
    const m = this.server.context.message(RaftType.SnapshotReply);
    m.term = term;
    m.index = index;
    m.identity = this.server.stable.identity;
    this.server.context.send(to, m);
  }

  /** Of who has replied. A voter by another identity than the configuration's is none; a newcomer says who it is. */
  private progressOf({ from, identity }: RaftMessage): Progress | undefined {
    const known = this.of(from);
    if (known.identity === identity) return known;
    if (this.server.identityOf(from) !== undefined) return undefined;
    const fresh = new Progress(this.server.stable.lastIndex, identity);
    this.progress[from] = fresh;
    return fresh;
  }

  private of(peer: number): Progress {
    let found = this.progress[peer];
    if (found === undefined) {
      found = new Progress(this.server.stable.lastIndex, this.server.identityOf(peer));
      this.progress[peer] = found;
    }
    return found;
  }
}
