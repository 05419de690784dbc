import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { PaxosReplica } from './replica';

/**
 * Reads without consensus ("Paxos Made Live", section 5.2): while a majority has leased itself to this leader, nobody else
 * can have a value chosen, so its own state is the latest once it has executed every slot that was used before it led.
 * Without a lease reads wait for one.
 */
export class Reads {
  private waiting: Command[] = [];
  /** The last slot used before this replica led. */
  private floor = 0;

  constructor(private readonly replica: PaxosReplica) {}

  begin(floor: number): void {
    this.floor = floor;
  }

  request(command: Command): void {
    if (this.mayServe) this.answer(command);
    else this.waiting.push(command);
  }

  serve(): void {
    if (this.waiting.length === 0 || !this.mayServe) return;
    const served = this.waiting;
    this.waiting = [];
    for (const command of served) this.answer(command);
  }

  /** Nothing was executed, so the clients may ask another. */
  end(): void {
    const { context, leader } = this.replica;
    for (const command of this.waiting) context.refuse(command, FailureReason.NotLeader, leader);
    this.waiting = [];
  }

  private get mayServe(): boolean {
    const { replica } = this;
    if (!replica.isLeader || replica.learner.chosenUpTo < this.floor) return false;
    return replica.context.monotonic() < replica.leaseHeldUntil;
  }

  private answer(command: Command): void {
    const { machine, context } = this.replica;
    const { reason, output, observation } = machine.read(command);
    if (reason !== FailureReason.None) context.refuse(command, reason);
    else context.answer(command, output, observation);
  }
}
