import type { Endpoint } from '../environment/endpoint';
import type { Environment } from '../environment/environment';
import type { Message } from '../environment/message';
import { ClientContext, type AttemptEnd } from '../protocols/client-context';
import type { Group } from '../protocols/group';
import type { ClientLibrary } from '../protocols/protocol';

/** The client libraries of one client, one for each group whose family has one, made when it is first used. */
export class ClientLibraries {
  /** By group: null where clients talk to one replica at a time, undefined until first used. */
  private readonly libraries: (ClientLibrary<Message> | null | undefined)[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly client: Endpoint,
    /** The client's, unique in the run: the random streams of its libraries are named by it. */
    private readonly name: string,
    private readonly ended: (end: AttemptEnd) => void,
  ) {}

  of(group: Group): ClientLibrary<Message> | null {
    return this.libraries[group.id] ?? (this.libraries[group.id] === null ? null : this.create(group));
  }

  receive(message: Message): void {
    // Only a client library is sent protocol messages, and each serves one shard.
    this.libraries[message.group]?.receive(message);
  }

  private create(group: Group): ClientLibrary<Message> | null {
    const name = `${this.name} ${group.shard}`;
    const context = new ClientContext<Message>(this.environment, this.client, group, this.ended, name);
    const library = group.family.createClient?.(context, group.policy) ?? null;
    this.libraries[group.id] = library;
    return library;
  }
}
