import type { PbftPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, type OperationSet } from '../state-machine';
import { Checkpoints } from './checkpoints';
import { PbftType, type Answer, type PbftMessage } from './message';
import { Ordering } from './ordering';
import { quorumSize, toleratedFaults } from './quorum-size';
import { Retransmission } from './retransmission';
import { StableState } from './stable-state';
import { PbftTimer } from './timers';
import { ViewChanges } from './view-changes';

/**
 * One replica of PBFT (Castro and Liskov, "Practical Byzantine Fault Tolerance", OSDI 1999; section numbers here and
 * beside it are the paper's). This class holds what all parts share; the parts hold the rules.
 */
export class PbftReplica implements Replica<PbftMessage> {
  readonly stable: StableState;
  readonly machine: StateMachine;
  readonly ordering: Ordering;
  readonly checkpoints: Checkpoints;
  readonly views: ViewChanges;
  readonly retransmission: Retransmission;
  /** The last answer of each session (section 4.1). */
  answers = new Map<number, Answer>();
  /** Requests received and not executed: the newest of each session. */
  readonly pending = new Map<number, Command>();
  lastExecuted = 0;
  /** The high water mark before checkpoints were made more frequent: the next one lies above what it would be now. */
  private openUpTo = 0;

  constructor(
    readonly context: ReplicaContext<PbftMessage>,
    public policy: PbftPolicy,
  ) {
    this.stable = new StableState(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.ordering = new Ordering(this);
    this.checkpoints = new Checkpoints(this);
    this.views = new ViewChanges(this);
    this.retransmission = new Retransmission(this);
  }

  get view(): number {
    return this.stable.view;
  }

  get quorum(): number {
    return quorumSize(this.context.members.length);
  }

  /** Replicas that together include a correct one. */
  get weakQuorum(): number {
    return toleratedFaults(this.context.members.length) + 1;
  }

  primaryOf(view: number): number {
    const { members } = this.context;
    return members[view % members.length] ?? -1;
  }

  get isPrimary(): boolean {
    return this.primaryOf(this.view) === this.context.self;
  }

  /** The high water mark (section 4.3): the log holds at most two intervals between checkpoints. */
  get high(): number {
    return Math.max(this.stable.low + 2 * this.policy.checkpointEvery, this.openUpTo);
  }

  start(): void {
    const { checkpoint } = this.stable;
    this.machine.restore(checkpoint?.state);
    this.answers = new Map(checkpoint?.answers);
    this.lastExecuted = checkpoint?.sequence ?? 0;
    this.ordering.recover();
    this.announce();
    this.retransmission.start();
  }

  request(): void {
    throw new Error('Clients of PBFT talk to all replicas through their library.');
  }

  receive(m: PbftMessage): void {
    switch (m.type as PbftType) {
      case PbftType.Request:
        return this.onRequest(m);
      case PbftType.PrePrepare:
        return this.ordering.onPrePrepare(m);
      case PbftType.Prepare:
        return this.ordering.onPrepare(m);
      case PbftType.Commit:
        return this.ordering.onCommit(m);
      case PbftType.Checkpoint:
        return this.checkpoints.onCheckpoint(m);
      case PbftType.ViewChange:
        return this.views.onViewChange(m);
      case PbftType.NewView:
        return this.views.onNewView(m);
      case PbftType.Status:
        return this.retransmission.onStatus(m);
      case PbftType.FetchState:
        return this.checkpoints.onFetchState(m);
      case PbftType.StateData:
        return this.checkpoints.onStateData(m);
      case PbftType.Committed:
        return this.retransmission.onCommitted(m);
      case PbftType.Reply:
        throw new Error('Replies are for clients.');
    }
  }

  timer(timer: number): void {
    if (timer === PbftTimer.ViewChange) this.views.timedOut();
    else this.retransmission.timedOut();
  }

  contents(): Contents {
    return this.machine.contents();
  }

  /** With what has prepared here and waits for its turn: a view change keeps it (section 4.4). */
  lineage(): OperationSet {
    const lineage = this.machine.lineage.copy();
    for (const { command } of this.stable.certificates()) if (command !== undefined) lineage.add(command.operation);
    return lineage;
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  operator(order: OperatorOrder): void {
    if (order.kind !== 'reconfigure' || order.policy.family !== 'pbft') return;
    this.openUpTo = this.high;
    this.policy = order.policy;
  }

  // For the parts

  announce(): void {
    this.context.announce(
      this.isPrimary && this.stable.isActive && this.views.isConfirmed ? Role.Leader : Role.Follower,
      this.view,
    );
  }

  reply(answer: Answer): void {
    const m = this.context.message(PbftType.Reply);
    m.view = this.view;
    m.answer = answer;
    m.values = answer.observation?.length ?? (answer.output === answer.output ? 1 : 0);
    this.context.send(answer.client, m);
  }

  /** Keeps a request until it has been executed; false where it is old news. */
  keep(command: Command): boolean {
    const last = Math.max(
      this.answers.get(command.session)?.operation ?? -1,
      this.pending.get(command.session)?.operation ?? -1,
    );
    if (last < command.operation) this.pending.set(command.session, command);
    return last <= command.operation;
  }

  relay(command: Command): void {
    const m = this.context.message(PbftType.Request);
    m.command = command;
    m.values = command.isRead ? 0 : 1;
    m.toStore = !command.isRead;
    this.context.send(this.primaryOf(this.view), m);
  }

  /** Section 4.1, last paragraphs, and 4.4: answer again, order, or pass on to the primary and watch it. */
  private onRequest(m: PbftMessage): void {
    const { command } = m;
    if (command === undefined) return;
    this.context.reached(command);
    const answer = this.answers.get(command.session);
    if (answer !== undefined && answer.operation >= command.operation) {
      if (answer.operation === command.operation) this.reply(answer);
      return;
    }
    if (!this.keep(command) || !this.stable.isActive) return;
    if (this.isPrimary) return this.ordering.order(command);
    if (m.from === command.client) this.relay(command);
    this.views.watchPrimary();
  }
}
