import type { Message } from '../environment/message';
import type { Liar } from '../protocols/protocol';
import type { ReplicaHost } from '../protocols/replica-host';
import type { Deceit } from './byzantine';

/**
 * `lie` tells everybody something false, `equivocate` only the half of the replicas and clients that hears the other story.
 * A family with a liar of its own lies as only an insider can; for the others it is client values that are false, in
 * answers as well as in messages that carry them.
 */
export class Lies implements Deceit {
  private readonly liar: Liar<Message>;

  constructor(host: ReplicaHost, behaviour: 'lie' | 'equivocate', random: () => number) {
    const { family, policy, store, members } = host.of;
    const others = members.filter((member) => member !== host.place);
    const hearsOtherStory = (to: number): boolean => {
      const at = others.indexOf(to);
      return (at < 0 ? to : at) % 2 === 1;
    };
    const garbler: Liar<Message> = {
      told: (message, to) => (behaviour === 'lie' || hearsOtherStory(to) ? [message.garbled() ?? message] : [message]),
    };
    this.liar =
      family.createLiar?.({
        behaviour,
        self: host.place,
        members,
        dataType: store.data,
        policy,
        hearsOtherStory,
        random,
      }) ?? garbler;
    this.answers = garbler;
  }

  /** Plain answers to clients, which every family gives that has no client library. */
  private readonly answers: Liar<Message>;

  told(message: Message, to: number, response: boolean): readonly Message[] {
    return (response ? this.answers : this.liar).told(message, to);
  }

  end(): void {
    // A lie leaves nothing behind.
  }
}
