import type { IsrLogPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import { ConfigurationRegister } from '../configuration-register';
import { EpochLog, type EpochEntry, type EpochState } from '../epoch-log';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { Controller } from './controller';
import { Follower } from './follower';
import { Leader } from './leader';
import { IsrType, type IsrMessage, type PartitionVersion } from './message';
import { incarnationOf, type PartitionState } from './partition-state';
import { IsrTimer } from './timers';

const INCARNATIONS = 2 ** 30;

/**
 * A broker with one partition of a topic, and its part in the controller quorum. J. Kreps, N. Narkhede, J. Rao, "Kafka: a
 * Distributed Messaging System for Log Processing", NetDB 2011, for the log; the replication protocol is that of Kafka's
 * design documentation (in-sync replicas, high watermark), KIP-101 and KIP-595 (leader epochs), KIP-500 and KIP-631 (KRaft).
 */
export class IsrReplica implements Replica<IsrMessage> {
  readonly log: EpochLog;
  readonly register: ConfigurationRegister<PartitionState>;
  /** What consumers may see ends here: everything up to it is on all in-sync replicas. */
  highWatermark = 0;
  isLeading = false;
  /** Differs from one start of this process to the next. */
  incarnation = 0;
  private readonly machine: StateMachine;
  private readonly controller: Controller;
  private readonly leader: Leader;
  private readonly follower: Follower;
  private lastApplied = 0;
  private leadingEpoch = 0;
  private announcedEpoch = 0;

  constructor(
    readonly context: ReplicaContext<IsrMessage>,
    public policy: IsrLogPolicy,
  ) {
    this.log = new EpochLog(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.controller = new Controller(this);
    this.leader = new Leader(this);
    this.follower = new Follower(this);
    this.register = new ConfigurationRegister<PartitionState>({
      self: context.self,
      storage: context.storage,
      message: (type) => context.message(type),
      send: (to, message) => context.send(to, message as IsrMessage),
      callLater: (delayNs) => context.setTimer(IsrTimer.Decide, delayNs),
      waitFor: () => 0,
      chosen: (version) => this.decided(version),
      owning: () => this.controller.began(),
    });
  }

  // The state of the partition as far as this broker knows

  get state(): PartitionState | undefined {
    return this.register.current?.value;
  }

  /** Number of the state: Kafka's partition epoch. */
  get number(): number {
    return this.register.current?.number ?? 0;
  }

  get epoch(): number {
    return this.state?.leaderEpoch ?? 0;
  }

  get leaderPlace(): number {
    return this.state?.leader ?? -1;
  }

  get isr(): readonly number[] {
    return this.state?.isr ?? [];
  }

  get replicas(): readonly number[] {
    return this.state?.replicas ?? [];
  }

  get voters(): readonly number[] {
    return this.state?.voters ?? this.register.voters;
  }

  get isReplica(): boolean {
    return this.replicas.includes(this.context.self);
  }

  // Replica

  start(): void {
    const { context } = this;
    this.log.recover();
    this.restoreMachine();
    // Before anything was decided all are known to be fresh; a restarted broker has to register.
    const isFirstStart = this.register.voters.length === 0 && !context.joining;
    this.incarnation = isFirstStart ? 0 : 1 + Math.floor(context.random() * INCARNATIONS);
    const { members } = context;
    const voters = [...new Set([...members, ...context.nodes])];
    const incarnations = members.map(() => 0);
    const initial = { voters, replicas: members, leader: members[0] ?? -1, leaderEpoch: 1, isr: members, incarnations };
    this.controller.start();
    this.register.start(context.joining ? undefined : initial);
    // The last node is the first controller: where there are nodes without a replica, one of them.
    if (isFirstStart && voters.at(-1) === context.self) this.register.takeOver();
    this.tick();
  }

  request(command: Command): void {
    if (!this.isLeading) return this.context.refuse(command, FailureReason.NotLeader, this.leaderPlace);
    if (command.isRead) this.leader.read(command);
    else this.leader.write(command);
  }

  receive(m: IsrMessage): void {
    if (this.register.receive(m)) return;
    switch (m.type) {
      case IsrType.Beacon:
        return this.onBeacon(m);
      case IsrType.Session:
        return this.controller.onSession(m);
      case IsrType.AlterIsr:
        return this.controller.onAlterIsr(m);
      case IsrType.Fetch:
        return this.leader.onFetch(m);
      case IsrType.FetchReply:
        return this.follower.onReply(m);
      default:
        throw new Error(`The in-sync replica log has no message of type ${m.type}.`);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case IsrTimer.Tick:
        return this.tick();
      case IsrTimer.Fetch:
        return this.follower.unanswered();
      case IsrTimer.Lag:
        return this.leader.lagTimer();
      case IsrTimer.Parked:
        return this.leader.parkedTimer();
      case IsrTimer.Decide:
        return this.register.permitted();
      default:
        throw new Error(`The in-sync replica log has no timer ${timer}.`);
    }
  }

  /** All of the log: what is above the high watermark will be read once there is a leader again. */
  contents(): Contents {
    this.applyAll();
    return this.machine.contents();
  }

  lineage(): OperationSet {
    this.applyAll();
    return this.machine.lineage;
  }

  checkpoint(): void {
    if (this.lastApplied > (this.log.state?.lastIndex ?? 0)) this.log.state = this.stateNow();
  }

  checkpointed(): void {
    this.log.dropBefore((this.log.state?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure') {
      if (order.policy.family !== 'isr-log') return;
      this.policy = order.policy;
      this.controller.policyChanged();
      this.controller.proceed();
    } else this.controller.order(order.kind, order.place);
  }

  // For the parts

  append(entry: EpochEntry): number {
    const index = this.log.append(entry);
    this.context.appended(index, entry.command.value);
    return index;
  }

  /** The high watermark has risen. */
  raise(index: number): void {
    if (index <= this.highWatermark) return;
    this.highWatermark = index;
    this.context.committed(index);
    this.applyUpTo(index);
  }

  read(command: Command): void {
    const { reason, output, observation } = this.machine.read(command);
    if (reason !== FailureReason.None) this.context.refuse(command, reason);
    else this.context.answer(command, output, observation);
  }

  /** Drops the entries after an index: the leader does not have them. */
  truncateAfter(index: number): void {
    const { log } = this;
    if (index >= log.lastIndex) return;
    this.context.truncated(index + 1, log.lastIndex - index);
    if (index < (log.state?.lastIndex ?? 0)) log.install({ lastIndex: 0, lastEpoch: 0, state: undefined });
    else log.truncateFrom(index + 1);
    this.highWatermark = Math.min(this.highWatermark, log.lastIndex);
    if (this.lastApplied > log.lastIndex) this.restoreMachine();
  }

  /** Takes the leader's state in place of everything. */
  install(state: EpochState): void {
    this.log.install(state);
    this.highWatermark = Math.min(this.highWatermark, state.lastIndex);
    this.restoreMachine();
  }

  stateNow(): EpochState {
    const { lastApplied } = this;
    return { lastIndex: lastApplied, lastEpoch: this.log.epochAt(lastApplied), state: this.machine.snapshot() };
  }

  private applyUpTo(index: number): void {
    while (this.lastApplied < index) {
      const command = this.log.get(++this.lastApplied)?.command;
      if (command === undefined) continue;
      const { reason } = this.machine.apply(command);
      if (this.isLeading) this.leader.committed(this.lastApplied, reason);
    }
  }

  /** For a last look: nobody is answered any more. */
  private applyAll(): void {
    this.isLeading = false;
    this.applyUpTo(this.log.lastIndex);
  }

  private restoreMachine(): void {
    const { state } = this.log;
    this.machine.restore(state?.state);
    this.lastApplied = state?.lastIndex ?? 0;
    this.highWatermark = Math.max(this.highWatermark, this.lastApplied);
    this.applyUpTo(Math.min(this.highWatermark, this.log.lastIndex));
  }

  private tick(): void {
    this.context.setTimer(IsrTimer.Tick, this.controller.beaconNs);
    this.controller.tick();
    if (this.isLeading) this.leader.repeat();
  }

  private onBeacon(m: IsrMessage): void {
    this.register.hear(m.ballot);
    this.register.learn(m.version);
    if (m.from !== this.register.owner) return;
    this.controller.heardController();
    const answer = this.context.message(IsrType.Session);
    answer.request = this.incarnation;
    answer.version = this.register.current;
    this.context.send(m.from, answer);
  }

  /** The controller quorum has decided on a new state. */
  private decided(version: PartitionVersion): void {
    const { context } = this;
    const { value } = version;
    context.membersChanged(value.isr.length);
    const leads = value.leader === context.self && incarnationOf(value, context.self) === this.incarnation;
    if (this.isLeading && (!leads || value.leaderEpoch !== this.leadingEpoch)) {
      this.isLeading = false;
      this.leader.end();
    }
    if (leads && !this.isLeading) {
      this.isLeading = true;
      this.leadingEpoch = value.leaderEpoch;
      context.cancelTimer(IsrTimer.Fetch);
      context.announce(Role.Leader, value.leaderEpoch);
      this.leader.begin();
    } else if (leads) this.leader.reconfigured();
    else if (value.leaderEpoch !== this.announcedEpoch) {
      if (this.isReplica) context.announce(Role.Follower, value.leaderEpoch);
      this.follower.fetch();
    }
    // Who is made a replica in the course of an epoch begins to fetch as if the epoch were new.
    this.announcedEpoch = this.isReplica ? value.leaderEpoch : 0;
    if (this.register.isOwner) this.controller.proceed();
  }
}
