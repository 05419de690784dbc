import type { DataType } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import { StateMachine, UNOBSERVED } from '../state-machine';
import { digestOf } from './digest';
import type { Answer } from './message';

/**
 * The order of requests that an equivocating primary tells the other half: of each two requests in a row it swaps the
 * places. It executes that order itself, so that its answers agree with those of the replicas that believe it.
 */
export class OtherStory {
  /** Requests as the protocol orders them. */
  private readonly heard = new Map<number, Command>();
  private readonly commands = new Map<number, Command>();
  /** The place that waits for its partner, or -1. */
  private single = -1;
  private readonly machine: StateMachine;
  private readonly answers = new Map<number, Answer>();
  private executed = -1;

  constructor(dataType: DataType) {
    this.machine = new StateMachine(dataType, UNOBSERVED, true);
  }

  hear(sequence: number, command: Command | undefined): void {
    if (command === undefined || this.heard.has(sequence)) return;
    this.heard.set(sequence, command);
    if (this.executed < 0) this.executed = sequence - 1;
    const first = this.heard.get(this.single);
    if (first === undefined) {
      this.single = sequence;
      return;
    }
    this.commands.set(this.single, command);
    this.commands.set(sequence, first);
    this.single = -1;
    this.execute();
  }

  isHeard(sequence: number): boolean {
    return this.heard.has(sequence);
  }

  /** Places of the pair that this one belongs to; none while it waits for its partner. */
  places(sequence: number): readonly number[] {
    const command = this.commands.get(sequence);
    if (command === undefined) return [];
    const partner = this.heard.get(sequence - 1) === command ? sequence - 1 : sequence + 1;
    return [Math.min(sequence, partner), Math.max(sequence, partner)];
  }

  commandAt(sequence: number): Command | undefined {
    return this.commands.get(sequence);
  }

  digestAt(sequence: number): number | undefined {
    const command = this.commands.get(sequence);
    return command && digestOf(command);
  }

  /** What those who believe the story would answer, where they have come so far. */
  answer(truth: Answer): Answer | undefined {
    return this.answers.get(truth.operation);
  }

  private execute(): void {
    for (;;) {
      const command = this.commands.get(this.executed + 1);
      if (command === undefined) return;
      this.executed++;
      const { operation, client } = command;
      const { reason, output, observation } = command.isRead ? this.machine.read(command) : this.machine.apply(command);
      if (reason !== FailureReason.Corrupt)
        this.answers.set(operation, { operation, client, reason, output, observation });
    }
  }
}
