import type { Command } from '../environment/command';
import type { Environment } from '../environment/environment';
import type { Response } from '../environment/message';
import type { Group } from '../protocols/group';
import { FailureReason } from '../run';
import type { Routing } from './routing';

/** To write a request to a socket takes about as long as a node takes to handle one. A session sends one at a time. */
export const SEND_NS = 5_000;

/**
 * Operations that a client counts as done when they have left, because nobody is to tell it what became of them (Kafka's
 * `acks=0`: "the record will be immediately added to the socket buffer and considered sent"). To whom they go it has to know
 * before: an operation that finds it without a connection waits for its answer like any other. Whoever does not lead, or
 * does not run, ends the connection; what went that way meanwhile is lost, and nobody sends it again.
 */
export class UnansweredSends {
  /** Place of each group's connection; a hole or -1 where there is none. */
  private readonly connected: number[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly routing: Routing,
  ) {}

  /** Where to send a command without waiting for an answer; -1 where one is waited for. */
  targetOf(group: Group, command: Command): number {
    const place = this.connected[group.id] ?? -1;
    if (!isForgotten(group, command) || !group.members.includes(place)) return -1;
    // Reads may have found meanwhile that nobody answers there, or who leads now.
    return this.routing.first(group, false) === place ? place : -1;
  }

  /** A replica has answered a command that was waited for. */
  answered(group: Group, command: Command, place: number): void {
    if (isForgotten(group, command)) this.connected[group.id] = place;
  }

  /** An answer to something that nobody waits for any more. */
  late({ reason, from, leader, group: id }: Response): void {
    const isEnd =
      reason === FailureReason.NotLeader ||
      reason === FailureReason.ConnectionRefused ||
      reason === FailureReason.Recovering;
    const group = this.environment.groups[id];
    if (!isEnd || group === undefined || this.connected[id] !== from) return;
    this.connected[id] = -1;
    this.routing.prefer(group, false, leader >= 0 ? leader : this.routing.after(group, from));
  }
}

function isForgotten(group: Group, command: Command): boolean {
  return group.family.sendsAndForgets?.(group.policy, command) === true;
}
