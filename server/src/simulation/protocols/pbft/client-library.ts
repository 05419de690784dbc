import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { ClientContext } from '../client-context';
import type { ClientLibrary } from '../protocol';
import { PbftType, type Answer, type PbftMessage } from './message';
import { toleratedFaults } from './quorum-size';

interface Reply {
  readonly view: number;
  readonly answer: Answer;
}

/**
 * The client (section 4.1): it sends its request to the primary as it knows it, and takes the answer that f + 1 replicas
 * give alike, for one of them is correct. When it has waited in vain (its timeout) it sends to all replicas.
 */
export class PbftClient implements ClientLibrary<PbftMessage> {
  private readonly waiting = new Map<number, { readonly command: Command; readonly replies: Map<number, Reply> }>();
  private view = 0;
  /** An operation was given up: the primary may be faulty or unknown. */
  private doubtsPrimary = false;

  constructor(private readonly context: ClientContext<PbftMessage>) {}

  execute(command: Command): void {
    this.waiting.set(command.operation, { command, replies: new Map() });
    const { members } = this.context;
    const m = this.context.message(PbftType.Request);
    m.command = command;
    m.values = command.isRead ? 0 : 1;
    m.toStore = !command.isRead;
    const primary = members[this.view % members.length];
    if (this.doubtsPrimary || primary === undefined) for (const member of members) this.context.send(member, m);
    else this.context.send(primary, m);
  }

  abandon(command: Command): void {
    this.waiting.delete(command.operation);
    this.doubtsPrimary = true;
  }

  receive(m: PbftMessage): void {
    const { answer, from, view } = m;
    if (m.type !== PbftType.Reply || answer === undefined || !this.context.members.includes(from)) return;
    const operation = this.waiting.get(answer.operation);
    if (operation === undefined) return;
    const { command, replies } = operation;
    replies.set(from, { view, answer });
    const alike = [...replies.values()].filter((reply) => isSame(reply.answer, answer));
    const faults = toleratedFaults(this.context.members.length);
    if (alike.length <= faults) return;
    this.waiting.delete(answer.operation);
    this.doubtsPrimary = false;
    // At least one correct replica among them is in this view or a later one.
    const views = alike.map((reply) => reply.view).sort((a, b) => b - a);
    this.view = Math.max(this.view, views[faults] ?? 0);
    this.conclude(command, answer, from);
  }

  private conclude(command: Command, answer: Answer, from: number): void {
    const { reason, output, observation } = answer;
    if (reason === FailureReason.None) this.context.succeed(command, from, output, observation);
    else this.context.fail(command, reason, false);
  }
}

function isSame(a: Answer, b: Answer): boolean {
  if (a.reason !== b.reason || !Object.is(a.output, b.output)) return false;
  if (a.observation === b.observation) return true;
  const { length } = a.observation ?? [];
  return b.observation?.length === length && a.observation?.every((value, i) => value === b.observation?.[i]) === true;
}
