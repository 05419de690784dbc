import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import type { ZabReplica } from './replica';

/** A read that waits until this server has delivered what the leader had proposed when it was asked. */
interface WaitingRead {
  readonly command: Command;
  /** Undefined until the leader has answered. */
  upTo: number | undefined;
}

/**
 * What a server does for its clients (Hunt, Konar, Junqueira, Reed, "ZooKeeper: Wait-free coordination for Internet-scale
 * systems", ATC 2010, sections 2.3 and 4.4). Writes go through the leader and are answered here once they are delivered
 * here, so that a client who stays sees its own writes. Reads are answered from what this server has; with `sync` it first
 * catches up with what the leader had proposed when it was asked.
 */
export class Requests {
  private readonly writes = new Map<number, Command>();
  private readonly reads = new Map<number, WaitingRead>();

  constructor(private readonly server: ZabReplica) {}

  accept(command: Command): void {
    const { server } = this;
    const { context, delivery, policy } = server;
    // A server that knows less than the client has seen turns it away ("single system image").
    if (!server.serves || command.seen > delivery.zxid) return context.refuse(command, FailureReason.Recovering);
    if (!command.isRead) {
      if (!context.storage.hasRoom) return context.refuse(command, FailureReason.DiskFull);
      this.writes.set(command.operation, command);
      return server.forward(command);
    }
    if (policy.reads === 'local') return this.read(command);
    this.reads.set(command.operation, { command, upTo: undefined });
    server.sync(command.operation);
  }

  /** Whether a client waits here for a transaction that has been delivered; asked once. */
  isWaitedFor(command: Command): boolean {
    return this.writes.delete(command.operation);
  }

  /** The leader had proposed everything up to a place in the history when it answered. */
  synced(operation: number, upTo: number): void {
    const waiting = this.reads.get(operation);
    if (waiting === undefined) return;
    waiting.upTo = upTo;
    this.serve(waiting);
  }

  delivered(): void {
    for (const waiting of this.reads.values()) this.serve(waiting);
  }

  /** Asks again for what may have been lost on the way. */
  resend(): void {
    for (const command of this.writes.values()) this.server.forward(command);
    for (const [operation, { upTo }] of this.reads) if (upTo === undefined) this.server.sync(operation);
  }

  get isIdle(): boolean {
    return this.writes.size === 0 && this.reads.size === 0;
  }

  /** The server has no leader any more: it closes its clients' connections. */
  abandon(): void {
    const { context } = this.server;
    for (const command of this.writes.values()) context.giveUp(command, FailureReason.Recovering);
    for (const { command } of this.reads.values()) context.refuse(command, FailureReason.Recovering);
    this.writes.clear();
    this.reads.clear();
  }

  private serve(waiting: WaitingRead): void {
    if (waiting.upTo === undefined || this.server.delivery.index < waiting.upTo) return;
    this.reads.delete(waiting.command.operation);
    this.read(waiting.command);
  }

  private read(command: Command): void {
    const { machine, context, delivery } = this.server;
    const { reason, output, observation } = machine.read(command);
    if (reason !== FailureReason.None) context.refuse(command, reason);
    else context.answer(command, output, observation, delivery.zxid);
  }
}
