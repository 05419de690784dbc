import type { PolicyModel, SinglePolicy } from '../../server/src/language/model';
import type { Command } from '../../server/src/simulation/environment/command';
import { Message } from '../../server/src/simulation/environment/message';
import type { StableMap } from '../../server/src/simulation/environment/stable-objects';
import type { ClientContext } from '../../server/src/simulation/protocols/client-context';
import type {
  AnyFamily,
  ClientLibrary,
  Contents,
  Family,
  Replica,
} from '../../server/src/simulation/protocols/protocol';
import type { ReplicaContext } from '../../server/src/simulation/protocols/replica-context';
import { FailureReason } from '../../server/src/simulation';

/**
 * Two-phase commit (J. Gray, "Notes on Data Base Operating Systems", 1978, section 5.8.3.3), without faults: the client
 * coordinates, every server takes part. The language has no such family, since a commit is no replication.
 */
const Type = { Prepare: 0, Vote: 1, Commit: 2, Ack: 3 } as const;

class CommitMessage extends Message {
  operation = 0;
  command: Command | undefined = undefined;
}

/** A participant: it is ready when the write is on disk, and lets go of it when the commit is. */
class Participant implements Replica<CommitMessage> {
  private readonly prepared: StableMap<Command>;
  private readonly committed: StableMap<number>;

  constructor(private readonly context: ReplicaContext<CommitMessage>) {
    this.prepared = context.storage.map<Command>('prepared', (command) => command);
    this.committed = context.storage.map<number>('committed', (value) => value);
  }

  start(): void {
    // Nothing is left open, for nothing fails.
  }

  receive(m: CommitMessage): void {
    if (m.type === Type.Prepare && m.command !== undefined) this.prepared.set(m.operation, m.command);
    if (m.type === Type.Commit) this.commit(m.operation);
    const { from, operation } = m;
    const answer = m.type === Type.Prepare ? Type.Vote : Type.Ack;
    this.context.storage.sync(() => {
      const reply = this.context.message(answer);
      reply.operation = operation;
      this.context.send(from, reply);
    });
  }

  request(command: Command): void {
    this.context.refuse(command, FailureReason.NotLeader);
  }

  timer(): void {
    throw new Error('Participants wait without end.');
  }

  contents(): Contents {
    return new Map([...this.committed.keys()].map((key) => [key, [this.committed.get(key) ?? 0]]));
  }

  private commit(operation: number): void {
    const command = this.prepared.get(operation);
    if (command === undefined) return;
    this.committed.set(command.key, command.value);
    this.prepared.delete(operation);
  }
}

/** The coordinator: it commits when all are ready, and is done when all have said so. */
class Coordinator implements ClientLibrary<CommitMessage> {
  private command: Command | undefined;
  private phase: number = Type.Vote;
  private readonly heard = new Set<number>();

  constructor(private readonly context: ClientContext<CommitMessage>) {}

  execute(command: Command): void {
    this.command = command;
    this.begin(Type.Prepare, Type.Vote);
  }

  abandon(): void {
    this.command = undefined;
  }

  receive(m: CommitMessage): void {
    const { command, context, heard } = this;
    if (command === undefined || m.type !== this.phase || m.operation !== command.operation) return;
    context.reached(command);
    heard.add(m.from);
    if (heard.size < context.members.length) return;
    if (m.type === Type.Vote) this.begin(Type.Commit, Type.Ack);
    else context.succeed(command, m.from);
  }

  private begin(type: number, phase: number): void {
    this.phase = phase;
    this.heard.clear();
    const m = this.context.message(type);
    m.operation = this.command?.operation ?? 0;
    m.command = this.command;
    for (const member of this.context.members) this.context.send(member, m);
  }
}

const twoPhaseCommit: Family<SinglePolicy, CommitMessage> = {
  family: 'single',
  messages: ['Prepare', 'Vote', 'Commit', 'Ack'],
  timers: [],
  dataTypes: ['register'],
  createMessage: () => new CommitMessage(),
  createReplica: (context) => new Participant(context),
  createClient: (context) => new Coordinator(context),
};

export function twoPhaseCommitFamily(_policy: PolicyModel): AnyFamily {
  return twoPhaseCommit as unknown as AnyFamily;
}
