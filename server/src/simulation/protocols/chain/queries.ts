import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import { ChainType, type ChainMessage } from './message';
import type { ChainReplica } from './replica';

/**
 * Queries. With `reads: tail` the tail answers them from its state: all that it has processed is safe (section 3.1). With
 * `any-clean` every server answers (Terrace and Freedman, "Object Storage on CRAQ", USENIX ATC 2009): a key whose last update
 * is known to have reached the tail is clean and answered at once; for a dirty one the server asks the tail how far it
 * is, and answers with what the tail has. Either way the server needs its lease: one that has been taken out of the chain
 * does not know what is new.
 */
export class Queries {
  /** Last index that changed each key, of servers before the tail. */
  private readonly lastUpdateOf = new Map<number, number>();
  private readonly asked = new Map<number, Command>();
  /** Begins where no earlier life of this server has come to: its answers may still be under way. */
  private nextQuery: number;

  constructor(private readonly server: ChainReplica) {
    this.nextQuery = server.context.monotonic();
  }

  updated(key: number, index: number): void {
    if (this.server.policy.reads === 'any-clean') this.lastUpdateOf.set(key, index);
  }

  request(command: Command): void {
    const { server } = this;
    const { context, policy } = server;
    const mayAnswer = server.isTail || (policy.reads === 'any-clean' && server.isInChain);
    if (!mayAnswer) return context.refuse(command, FailureReason.NotLeader, server.tail);
    if (!server.liveness.holdsLease) return context.refuse(command, FailureReason.NoQuorum);
    if (server.isTail) {
      if (server.isServingTail) server.read(command);
      else server.hold(command);
    } else if (this.isClean(command.key)) server.read(command);
    else this.askTail(command);
  }

  onVersionQuery(m: ChainMessage): void {
    const { server } = this;
    if (!server.isServingTail || !server.liveness.holdsLease) return;
    const answer = server.context.message(ChainType.VersionReply);
    answer.place = m.place;
    answer.index = server.updates.processed;
    server.context.send(m.from, answer);
  }

  onVersionReply(m: ChainMessage): void {
    const { server } = this;
    const command = this.asked.get(m.place);
    if (command === undefined) return;
    this.asked.delete(m.place);
    server.updates.learnClean(m.index);
    if (server.liveness.holdsLease) server.read(command);
    else server.context.refuse(command, FailureReason.NoQuorum);
  }

  /** The tail that was asked may be gone. */
  reconfigured(): void {
    const commands = [...this.asked.values()];
    this.asked.clear();
    for (const command of commands) this.request(command);
  }

  private isClean(key: number): boolean {
    return (this.lastUpdateOf.get(key) ?? 0) <= this.server.updates.clean;
  }

  private askTail(command: Command): void {
    const { context, tail } = this.server;
    const query = this.nextQuery++;
    this.asked.set(query, command);
    const m = context.message(ChainType.VersionQuery);
    m.place = query;
    context.send(tail, m);
  }
}
