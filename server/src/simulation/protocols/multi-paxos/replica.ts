import type { MultiPaxosPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { Acceptor } from './acceptor';
import { Ballots } from './ballot';
import { Candidacy } from './candidacy';
import { NOBODY, quorumOf } from './configuration';
import { Leading } from './leading';
import { Learner } from './learner';
import { Membership } from './membership';
import { PaxosType, type PaxosMessage, type Proposal } from './message';
import { Reads } from './reads';
import { StableState } from './stable-state';
import { PaxosTimer } from './timers';

/** Replicas that are added draw who they are from as many numbers. */
const IDENTITIES = 2 ** 30;

/**
 * One replica of Multi-Paxos: proposer, acceptor and learner in one process (Lamport, "Paxos Made Simple", section 2.5).
 * This class holds what they share and the changes of role; the parts hold the rules.
 */
export class PaxosReplica implements Replica<PaxosMessage> {
  readonly membership: Membership;
  readonly ballots: Ballots;
  readonly stable: StableState;
  readonly machine: StateMachine;
  readonly acceptor: Acceptor;
  readonly learner: Learner;
  readonly leading: Leading;
  readonly reads: Reads;
  role: Role = Role.Follower;
  /** Place id of the leader as far as known, or -1. */
  leader = -1;
  private readonly candidacy: Candidacy;
  /** Commands that came while this leader was getting itself a higher ballot; undefined when it is not. */
  private deferred: Command[] | undefined = undefined;
  private readonly transfer = { to: -1, until: -Infinity };

  constructor(
    readonly context: ReplicaContext<PaxosMessage>,
    public policy: MultiPaxosPolicy,
  ) {
    this.ballots = new Ballots(context.placeCount, context.self);
    this.stable = new StableState(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.acceptor = new Acceptor(this);
    this.learner = new Learner(this);
    this.leading = new Leading(this);
    this.reads = new Reads(this);
    this.membership = new Membership(this);
    this.candidacy = new Candidacy(this);
  }

  /** The acceptors of the first slot that is not known to be chosen. */
  get members(): readonly number[] {
    return this.membership.current.members;
  }

  get quorum(): number {
    return quorumOf(this.membership.current);
  }

  get isLeader(): boolean {
    return this.role === Role.Leader;
  }

  start(): void {
    const { stable, context } = this;
    const { members, joining } = context;
    stable.recover({
      configuration: joining ? NOBODY : { members, identities: members.map(() => 0) },
      identity: joining ? context.randomBetween(1, IDENTITIES) : 0,
    });
    this.learner.start();
    this.acceptor.start();
    context.announce(Role.Follower, stable.promised);
    // In a new cluster the replica that is configured first is the first to propose.
    if (stable.promised === 0 && this.members[0] === context.self) context.setTimer(PaxosTimer.Election, 0);
    else this.candidacy.awaitLeader();
  }

  request(command: Command): void {
    const { context } = this;
    if (this.deferred !== undefined) return void this.deferred.push(command);
    if (!this.isLeader) return context.refuse(command, FailureReason.NotLeader, this.leader);
    if (this.membership.isDismissed) return context.refuse(command, FailureReason.NotLeader);
    if (command.isRead) return this.reads.request(command);
    if (this.isHandingOver) return context.refuse(command, FailureReason.NotLeader);
    if (!context.storage.hasRoom) return context.refuse(command, FailureReason.DiskFull);
    this.leading.propose(command);
  }

  receive(m: PaxosMessage): void {
    switch (m.type) {
      case PaxosType.Prepare:
        return this.acceptor.onPrepare(m);
      case PaxosType.Promise:
        return this.candidacy.onPromise(m);
      case PaxosType.Reject:
        return this.onReject(m);
      case PaxosType.Accept:
        return this.acceptor.onAccept(m);
      case PaxosType.Accepted:
        return this.leading.onAccepted(m);
      case PaxosType.Heartbeat:
        return this.acceptor.onHeartbeat(m);
      case PaxosType.HeartbeatReply:
        return this.leading.onHeartbeatReply(m);
      case PaxosType.CatchUp:
        return this.learner.onCatchUp(m);
      case PaxosType.Learned:
        return this.learner.onLearned(m);
      case PaxosType.Snapshot:
        return this.learner.onSnapshot(m);
      case PaxosType.Handover:
        return this.acceptor.onHandover(m);
      default:
        throw new Error(`Multi-Paxos has no message of type ${m.type}.`);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case PaxosTimer.Election:
        if (this.deferred !== undefined && !this.holdsLease) this.stopLeading();
        return this.candidacy.timedOut();
      case PaxosTimer.Heartbeat:
        return this.leading.heartbeat();
      default:
        throw new Error(`Multi-Paxos has no timer ${timer}.`);
    }
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet {
    return this.machine.lineage;
  }

  checkpoint(): void {
    this.learner.takeSnapshot();
  }

  checkpointed(): void {
    this.stable.truncate();
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    switch (order.kind) {
      case 'reconfigure':
        if (order.policy.family === 'multi-paxos') this.policy = order.policy;
        return;
      case 'promote':
        return this.promote(order.place);
      case 'add':
      case 'remove':
        return this.membership.order(order);
    }
  }

  // Changes of role, for the parts

  /** A ballot is promised or heard of; `leader` is -1 while its proposer only prepares it. */
  follow(ballot: number, leader: number): void {
    if (this.role !== Role.Follower || this.leader !== leader) this.becomeFollower(leader, ballot);
    this.candidacy.heardFromLeader();
  }

  becomeFollower(leader: number, ballot = this.stable.promised): void {
    const { role } = this;
    this.role = Role.Follower;
    if (leader >= 0 && leader !== this.leader) this.context.trust(leader);
    this.leader = leader;
    if (role === Role.Leader || this.deferred !== undefined) this.stopLeading();
    if (role !== Role.Follower) this.context.announce(Role.Follower, ballot);
    if (this.membership.isDismissed) return this.context.leave();
    this.candidacy.awaitLeader();
  }

  becomeCandidate(ballot: number): void {
    if (this.isLeader) {
      this.deferred = this.leading.suspend();
    }
    this.role = Role.Candidate;
    this.leader = -1;
    this.context.announce(Role.Candidate, ballot);
  }

  becomeLeader(ballot: number, reported: ReadonlyMap<number, Proposal>): void {
    this.role = Role.Leader;
    this.leader = this.context.self;
    this.context.cancelTimer(PaxosTimer.Election);
    this.context.announce(Role.Leader, ballot);
    this.leading.begin(ballot, reported);
    this.reads.begin(this.leading.lastProposed);
    const { deferred } = this;
    this.deferred = undefined;
    for (const command of deferred ?? []) this.request(command);
    this.membership.becameLeader();
  }

  /** The leader before has handed over to this replica. */
  takeOver(): void {
    if (!this.isLeader) this.candidacy.prepare();
  }

  /** The state has moved on. */
  applied(): void {
    this.reads.serve();
    if (this.membership.isDismissed && !this.isLeader) return this.goAway();
    if (!this.isLeader) return;
    this.leading.proceed();
    this.membership.proceed();
    if (this.isHandingOver && this.leading.isIdle) this.handOver();
  }

  /** Its removal is chosen, and known to the others where it leads; then it lets one of them take over at once. */
  goAway(): void {
    const { successor } = this.membership;
    if (this.isLeader && successor !== undefined) {
      this.transfer.to = successor;
      this.handOver();
    } else this.context.leave();
  }

  /** A candidate that this replica knows to be no member, knowing at least as much. */
  isStranger({ from, slot }: PaxosMessage): boolean {
    const { members, learner } = this;
    return members.length > 0 && slot <= learner.chosenUpTo + 1 && !members.includes(from);
  }

  /** Until when a majority, this leader among it, is bound to it. */
  get leaseHeldUntil(): number {
    return this.leading.lease.heldUntil(this.membership.isMember ? this.quorum - 1 : this.quorum);
  }

  /**
   * A replica knows a higher ballot. While a majority's lease holds nobody else can lead, so it is one who was cut off and
   * prepared in vain: the leader gets a ballot above it ("Paxos Made Live", section 5.2). Otherwise it gives way.
   */
  private onReject(m: PaxosMessage): void {
    this.candidacy.onReject(m);
    if (!this.isLeader || m.ballot <= this.stable.promised) return;
    if (this.holdsLease) this.candidacy.prepare();
    else this.becomeFollower(-1);
  }

  private get holdsLease(): boolean {
    return this.context.monotonic() < this.leaseHeldUntil;
  }

  private stopLeading(): void {
    const { deferred } = this;
    this.deferred = undefined;
    this.transfer.to = -1;
    this.leading.end();
    this.reads.end();
    for (const command of deferred ?? []) this.context.refuse(command, FailureReason.NotLeader, this.leader);
  }

  /** While leadership is handed over nothing new is proposed, so that the slots under way can end. */
  private get isHandingOver(): boolean {
    return this.isLeader && this.transfer.to >= 0 && this.context.monotonic() < this.transfer.until;
  }

  private promote(place: number): void {
    if (!this.isLeader || place === this.context.self || !this.members.includes(place)) return;
    this.transfer.to = place;
    this.transfer.until = this.context.monotonic() + this.policy.leaseNs;
    if (this.leading.isIdle) this.handOver();
  }

  /** Gives the lease back to all who granted it; only then may the other prepare a ballot. */
  private handOver(): void {
    const m = this.context.message(PaxosType.Handover);
    m.ballot = this.stable.promised;
    m.place = this.transfer.to;
    this.becomeFollower(-1);
    for (const peer of this.members) if (peer !== this.context.self) this.context.send(peer, m);
  }
}
