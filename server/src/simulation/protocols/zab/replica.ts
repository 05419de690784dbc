import type { ZabPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { Delivery } from './delivery';
import { Election } from './election';
import { Follower } from './follower';
import { Leader } from './leader';
import { Membership } from './membership';
import { ZabType, type ServerState, type Transaction, type ZabMessage } from './message';
import { Requests } from './requests';
import { StableState } from './stable-state';
import { ZabTimer } from './timers';

/**
 * One server of a ZooKeeper ensemble (Junqueira, Reed and Serafini, "Zab: High-performance broadcast for primary-backup
 * systems", DSN 2011; details as in ZooKeeper). This class holds what the parts share and the changes of state.
 */
export class ZabReplica implements Replica<ZabMessage> {
  readonly stable: StableState;
  readonly machine: StateMachine;
  readonly delivery: Delivery;
  readonly requests: Requests;
  readonly membership: Membership;
  readonly leader: Leader;
  state: ServerState = 'looking';
  private readonly election: Election;
  private readonly follower: Follower;

  constructor(
    readonly context: ReplicaContext<ZabMessage>,
    public policy: ZabPolicy,
  ) {
    this.stable = new StableState(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.delivery = new Delivery(this);
    this.requests = new Requests(this);
    this.membership = new Membership(this);
    this.election = new Election(this);
    this.follower = new Follower(this);
    this.leader = new Leader(this);
  }

  start(): void {
    this.stable.recover();
    this.membership.start();
    this.delivery.start();
    this.context.announce(Role.Candidate, this.stable.currentEpoch);
    this.election.begin();
  }

  request(command: Command): void {
    this.requests.accept(command);
  }

  receive(m: ZabMessage): void {
    switch (m.type) {
      case ZabType.Notification:
        return this.election.onNotification(m);
      case ZabType.FollowerInfo:
        return this.state === 'leading' ? this.leader.onFollowerInfo(m) : this.refuse(m);
      case ZabType.AckEpoch:
      case ZabType.AckNewLeader:
      case ZabType.Request:
      case ZabType.Ack:
      case ZabType.Sync:
      case ZabType.PingReply:
        return this.receiveAsLeader(m);
      default:
        if (this.follower.hears(m)) this.receiveAsFollower(m);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case ZabTimer.Notification:
        return this.election.notificationTimedOut();
      case ZabTimer.Finalize:
        return this.election.finalizeTimedOut();
      case ZabTimer.Silence:
        return this.state === 'leading' ? this.leader.timedOut() : this.leaderIsSilent();
      case ZabTimer.Resend:
        return this.state === 'leading' ? this.leader.resend() : this.follower.resend();
      case ZabTimer.Ping:
        return this.leader.ping();
      default:
        throw new Error(`Zab has no timer ${timer}.`);
    }
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet {
    return this.machine.lineage;
  }

  checkpoint(): void {
    this.delivery.takeSnapshot();
  }

  checkpointed(): void {
    this.stable.dropCovered();
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    switch (order.kind) {
      case 'add':
      case 'remove':
        return this.membership.order(order);
      case 'reconfigure':
        if (order.policy.family === 'zab') this.policy = order.policy;
        return;
      case 'promote':
        return;
    }
  }

  // Changes of state, for the parts

  /** Gives up leader or leading, closes the clients' connections, and looks for a leader. */
  look(): void {
    if (this.state === 'looking') return;
    if (this.state === 'leading') this.leader.end();
    this.state = 'looking';
    this.context.cancelAllTimers();
    this.requests.abandon();
    this.context.announce(Role.Candidate, this.stable.currentEpoch);
    this.election.begin();
  }

  elected(leader: number): void {
    if (leader === this.context.self) {
      this.state = 'leading';
      this.leader.begin();
    } else {
      this.state = 'following';
      this.follower.begin(leader);
    }
  }

  /** True while this server takes part in broadcast: only then does it serve clients. */
  get serves(): boolean {
    switch (this.state) {
      case 'looking':
        return false;
      case 'following':
        return this.follower.isUpToDate;
      case 'leading':
        return this.leader.isEstablished;
    }
  }

  /** Puts a transaction at the end of the history; returns its place. */
  append(transaction: Transaction): number {
    const index = this.stable.log.append(transaction);
    const { command, configuration } = transaction;
    if (configuration !== undefined) this.membership.appended(configuration, index);
    this.context.appended(index, command?.value ?? 0);
    return index;
  }

  /** Another server knew of a later configuration: whoever leads by an earlier one does so no longer. */
  membersChanged(): void {
    if (this.state === 'looking') this.election.begin();
    else if (this.state === 'leading') this.look();
    else this.membersMayHaveChanged();
  }

  /** What was delivered may have changed who votes. The connections to and from a server that was removed end. */
  membersMayHaveChanged(): void {
    const { membership, state } = this;
    if (state === 'looking') return;
    const leaderIsGone = state === 'following' && !membership.isVoter(this.follower.leader);
    if (membership.isDismissed || leaderIsGone) this.look();
    else membership.proceed();
  }

  /** Passes a client's write to the leader. */
  forward(command: Command): void {
    if (this.state === 'leading') this.leader.broadcast.propose(command);
    else this.follower.forward(command);
  }

  /** Asks the leader how far it has proposed. */
  sync(operation: number): void {
    if (this.state === 'leading') this.leader.broadcast.sync(operation);
    else this.follower.sync(operation);
  }

  private receiveAsFollower(m: ZabMessage): void {
    const { follower } = this;
    switch (m.type) {
      case ZabType.LeaderInfo:
        return follower.onLeaderInfo(m);
      case ZabType.Diff:
      case ZabType.Trunc:
      case ZabType.Snap:
        return follower.onHistory(m);
      case ZabType.UpToDate:
        return follower.onUpToDate(m);
      case ZabType.Proposal:
        return follower.onProposal(m);
      case ZabType.Commit:
        return follower.onCommit(m);
      case ZabType.SyncReply:
        return follower.onSyncReply(m);
      case ZabType.Ping:
        return follower.onPing(m);
      case ZabType.Refused:
        return follower.onRefused();
      default:
        throw new Error(`Zab has no message of type ${m.type}.`);
    }
  }

  private receiveAsLeader(m: ZabMessage): void {
    const { leader } = this;
    const learner = this.state === 'leading' ? leader.learnerOf(m) : undefined;
    if (learner === undefined) return;
    switch (m.type) {
      case ZabType.AckEpoch:
        return leader.onAckEpoch(learner, m);
      case ZabType.AckNewLeader:
        return leader.onAckNewLeader(learner, m);
      case ZabType.PingReply:
        return leader.broadcast.onPingReply(learner, m);
      case ZabType.Ack:
        return leader.broadcast.onAck(learner, m);
      case ZabType.Sync:
        return leader.broadcast.onSync(learner, m);
      case ZabType.Request:
        if (m.command !== undefined && leader.isEstablished) leader.broadcast.propose(m.command);
        return;
      default:
        throw new Error(`Zab has no message of type ${m.type}.`);
    }
  }

  private leaderIsSilent(): void {
    this.context.suspect(this.follower.leader);
    this.look();
  }

  private refuse(m: ZabMessage): void {
    const reply = this.context.message(ZabType.Refused);
    reply.connection = m.connection;
    this.context.send(m.from, reply);
  }
}
