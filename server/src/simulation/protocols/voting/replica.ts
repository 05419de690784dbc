import type { Command } from '../../environment/command';
import type { StableCell, StableLog } from '../../environment/stable-objects';
import { FailureReason, Role } from '../../run';
import type { DataType } from '../../../language/model';
import type { StableStorage } from '../../environment/stable-storage';
import type { Contents, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import {
  StateMachine,
  UNOBSERVED,
  weightOfSnapshot,
  type OperationSet,
  type Result,
  type Snapshot,
} from '../state-machine';
import { VotingType, type VotingMessage } from './message';
import { Reintegration } from './reintegration';

interface Checkpoint {
  readonly lastIndex: number;
  readonly state: Snapshot;
}

const logOn = (storage: StableStorage): StableLog<Command> =>
  storage.log<Command>('log', (command) => command.garbled() ?? command);

const checkpointOn = (storage: StableStorage): StableCell<Checkpoint | undefined> =>
  storage.cell<Checkpoint | undefined>('checkpoint', undefined, weightOfSnapshot);

/** What a replica that starts from this disk would hold. */
export function votingStateOn(storage: StableStorage, data: DataType): Contents {
  const machine = new StateMachine(data, UNOBSERVED, storage.checksums);
  const log = logOn(storage);
  const checkpoint = checkpointOn(storage).value;
  machine.restore(checkpoint?.state);
  for (let index = (checkpoint?.lastIndex ?? 0) + 1; index <= log.lastIndex; index++) {
    const command = log.get(index);
    if (command === undefined) break;
    machine.apply(command);
  }
  return machine.contents();
}

/**
 * One replica of N (Schneider, "Implementing Fault-Tolerant Services Using the State Machine Approach", 1990): it
 * executes what it is sent in the order in which it comes, and speaks to its peers only when it has been outvoted.
 */
export class VotingReplica implements Replica<VotingMessage> {
  private readonly log: StableLog<Command>;
  private readonly checkpointCell: StableCell<Checkpoint | undefined>;
  private readonly machine: StateMachine;
  private readonly reintegration: Reintegration;
  private lastApplied = 0;

  constructor(private readonly context: ReplicaContext<VotingMessage>) {
    this.log = logOn(context.storage);
    this.checkpointCell = checkpointOn(context.storage);
    this.machine = new StateMachine(context.dataType, context, context.storage.checksums);
    this.reintegration = new Reintegration(context, {
      snapshot: () => this.machine.snapshot(),
      replace: (state, since) => this.replace(state, since),
    });
  }

  start(): void {
    this.log.discardDamaged();
    const checkpoint = this.checkpointCell.value;
    this.machine.restore(checkpoint?.state);
    this.lastApplied = checkpoint?.lastIndex ?? 0;
    while (this.lastApplied < this.log.lastIndex) this.machine.apply(this.log.get(++this.lastApplied) as Command);
    this.context.announce(Role.Replica, 0);
    // It has lived before, and may have missed something. One that forgot everything finds out when it is outvoted.
    if (this.lastApplied > 0 || this.context.joining) this.reintegration.begin();
  }

  request(): void {
    throw new Error('Clients of a voting store talk to all replicas through their library.');
  }

  receive(m: VotingMessage): void {
    switch (m.type as VotingType) {
      case VotingType.Execute:
        return this.onExecute(m);
      case VotingType.Outvoted:
        return this.reintegration.begin();
      case VotingType.FetchState:
        return this.reintegration.onFetchState(m);
      case VotingType.State:
        return this.reintegration.onState(m);
      case VotingType.Result:
        throw new Error('Results are for clients.');
    }
  }

  timer(): void {
    this.reintegration.timer();
  }

  contents(): Contents {
    return this.machine.contents();
  }

  lineage(): OperationSet | undefined {
    const { dataType } = this.context;
    return dataType === 'register' || dataType === 'set' ? undefined : this.machine.lineage;
  }

  checkpoint(): void {
    this.checkpointCell.value = { lastIndex: this.lastApplied, state: this.machine.snapshot() };
  }

  checkpointed(): void {
    this.log.dropBefore((this.checkpointCell.value?.lastIndex ?? 0) + 1);
  }

  corrupt(hit: () => boolean): number {
    return this.machine.corrupt(hit);
  }

  private onExecute(m: VotingMessage): void {
    const { command, from, round } = m;
    if (command === undefined) return;
    this.context.reached(command);
    if (command.isRead) return this.answer(from, round, command, this.machine.read(command));
    if (!this.context.storage.hasRoom) {
      return this.answer(from, round, command, { reason: FailureReason.DiskFull, output: NaN, observation: undefined });
    }
    this.execute(command, (result) => this.answer(from, round, command, result));
  }

  private execute(command: Command, then: (result: Result) => void): void {
    const index = this.log.append(command);
    this.context.appended(index, command.value);
    this.context.storage.sync(() => {
      this.reintegration.executed(command);
      this.lastApplied = Math.max(this.lastApplied, index);
      then(this.machine.apply(command));
    });
  }

  private answer(to: number, round: number, command: Command, { reason, output, observation }: Result): void {
    const m = this.context.message(VotingType.Result);
    m.operation = command.operation;
    m.round = round;
    m.reason = reason;
    m.output = output;
    m.observation = observation;
    m.values = observation?.length ?? (output === output ? 1 : 0);
    this.context.send(to, m);
  }

  /** Goes on from the state of others, and executes again what has come since it was asked for. */
  private replace(state: Snapshot, since: readonly Command[]): void {
    this.machine.restore(state);
    this.checkpointCell.value = { lastIndex: this.lastApplied, state };
    this.log.dropBefore(this.lastApplied + 1);
    this.context.snapshotTaken(this.lastApplied);
    for (const command of since) this.execute(command, () => undefined);
  }
}
