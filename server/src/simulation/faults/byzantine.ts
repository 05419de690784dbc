import type { ActionModel } from '../../language/model';
import type { Command } from '../environment/command';
import type { Environment } from '../environment/environment';
import type { Message } from '../environment/message';
import type { Conduct, Utterance } from '../protocols/protocol';
import type { ReplicaHost } from '../protocols/replica-host';
import { EventKind } from '../run';
import { Lies } from './byzantine-lies';
import { Replay } from './byzantine-replay';

export type ByzantineBehaviour = (ActionModel & { readonly kind: 'byzantine' })['behaviour'];

/** What a behaviour makes of one message, or of the answer to a command. */
export interface Deceit {
  told(message: Message, to: number, answered: Command | undefined): readonly Message[];
  /** The fault is over: let go of what was kept. */
  end(): void;
}

/** Says nothing to anybody, and hears everything. */
const SILENCE: Deceit = { told: () => [], end: () => undefined };

/**
 * Byzantine faults (Lamport, Shostak and Pease 1982): the node runs its protocol, and this stands between what it wants to
 * say and the network. It can say anything in its own name and nothing in another's: the network sets the sender.
 */
export class Byzantine {
  private count = 0;

  constructor(private readonly environment: Environment) {}

  /** Turns the replicas of a place; returns what turns them back, or undefined where there are none. */
  begin(place: number, behaviour: ByzantineBehaviour): (() => void) | undefined {
    const hosts = this.environment.hosts.filter((host) => host.place === place && !host.isRemoved);
    if (hosts.length === 0) return undefined;
    const ends = hosts.map((host) => host.corruptBy(this.conduct(host, behaviour)));
    return () => ends.forEach((end) => end());
  }

  private conduct(host: ReplicaHost, behaviour: ByzantineBehaviour): Conduct {
    return new RecordedConduct(this.environment, host, behaviour, this.deceit(host, behaviour));
  }

  private deceit(host: ReplicaHost, behaviour: ByzantineBehaviour): Deceit {
    if (behaviour === 'silent') return SILENCE;
    const { streams } = this.environment.kernel;
    const { store, shard } = host.of;
    const place = this.environment.scenario.places[host.place]?.name ?? '';
    const stream = streams.create(`${behaviour} ${store.name}/${shard}@${place}#${this.count++}`, 'byzantine');
    const random = (): number => streams.uniform(stream);
    return behaviour === 'replay' ? new Replay(random) : new Lies(host, behaviour, random);
  }
}

/** Leaves a note in the trace for each message that is not what the protocol said; its cause is the fault. */
class RecordedConduct implements Conduct {
  private readonly cause: number;
  private readonly note: string;

  constructor(
    private readonly environment: Environment,
    private readonly host: ReplicaHost,
    behaviour: ByzantineBehaviour,
    private readonly deceit: Deceit,
  ) {
    // The fault is what is being handled now.
    this.cause = environment.kernel.trace.cause;
    this.note = NOTES[behaviour];
  }

  instead(message: Message, to: number, answered: Command | undefined): Utterance {
    const messages = this.deceit.told(message, to, answered);
    if (messages.length === 1 && messages[0] === message) return { messages, cause: -1 };
    const { kernel, endpoints } = this.environment;
    const { trace, now } = kernel;
    if (!trace.enabled) return { messages, cause: -1 };
    const { id, names } = this.host.of;
    const peer = endpoints.all[endpoints.find(id, to)]?.place ?? -1;
    const name = answered !== undefined ? this.environment.responseName : names + message.type;
    const event = trace.append(now, EventKind.Note, this.host.place, peer, trace.name(this.note), name, 0, this.cause);
    return { messages, cause: event };
  }

  end(): void {
    this.deceit.end();
  }
}

const NOTES: Record<ByzantineBehaviour, string> = {
  equivocate: 'byzantine: tells two stories',
  lie: 'byzantine: lies',
  silent: 'byzantine: keeps silent',
  replay: 'byzantine: repeats an old message',
};
