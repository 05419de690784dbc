import type { SinglePolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import { Message } from '../../environment/message';
import type { StableCell, StableLog } from '../../environment/stable-objects';
import { FailureReason, Role } from '../../run';
import type { Contents, Family, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { StateMachine, weightOfSnapshot, type Snapshot, type OperationSet } from '../state-machine';

/** One copy talks to nobody. */
class SingleMessage extends Message {}

interface Checkpoint {
  readonly lastIndex: number;
  readonly state: Snapshot;
}

/**
 * One copy of the data behind a write-ahead log. A write is appended, flushed, applied and answered, in this order, so
 * that nobody reads what a crash could take back. Recovery restores the checkpoint and replays the log after it (Gray
 * and Reuter, Transaction Processing, chapters 9 to 11; ARIES without transactions).
 */
class SingleReplica implements Replica<SingleMessage> {
  private readonly log: StableLog<Command>;
  private readonly checkpointed_: StableCell<Checkpoint | undefined>;
  private readonly machine: StateMachine;
  private lastApplied = 0;

  constructor(private readonly context: ReplicaContext<SingleMessage>) {
    this.log = context.storage.log<Command>('log', (command) => command.garbled() ?? command);
    this.checkpointed_ = context.storage.cell<Checkpoint | undefined>('checkpoint', undefined, weightOfSnapshot);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
  }

  start(): void {
    const checkpoint = this.checkpointed_.value;
    this.log.discardDamaged(checkpoint?.lastIndex);
    this.machine.restore(checkpoint?.state);
    this.lastApplied = checkpoint?.lastIndex ?? 0;
    this.applyUpTo(this.log.lastIndex);
    this.context.announce(Role.Leader, 0);
  }

  request(command: Command): void {
    const { context } = this;
    // Only members of the configuration beyond the first have nothing to say: there is one copy.
    const primary = context.members[0] ?? context.self;
    if (primary !== context.self) return context.refuse(command, FailureReason.NotLeader, primary);
    if (command.isRead) {
      const { reason, output, observation } = this.machine.read(command);
      if (reason !== FailureReason.None) context.refuse(command, reason);
      else context.answer(command, output, observation);
      return;
    }
    if (!context.storage.hasRoom) return context.refuse(command, FailureReason.DiskFull);
    const index = this.log.append(command);
    context.appended(index, command.value);
    context.storage.sync(() => {
      this.applyUpTo(index - 1);
      const { reason } = this.machine.apply(command);
      this.lastApplied = Math.max(this.lastApplied, index);
      if (reason !== FailureReason.None) context.refuse(command, reason);
      else context.answer(command);
    });
  }

  receive(): void {
    throw new Error('A single copy has no peers.');
  }

  timer(): void {
    throw new Error('A single copy has no timers.');
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet {
    return this.machine.lineage;
  }

  checkpoint(): void {
    this.checkpointed_.value = { lastIndex: this.lastApplied, state: this.machine.snapshot() };
  }

  checkpointed(): void {
    this.log.dropBefore((this.checkpointed_.value?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  private applyUpTo(index: number): void {
    while (this.lastApplied < index) this.machine.apply(this.log.get(++this.lastApplied) as Command);
  }
}

export const single: Family<SinglePolicy, SingleMessage> = {
  family: 'single',
  messages: [],
  timers: [],
  dataTypes: ['register', 'log', 'counter', 'set'],
  exactlyOnce: true,
  // The log tells of everything but damage to the data files.
  forgetsHistory: (data) => data === 'register',
  createMessage: () => new SingleMessage(),
  createReplica: (context) => new SingleReplica(context),
};
