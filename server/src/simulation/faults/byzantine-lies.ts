import type { DataType } from '../../language/model';
import type { Command } from '../environment/command';
import { garble, Response, type Message } from '../environment/message';
import type { Liar } from '../protocols/protocol';
import type { ReplicaHost } from '../protocols/replica-host';
import { FailureReason } from '../run';
import type { Deceit } from './byzantine';

/**
 * `lie` tells everybody something false, `equivocate` only the half of the replicas and clients that hears the other story.
 * What is false is for the family to say: `Message.falsified`, or a liar of its own that lies as only an insider can.
 */
export class Lies implements Deceit {
  private readonly liar: Liar<Message>;
  private readonly lies: (to: number) => boolean;
  private readonly dataType: DataType;

  constructor(host: ReplicaHost, behaviour: 'lie' | 'equivocate', random: () => number) {
    const { family, policy, store, members } = host.of;
    const others = members.filter((member) => member !== host.place);
    const hearsOtherStory = (to: number): boolean => {
      const at = others.indexOf(to);
      return (at < 0 ? to : at) % 2 === 1;
    };
    this.lies = (to) => behaviour === 'lie' || hearsOtherStory(to);
    this.dataType = store.data;
    this.liar = family.createLiar?.({
      behaviour,
      self: host.place,
      members,
      dataType: store.data,
      policy,
      hearsOtherStory,
      random,
    }) ?? { told: (message, to) => [this.lies(to) ? (message.falsified() ?? message) : message] };
  }

  told(message: Message, to: number, answered: Command | undefined): readonly Message[] {
    if (answered === undefined) return this.liar.told(message, to);
    return [this.lies(to) && message instanceof Response ? this.falseAnswer(message, answered) : message];
  }

  end(): void {
    // A lie leaves nothing behind.
  }

  /**
   * A plain answer to a client, which every family gives that has no client library. What was read is not what is stored;
   * what is refused, because others would have to be asked, is said to have been done.
   */
  private falseAnswer(truth: Response, { isRead, operation }: Command): Response {
    const garbled = truth.garbled();
    if (garbled !== undefined || truth.reason === FailureReason.None) return garbled ?? truth;
    const lie = new Response();
    lie.operation = operation;
    if (!isRead) return lie;
    lie.values = 1;
    if (this.dataType === 'log' || this.dataType === 'set') lie.observation = [garble(0)];
    else lie.output = garble(0);
    return lie;
  }
}
