import type { DataType, QuorumPolicy } from '../../../language/model';
import type { Command } from '../../environment/command';
import type { FailureReason } from '../../run';
import type { ClientContext } from '../client-context';
import type { ClientLibrary } from '../protocol';
import { Author } from '../conflict/author';
import { conflictOf } from '../conflict/conflict-rule';
import type { Version } from '../conflict/version';
import { Coordinator, type CoordinatorHome } from './coordinator';
import { QuorumType, type QuorumMessage } from './message';
import type { Target } from './pending';
import { quorumOf, type Quorum } from './quorum-size';

/** The coordinator in the client (Dynamo, section 6.4): no hop, but nobody keeps hints and nobody suspects. */
export class QuorumClient implements ClientLibrary<QuorumMessage>, CoordinatorHome {
  readonly author: Author;
  private readonly coordinator: Coordinator;
  /** What this client itself has written: the context of its next write. */
  private readonly own = new Map<number, Version>();

  constructor(
    private readonly context: ClientContext<QuorumMessage>,
    private readonly policy: QuorumPolicy,
  ) {
    this.author = new Author(context.identity);
    this.coordinator = new Coordinator(this, policy, conflictOf(policy.conflict, context.store.data));
  }

  execute(command: Command): void {
    this.coordinator.execute(command);
  }

  abandon(command: Command): void {
    this.coordinator.abandon(command);
  }

  receive(message: QuorumMessage): void {
    if (message.type === QuorumType.Stored) this.coordinator.stored(message);
    else if (message.type === QuorumType.Fetched) this.coordinator.fetched(message);
  }

  get dataType(): DataType {
    return this.context.store.data;
  }

  message(type: number): QuorumMessage {
    return this.context.message(type);
  }

  send(to: number, message: QuorumMessage): void {
    if (message.type === QuorumType.Store && message.version !== undefined) this.own.set(message.key, message.version);
    this.context.send(to, message);
  }

  clock(): number {
    return this.context.clock();
  }

  monotonic(): number {
    return this.context.monotonic();
  }

  targets(): readonly Target[] {
    return this.context.members.map((place) => ({ place, standsFor: -1 }));
  }

  held(key: number): Version | undefined {
    return this.own.get(key);
  }

  readQuorum(): Quorum {
    return quorumOf(this.policy.read, this.context.members, this.isLocal);
  }

  writeQuorum(): Quorum {
    return quorumOf(this.policy.write, this.context.members, this.isLocal);
  }

  succeed(command: Command, answeredBy: number, output: number, observation: readonly number[] | undefined): void {
    this.context.succeed(command, answeredBy, output, observation);
  }

  fail(command: Command, reason: FailureReason, indefinite: boolean): void {
    this.context.fail(command, reason, indefinite);
  }

  /** A client has no use for who is alive, since it always sends to all; that somebody was reached is evidence. */
  answered(_place: number, command: Command | undefined): void {
    if (command !== undefined) this.context.reached(command);
  }

  missed(): void {
    // Nor does it keep hints.
  }

  repaired(place: number, key: number, version: Version): void {
    this.context.repaired(place, key, version.values[0] ?? -1);
  }

  private readonly isLocal = (place: number): boolean =>
    this.context.domain(place, 'region') === this.context.domain(this.context.self, 'region');
}
