import type { ChainPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import { ConfigurationRegister } from '../configuration-register';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { EpochLog, type EpochState } from '../epoch-log';
import { Heartbeats } from './heartbeats';
import { Joining } from './joining';
import { Liveness } from './liveness';
import { Master } from './master';
import { ChainType, type ChainConfiguration, type ChainMessage, type ChainVersion } from './message';
import { Queries } from './queries';
import { ChainTimer } from './timers';
import { timedByDetector } from './timing';
import { Updates } from './updates';

/**
 * One server of a chain (van Renesse and Schneider, "Chain Replication for Supporting High Throughput and Availability",
 * OSDI 2004; section numbers here and beside it are the paper's). This class holds what the parts share; `updates` and
 * `queries` are the protocol proper, `master`, `liveness` and `joining` what the paper assumes to be there.
 */
export class ChainReplica implements Replica<ChainMessage> {
  readonly history: EpochLog;
  readonly register: ConfigurationRegister<ChainConfiguration>;
  readonly liveness: Liveness;
  readonly updates: Updates;
  private readonly machine: StateMachine;
  readonly master: Master;
  private readonly queries: Queries;
  readonly joining: Joining;
  private readonly heartbeats: Heartbeats;
  private lastApplied = 0;
  private held: Command[] = [];

  constructor(
    readonly context: ReplicaContext<ChainMessage>,
    public policy: ChainPolicy,
  ) {
    this.history = new EpochLog(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.liveness = new Liveness(this);
    this.master = new Master(this);
    this.updates = new Updates(this);
    this.queries = new Queries(this);
    this.joining = new Joining(this);
    this.heartbeats = new Heartbeats(this);
    this.register = new ConfigurationRegister<ChainConfiguration>({
      self: context.self,
      storage: context.storage,
      message: (type) => context.message(type),
      send: (to, message) => context.send(to, message as ChainMessage),
      callLater: (delayNs) => context.setTimer(ChainTimer.Promise, delayNs),
      waitFor: (value) => this.heartbeats.waitFor(value),
      chosen: (version) => this.chosen(version),
      owning: () => this.master.proceed(),
    });
  }

  // Where this server stands

  get version(): ChainVersion | undefined {
    return this.register.current;
  }

  /** Number of the configuration in force as far as this server knows. */
  get number(): number {
    return this.version?.number ?? 0;
  }

  get chain(): readonly number[] {
    return this.version?.value.chain ?? [];
  }

  get voters(): readonly number[] {
    return this.version?.value.voters ?? this.register.voters;
  }

  get head(): number {
    return this.chain[0] ?? -1;
  }

  get tail(): number {
    return this.chain.at(-1) ?? -1;
  }

  get isInChain(): boolean {
    return this.chain.includes(this.context.self);
  }

  get isTail(): boolean {
    return this.tail === this.context.self;
  }

  /** A node that only votes never joins the chain. */
  get isReplica(): boolean {
    return this.context.members.includes(this.context.self);
  }

  get predecessor(): number {
    return this.chain[this.chain.indexOf(this.context.self) - 1] ?? -1;
  }

  /** Whom updates come from: the predecessor, or the tail while this server is outside. */
  get source(): number {
    return this.isInChain ? this.predecessor : this.tail;
  }

  /** Whom updates go to: the successor, or who is about to become it. */
  get next(): number {
    if (!this.isInChain) return -1;
    return this.isTail ? this.joining.joiner : (this.chain[this.chain.indexOf(this.context.self) + 1] ?? -1);
  }

  /** The tail that clients may hear: it has all that an earlier tail told them, and no later one is being made. */
  get isServingTail(): boolean {
    return (
      this.isTail &&
      !this.heartbeats.isRecovering &&
      !this.joining.isFrozen &&
      this.updates.processed >= Math.max(this.heartbeats.tailServesFrom, this.version?.value.tailServesFrom ?? 0)
    );
  }

  // Replica

  start(): void {
    const { context } = this;
    this.history.recover();
    this.rebuildMachine();
    this.updates.start();
    this.liveness.start();
    const voters = context.nodes.length > 0 ? [...new Set([...context.members, ...context.nodes])] : context.members;
    this.heartbeats.wasRestarted = this.register.voters.length > 0;
    this.register.start(context.joining ? undefined : { voters, chain: context.members, tailServesFrom: 0 });
    const middle = this.chain[Math.floor(this.chain.length / 2)];
    if (middle === context.self) this.register.takeOver();
    this.heartbeats.tick();
  }

  request(command: Command): void {
    const { context } = this;
    if (this.version === undefined) return context.refuse(command, FailureReason.Recovering);
    if (this.isInChain && this.heartbeats.isRecovering) return this.hold(command);
    if (command.isRead) return this.queries.request(command);
    if (this.head !== context.self) return context.refuse(command, FailureReason.NotLeader, this.head);
    this.updates.request(command);
  }

  receive(m: ChainMessage): void {
    if (this.register.receive(m)) return;
    switch (m.type) {
      case ChainType.Heartbeat:
        return this.heartbeats.onHeartbeat(m);
      case ChainType.HeartbeatReply:
        this.register.learn(m.version);
        this.liveness.heard(m.from);
        return this.liveness.granted(m.from, m.sentAt);
      case ChainType.Forward:
        return this.updates.onForward(m);
      case ChainType.Clean:
        return this.updates.onClean(m);
      case ChainType.Resend:
        return this.updates.onResend(m);
      case ChainType.VersionQuery:
        return this.queries.onVersionQuery(m);
      case ChainType.VersionReply:
        return this.queries.onVersionReply(m);
      case ChainType.Join:
        return this.joining.onJoin(m);
      case ChainType.GoBack:
        return this.joining.onGoBack(m);
      case ChainType.State:
        return this.onState(m);
      case ChainType.Append:
        return this.master.append(m.place, m.index, m.configuration);
      case ChainType.Leave:
        return this.master.leave(m.from);
      default:
        throw new Error(`Chain replication has no message of type ${m.type}.`);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case ChainTimer.Heartbeat:
        return this.heartbeats.tick();
      case ChainTimer.Gap:
        return this.updates.gapTimer();
      case ChainTimer.Promise:
        return this.register.permitted();
      default:
        throw new Error(`Chain replication has no timer ${timer}.`);
    }
  }

  /** All that is in the history: what is not known to be clean will be. */
  contents(): Contents {
    this.applyUpTo(this.history.lastIndex);
    return this.machine.contents();
  }

  lineage(): OperationSet {
    this.applyUpTo(this.history.lastIndex);
    return this.machine.lineage;
  }

  checkpoint(): void {
    if (this.lastApplied > (this.history.state?.lastIndex ?? 0)) this.history.state = this.stateNow();
  }

  checkpointed(): void {
    // What may yet have to be sent down the chain again stays.
    this.history.dropBefore(Math.min(this.updates.clean, this.history.state?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure') {
      if (order.policy.family === 'chain') this.policy = timedByDetector(order.policy);
    } else if (order.kind !== 'promote') this.master.order(order.kind, order.place);
  }

  // For the parts

  hold(command: Command): void {
    this.held.push(command);
  }

  read(command: Command): void {
    const { reason, output, observation } = this.machine.read(command);
    if (reason !== FailureReason.None) this.context.refuse(command, reason);
    else this.context.answer(command, output, observation);
  }

  /** The machine has seen the command already and recognises it. */
  answerUpdate(command: Command): void {
    const { reason } = this.machine.apply(command);
    if (reason !== FailureReason.None) this.context.refuse(command, reason);
    else this.context.answer(command);
  }

  /**
   * Applies what may be seen here: what is processed, or with `any-clean` reads what has reached the tail. A tail that does
   * not serve may soon be none: what it takes in meanwhile is clean when the next one has it.
   */
  applyVisible(): void {
    const { processed, clean } = this.updates;
    this.applyUpTo(this.policy.reads === 'tail' || this.isServingTail ? processed : clean);
  }

  private applyUpTo(index: number): void {
    while (this.lastApplied < index) {
      const command = this.history.get(++this.lastApplied)?.command;
      if (command !== undefined) this.machine.apply(command);
    }
  }

  /** An update is in the history, and not yet known to have reached the tail. */
  updated(key: number, index: number): void {
    this.queries.updated(key, index);
  }

  /** Sends the state in place of updates; returns the last index in it. */
  sendState(to: number): number {
    const state = this.stateNow();
    const m = this.context.message(ChainType.State);
    m.configuration = this.number;
    m.state = state;
    m.values = state.state?.weight ?? 0;
    m.toStore = true;
    this.context.send(to, m);
    return state.lastIndex;
  }

  /** Drops the updates after an index: the chain went on without them. */
  goBackTo(index: number): void {
    const { history, context } = this;
    context.truncated(index + 1, history.lastIndex - index);
    if (index === 0) history.install({ lastIndex: 0, lastEpoch: 0, state: undefined });
    else history.truncateFrom(index + 1);
    this.updates.goneBack(index);
    if (this.lastApplied > index) this.rebuildMachine();
  }

  private stateNow(): EpochState {
    const lastEpoch = this.history.epochAt(this.lastApplied);
    return { lastIndex: this.lastApplied, lastEpoch, state: this.machine.snapshot() };
  }

  private onState(m: ChainMessage): void {
    const { state } = m;
    if (state === undefined || m.from !== this.source || m.configuration !== this.number) return;
    if (this.isInChain && state.lastIndex <= this.history.lastIndex) return;
    this.history.install(state);
    this.updates.installing();
    this.rebuildMachine();
    this.context.storage.sync(() => {
      if (this.history.lastIndex < state.lastIndex) return;
      this.updates.installed(state.lastIndex);
      if (!this.isInChain) return this.tail >= 0 ? this.joining.join() : undefined;
      this.updates.forward();
      this.updates.answer();
    });
  }

  private rebuildMachine(): void {
    const { state, lastIndex } = this.history;
    this.machine.restore(state?.state);
    this.lastApplied = state?.lastIndex ?? 0;
    for (let index = this.lastApplied + 1; index <= lastIndex; index++) {
      const command = this.history.get(index)?.command;
      if (command !== undefined) this.queries.updated(command.key, index);
    }
    // What had reached the tail is not on disk: until it is heard of, nothing after the checkpoint counts as clean.
    if (this.policy.reads === 'tail') this.applyUpTo(lastIndex);
  }

  // Configuration

  private chosen(version: ChainVersion): void {
    const { context } = this;
    context.membersChanged(version.value.chain.length);
    let role: Role = Role.Recovering;
    if (this.head === context.self) role = Role.Leader;
    else if (this.isInChain || !this.isReplica) role = Role.Follower;
    context.announce(role, version.number);
    this.updates.forgetEarly();
    this.joining.reconfigured();
    this.heartbeats.reconfigured();
    if (this.isInChain) {
      this.applyVisible();
      this.updates.reconfigured();
    } else if (this.isReplica) this.joining.join();
    this.queries.reconfigured();
    this.serveHeld();
    this.master.proceed();
  }

  /** Requests that waited for this server to know where it stands. */
  serveHeld(): void {
    const { held } = this;
    this.held = [];
    for (const command of held) this.request(command);
  }
}
