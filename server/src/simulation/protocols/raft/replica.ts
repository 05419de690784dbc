import type { RaftPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { NOBODY } from './configuration';
import { Election } from './election';
import { Membership } from './membership';
import { RaftType, type LogEntry, type RaftMessage } from './raft-message';
import { Reads } from './reads';
import { Replication } from './replication';
import { StableState } from './stable-state';
import { RaftTimer } from './timers';

/** Servers that are added draw who they are from as many numbers. */
const IDENTITIES = 2 ** 30;

/**
 * One Raft server (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", ATC 2014; section
 * numbers here and beside it are those of Ongaro's dissertation). This class holds the state that all parts share and
 * the changes of role; the parts hold the rules.
 */
export class RaftReplica implements Replica<RaftMessage> {
  readonly stable: StableState;
  readonly machine: StateMachine;
  role: Role = Role.Follower;
  /** Place id of the leader of this term as far as known, or -1. */
  leader = -1;
  commitIndex = 0;
  lastApplied = 0;
  private readonly election: Election;
  private readonly replication: Replication;
  private readonly reads: Reads;
  private readonly membership: Membership;

  constructor(
    readonly context: ReplicaContext<RaftMessage>,
    public policy: RaftPolicy,
  ) {
    this.stable = new StableState(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.election = new Election(this);
    this.replication = new Replication(this);
    this.reads = new Reads(this, this.replication);
    this.membership = new Membership(this, this.replication);
  }

  get term(): number {
    return this.stable.term;
  }

  get isLeader(): boolean {
    return this.role === Role.Leader;
  }

  start(): void {
    const { members, joining } = this.context;
    this.stable.recover(
      joining
        ? { configuration: NOBODY, identity: this.context.randomBetween(1, IDENTITIES) }
        : { configuration: { voters: members, identities: members.map(() => 0) }, identity: 0 },
    );
    const snapshot = this.stable.snapshot;
    this.machine.restore(snapshot?.state);
    this.lastApplied = snapshot?.lastIndex ?? 0;
    this.commitIndex = this.lastApplied;
    this.membership.refresh();
    this.context.announce(Role.Follower, this.term);
    this.election.start();
  }

  request(command: Command): void {
    if (command.isRead && this.policy.reads !== 'log') return this.reads.request(command);
    if (!this.isLeader) return this.context.refuse(command, FailureReason.NotLeader, this.leader);
    if (this.membership.isHandingOver) return this.context.refuse(command, FailureReason.NotLeader);
    if (!this.context.storage.hasRoom) return this.context.refuse(command, FailureReason.DiskFull);
    this.propose({ term: this.term, command, configuration: undefined });
  }

  receive(m: RaftMessage): void {
    switch (m.type) {
      case RaftType.PreVote:
        return this.election.onPreVote(m);
      case RaftType.PreVoteReply:
        return this.election.onPreVoteReply(m);
      case RaftType.RequestVote:
        return this.election.onRequestVote(m);
      case RaftType.VoteReply:
        return this.election.onVoteReply(m);
      case RaftType.AppendEntries:
        return this.replication.onAppendEntries(m);
      case RaftType.AppendReply:
        return this.replication.onAppendReply(m);
      case RaftType.InstallSnapshot:
        return this.replication.onInstallSnapshot(m);
      case RaftType.SnapshotReply:
        return this.replication.onSnapshotReply(m);
      case RaftType.TimeoutNow:
        return this.election.onTimeoutNow(m);
      default:
        throw new Error(`Raft has no message of type ${m.type}.`);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case RaftTimer.Election:
        return this.election.timedOut();
      case RaftTimer.Heartbeat:
        return this.heartbeat();
      case RaftTimer.LeaderHeard:
        return;
      case RaftTimer.CheckQuorum:
        return this.replication.checkQuorum();
      default:
        throw new Error(`Raft has no timer ${timer}.`);
    }
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet {
    return this.machine.lineage;
  }

  checkpoint(): void {
    this.takeSnapshot();
  }

  checkpointed(): void {
    this.stable.log.dropBefore((this.stable.snapshot?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure') {
      if (order.policy.family === 'raft') this.reconfigure(order.policy);
    } else this.membership.order(order);
  }

  // Changes of role, for the parts

  /** Figure 2, "all servers": a higher term, or the leader of this one. */
  becomeFollower(term: number, leader: number): void {
    const wasLeader = this.isLeader;
    const changes = this.role !== Role.Follower || term > this.term;
    this.role = Role.Follower;
    this.leader = leader;
    this.election.stopAsking();
    if (wasLeader) {
      this.context.cancelTimer(RaftTimer.Heartbeat);
      this.context.cancelTimer(RaftTimer.CheckQuorum);
      this.abandonClients();
    }
    if (term > this.term) this.stable.vote(term, -1);
    if (changes) this.context.announce(Role.Follower, this.term);
    if (wasLeader) this.election.resetTimer();
  }

  becomeCandidate(): void {
    this.role = Role.Candidate;
    this.leader = -1;
    this.stable.vote(this.term + 1, this.context.self);
    this.context.announce(Role.Candidate, this.term);
  }

  /** Figure 2, "leaders"; the entry without a command is section 6.4's: it lets earlier entries commit. */
  becomeLeader(): void {
    this.role = Role.Leader;
    this.leader = this.context.self;
    this.election.stopAsking();
    this.context.cancelTimer(RaftTimer.Election);
    this.context.announce(Role.Leader, this.term);
    this.replication.begin();
    this.reads.begin();
    this.context.setTimer(RaftTimer.Heartbeat, this.policy.heartbeatNs);
    if (this.policy.checkQuorum) this.context.setTimer(RaftTimer.CheckQuorum, this.policy.electionTimeoutMinNs);
    this.membership.becameLeader();
    this.propose({ term: this.term, command: undefined, configuration: undefined });
  }

  /** Appends an entry as leader and sends it to all. */
  propose(entry: LogEntry): void {
    const index = this.append(entry);
    this.replication.appended(index);
  }

  /** Appends an entry to this server's own log; returns its index. */
  append(entry: LogEntry): number {
    const index = this.stable.log.append(entry);
    this.context.appended(index, entry.command?.value ?? 0);
    if (entry.configuration !== undefined) this.membership.refresh();
    return index;
  }

  /**
   * Drops the entries from an index on: another leader's log won (section 3.5). Committed ones are among them only where
   * disks broke their promise; a real server would panic, and be given the leader's state by its operator.
   */
  truncateFrom(index: number): void {
    this.context.truncated(index, this.stable.log.lastIndex - index + 1);
    this.stable.log.truncateFrom(index);
    this.membership.refresh();
    if (index <= this.commitIndex) this.replay(index - 1);
  }

  /** The snapshot itself contradicts the leader: begin again with nothing (see `truncateFrom`). */
  startOver(): void {
    this.context.truncated(1, this.stable.lastIndex);
    this.stable.clear();
    this.membership.refresh();
    this.replay(0);
  }

  get voters(): readonly number[] {
    return this.membership.voters;
  }

  /** Whether this server votes, as the one that it is. */
  get isVoter(): boolean {
    return this.membership.identityOf(this.context.self) === this.stable.identity;
  }

  /** The identity by which a place votes, or undefined. */
  identityOf(place: number): number | undefined {
    return this.membership.identityOf(place);
  }

  /** Everybody that a leader replicates to: voters, and servers that are catching up. */
  get peers(): readonly number[] {
    return this.membership.peers;
  }

  get quorum(): number {
    return Math.floor(this.voters.length / 2) + 1;
  }

  /** The commit index has been learned or found to be at least `index`. */
  advanceCommit(index: number): void {
    if (index <= this.commitIndex) return;
    this.commitIndex = index;
    this.context.committed(index);
    while (this.lastApplied < this.commitIndex) this.applyNext();
    if (this.isLeader) this.reads.committed();
    this.membership.committed();
    const taken = this.stable.snapshot?.lastIndex ?? 0;
    if (this.lastApplied - taken >= this.policy.snapshotEvery) {
      this.takeSnapshot();
      this.context.storage.checkpoint(() => this.checkpointed());
      this.context.snapshotTaken(this.lastApplied);
    }
  }

  /** A snapshot has replaced the beginning of the log. */
  installed(lastIndex: number): void {
    this.commitIndex = lastIndex;
    this.membership.refresh();
  }

  /** A peer confirmed the leader's round of heartbeats. */
  roundConfirmed(peer: number, round: number): void {
    this.reads.confirmed(peer, round);
  }

  /** The leader has asked for an election: its lease is over before it answers another read. */
  askedForElection(): void {
    this.reads.askedForElection();
  }

  /** The log of a peer was found to match up to the leader's end. */
  peerCaughtUp(peer: number): void {
    this.membership.caughtUp(peer);
  }

  heardFromLeader(): void {
    this.election.heardFromLeader();
  }

  /** Leases that were granted under other timeouts end, and none is shorter for its granter than for its holder. */
  private reconfigure(policy: RaftPolicy): void {
    this.policy = policy;
    this.reads.policyChanged();
    this.election.policyChanged();
  }

  private heartbeat(): void {
    this.reads.heartbeat();
    this.replication.heartbeat();
    this.context.setTimer(RaftTimer.Heartbeat, this.policy.heartbeatNs);
  }

  /** Builds the state anew from the snapshot and the log up to an index. */
  private replay(commitIndex: number): void {
    const snapshot = this.stable.snapshot;
    this.machine.restore(snapshot?.state);
    this.lastApplied = snapshot?.lastIndex ?? 0;
    this.commitIndex = Math.max(commitIndex, this.lastApplied);
    while (this.lastApplied < this.commitIndex) this.applyNext();
  }

  private applyNext(): void {
    const entry = this.stable.log.get(++this.lastApplied);
    if (entry === undefined) throw new Error('A committed entry is missing from the log.');
    const { command } = entry;
    if (command === undefined) return;
    const { reason, output, observation } = command.isRead ? this.machine.read(command) : this.machine.apply(command);
    // Entries of the leader's own term are those that its clients wait for.
    if (!this.isLeader || entry.term !== this.term) return;
    if (reason !== FailureReason.None) this.context.refuse(command, reason);
    else this.context.answer(command, output, observation);
  }

  private takeSnapshot(): void {
    if (this.lastApplied <= (this.stable.snapshot?.lastIndex ?? 0)) return;
    this.stable.snapshot = {
      lastIndex: this.lastApplied,
      lastTerm: this.stable.termAt(this.lastApplied),
      configuration: this.stable.configurationAt(this.lastApplied),
      state: this.machine.snapshot(),
    };
  }

  /** A leader that steps down cannot say what becomes of the entries it has not committed. */
  private abandonClients(): void {
    for (let index = this.commitIndex + 1; index <= this.stable.log.lastIndex; index++) {
      const entry = this.stable.log.get(index);
      if (entry?.command === undefined || entry.term !== this.term) continue;
      if (entry.command.isRead) this.context.refuse(entry.command, FailureReason.NotLeader, this.leader);
      else this.context.giveUp(entry.command, FailureReason.NotLeader);
    }
    this.reads.abandon();
  }
}
