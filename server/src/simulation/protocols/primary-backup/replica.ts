import type { PrimaryBackupPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import type { Patience } from '../detectors';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { ordinal } from './epoch';
import { Following } from './following';
import { Lease } from './lease';
import { Membership } from './membership';
import { PbType, PRIMARY_BACKUP_MESSAGES, type LogEntry, type PrimaryBackupMessage, type StateCopy } from './message';
import { OperatorOrders } from './operator-orders';
import { Peer } from './peer';
import { Replication } from './replication';
import { PbTimer } from './timers';
import { patienceOf, timingOf, type Timing } from './timing';
import { StableState } from './stable-state';
import { Succession } from './succession';

/** `candidate` includes a primary that has been chosen and is still being promoted. */
export type PbRole = 'backup' | 'candidate' | 'primary' | 'rebuilding';

const ANNOUNCED: Readonly<Record<PbRole, Role>> = {
  backup: Role.Follower,
  candidate: Role.Candidate,
  primary: Role.Leader,
  rebuilding: Role.Recovering,
};

/**
 * One replica of a primary and its backups (Alsberg and Day 1976; Budhiraja, Marzullo, Schneider and Toueg, "The
 * primary-backup approach", 1993). Clients talk to the primary; it orders their writes in a log, sends the log to the
 * backups, and answers when as many hold a write as the policy asks for. Reigns are numbered by epochs as in
 * Viewstamped Replication. This class holds the state that all parts share and the changes of role; the parts hold the
 * rules: `replication` for the primary, `following` for the backups, `succession`, `lease`, `operator-orders`.
 */
export class PrimaryBackupReplica implements Replica<PrimaryBackupMessage> {
  readonly stable: StableState;
  readonly machine: StateMachine;
  readonly lease: Lease;
  readonly replication: Replication;
  readonly succession: Succession;
  readonly orders: OperatorOrders;
  timing: Timing;
  /** With the primary's silence. */
  patience: Patience;
  readonly membership: Membership;
  role: PbRole = 'backup';
  /** Place id of the primary as far as this replica knows, or -1. */
  primary = -1;
  lastApplied = 0;
  private readonly following: Following;
  private peers = new Map<number, Peer>();
  /** Requests that wait until this primary may answer them. */
  private held: Command[] = [];

  constructor(
    readonly context: ReplicaContext<PrimaryBackupMessage>,
    public policy: PrimaryBackupPolicy,
  ) {
    this.stable = new StableState(context.storage, context.joining ? [] : context.members);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.timing = timingOf(policy);
    this.patience = patienceOf(policy, this.timing);
    this.membership = new Membership(this);
    this.lease = new Lease(this);
    this.replication = new Replication(this);
    this.following = new Following(this);
    this.succession = new Succession(this);
    this.orders = new OperatorOrders(this);
  }

  /** True where a primary must hold a lease, and a successor needs votes. */
  get isFenced(): boolean {
    return this.policy.fencing && this.policy.failover === 'automatic';
  }

  get epoch(): number {
    return this.stable.epoch;
  }

  get members(): readonly number[] {
    return this.stable.latest().configuration.members;
  }

  get isPrimary(): boolean {
    return this.role === 'primary';
  }

  /** Votes that a successor needs. A member that the operator has taken out is no elector any more. */
  get majority(): number {
    return Math.floor(this.members.filter((member) => !this.orders.hasRemoved(member)).length / 2) + 1;
  }

  /** It reigns: it has been chosen, and serves or is being promoted. */
  get reigns(): boolean {
    return this.role === 'primary' || (this.role === 'candidate' && this.succession.isPromoting);
  }

  start(): void {
    this.stable.recover();
    this.rebuildMachine(this.stable.lastIndex);
    this.announce();
    this.membership.start();
    this.succession.start();
  }

  request(command: Command): void {
    const { context } = this;
    if (command.isRead && this.policy.reads !== 'primary') {
      if (this.role === 'rebuilding') return context.refuse(command, FailureReason.Recovering);
      return this.read(command);
    }
    if (this.role === 'candidate' && this.succession.isResuming) {
      this.held.push(command);
      return;
    }
    if (!this.isPrimary) return context.refuse(command, FailureReason.NotLeader, this.primary);
    if (this.orders.handsOverTo >= 0) return context.refuse(command, FailureReason.NotLeader, this.orders.handsOverTo);
    if (!this.lease.isValid) {
      this.stepDown();
      return context.refuse(command, FailureReason.NotLeader);
    }
    if (!command.isRead) return this.write(command);
    // What it inherited may not be safe yet: reading it could show what the next primary does not have.
    if (this.isFenced && !this.replication.hasCommittedInEpoch) this.held.push(command);
    else this.read(command);
  }

  receive(m: PrimaryBackupMessage): void {
    switch (m.type) {
      case PbType.Update:
        return this.following.onUpdate(m);
      case PbType.UpdateReply:
        return this.replication.onUpdateReply(m);
      case PbType.Copy:
        return this.following.onCopy(m);
      case PbType.CopyReply:
        return this.replication.onCopyReply(m);
      case PbType.Superseded:
        return this.succession.onSuperseded(m);
      case PbType.Canvass:
        return this.succession.onCanvass(m);
      case PbType.Standing:
        return this.succession.onStanding(m);
      case PbType.Nominate:
        return this.succession.onNominate(m);
      case PbType.VoteRequest:
        return this.succession.onVoteRequest(m);
      case PbType.Vote:
        return this.succession.onVote(m);
      default:
        if (m.type >= PRIMARY_BACKUP_MESSAGES.length)
          throw new Error(`Primary-backup has no message of type ${m.type}.`);
        return this.membership.receive(m.from, m.signal);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case PbTimer.Heartbeat:
        return this.replication.heartbeat();
      case PbTimer.Lease:
        return this.watchLease();
      case PbTimer.Silence:
        return this.succession.silence();
      case PbTimer.Canvass:
        return this.succession.conclude();
      case PbTimer.Retry:
        return this.succession.retry();
      case PbTimer.Promotion:
        return this.succession.promoted();
      case PbTimer.Rebuild:
        return this.following.rebuilt();
      case PbTimer.Detector:
        return this.membership.wake();
      default:
        throw new Error(`Primary-backup has no timer ${timer}.`);
    }
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet {
    return this.machine.lineage;
  }

  checkpoint(): void {
    this.stable.copy = this.copyOfState();
  }

  checkpointed(): void {
    this.stable.log.dropBefore((this.stable.copy?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure') {
      if (order.policy.family !== 'primary-backup') return;
      this.policy = order.policy;
      this.timing = timingOf(order.policy);
      this.patience = patienceOf(order.policy, this.timing);
      this.membership.start();
      this.succession.policyChanged();
      this.watchLease();
      if (this.isPrimary) this.replication.findCommitIndex();
    } else this.orders.order(order);
  }

  // Changes of role, for the parts

  become(role: PbRole): void {
    this.role = role;
    this.announce();
  }

  announce(): void {
    this.context.announce(ANNOUNCED[this.role], ordinal(this.epoch));
  }

  /** Somebody leads a newer epoch, or stands for it. */
  follow(epoch: number, primary: number): void {
    const leads = this.role === 'primary' || this.role === 'candidate';
    this.stable.follow(epoch, primary);
    this.patience.interrupted();
    if (leads) this.stepDown();
    this.primary = primary === this.context.self ? -1 : primary;
    if (!leads) this.announce();
  }

  /** This replica no longer leads: superseded, or its lease has run out. What it has not acknowledged is open. */
  stepDown(): void {
    const { context } = this;
    const reason = this.lease.isValid ? FailureReason.NotLeader : FailureReason.Fenced;
    for (const timer of [PbTimer.Heartbeat, PbTimer.Lease, PbTimer.Promotion]) context.cancelTimer(timer);
    this.replication.end(reason);
    this.primary = -1;
    this.become('backup');
    this.refuseHeld();
    this.orders.steppedDown();
    this.succession.lostRole();
  }

  /** Serves as primary from here on. */
  lead(): void {
    this.primary = this.context.self;
    this.become('primary');
    this.replication.open();
    this.watchLease();
    this.orders.proceed();
  }

  /** Requests held while it was not clear who leads go elsewhere. */
  refuseHeld(): void {
    const { held } = this;
    this.held = [];
    for (const command of held) this.context.refuse(command, FailureReason.NotLeader, this.primary);
  }

  /** Requests that were held may be served now. */
  serveHeld(): void {
    const { held } = this;
    this.held = [];
    for (const command of held) this.request(command);
  }

  // State, for the parts

  peer(place: number): Peer {
    let peer = this.peers.get(place);
    if (peer === undefined) {
      peer = new Peer(this.stable.lastIndex, this.context.monotonic(), false);
      this.peers.set(place, peer);
    }
    return peer;
  }

  /** A new reign knows nothing of its peers yet. */
  forgetPeers(): void {
    this.peers = new Map();
  }

  /** Appends to this replica's own log. */
  append(entry: LogEntry): number {
    const index = this.stable.append(entry);
    this.context.appended(index, entry.command?.value ?? 0);
    if (entry.configuration !== undefined) this.context.membersChanged(entry.configuration.members.length);
    return index;
  }

  /** Drops entries because another log won, and brings the state back to what was before them. */
  truncateFrom(index: number): void {
    this.context.truncated(index, this.stable.log.lastIndex - index + 1);
    this.stable.truncateFrom(index);
    if (this.lastApplied >= index) this.rebuildMachine(index - 1);
  }

  applyUpTo(index: number): void {
    while (this.lastApplied < index) {
      const command = this.stable.log.get(++this.lastApplied)?.command;
      if (command !== undefined && !command.isRead) this.machine.apply(command);
    }
  }

  /** The state from the checkpoint and the log after it. */
  rebuildMachine(upTo: number): void {
    const { copy } = this.stable;
    this.machine.restore(copy?.state);
    this.lastApplied = copy?.lastIndex ?? 0;
    this.applyUpTo(upTo);
  }

  copyOfState(): StateCopy {
    return {
      lastIndex: this.lastApplied,
      lastEpoch: this.stable.epochAt(this.lastApplied),
      issued: this.stable.configurationAt(this.lastApplied),
      state: this.machine.snapshot(),
    };
  }

  /** Looks at the lease when it would run out. */
  watchLease(): void {
    if (!this.isPrimary) return;
    const left = this.lease.until - this.context.monotonic();
    if (left <= 0) return this.stepDown();
    if (left < Infinity) this.context.setTimer(PbTimer.Lease, Math.ceil(left));
    else this.context.cancelTimer(PbTimer.Lease);
  }

  private read(command: Command): void {
    const { reason, output, observation } = this.machine.read(command);
    if (reason !== FailureReason.None) this.context.refuse(command, reason);
    else this.context.answer(command, output, observation);
  }

  private write(command: Command): void {
    if (!this.context.storage.hasRoom) return this.context.refuse(command, FailureReason.DiskFull);
    this.replication.propose({ epoch: this.epoch, command, configuration: undefined });
  }
}
