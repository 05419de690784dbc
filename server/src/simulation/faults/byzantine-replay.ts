import type { Command } from '../environment/command';
import { releaseMessage, type Message } from '../environment/message';
import type { Deceit } from './byzantine';

/** Old messages kept for each receiver. */
const KEPT = 64;
/** Share of messages with which an old one goes out again. */
const REPLAYED_SHARE = 0.5;

/** Says what it should, and again and again what it has said before to the same receiver, however long ago. */
export class Replay implements Deceit {
  private readonly messages = new Map<number, Message[]>();
  private readonly answers = new Map<number, Message[]>();

  constructor(private readonly random: () => number) {}

  told(message: Message, to: number, answered: Command | undefined): readonly Message[] {
    const kept = answered !== undefined ? this.answers : this.messages;
    let old = kept.get(to);
    if (old === undefined) kept.set(to, (old = []));
    const again = this.random() < REPLAYED_SHARE ? old[Math.floor(this.random() * old.length)] : undefined;
    // Held so that the pool does not give it to somebody else meanwhile.
    message.references++;
    old.push(message);
    // The one just repeated may still be on its way to the network: it is not let go now.
    if (old.length > KEPT) releaseMessage(old.splice(old[0] === again ? 1 : 0, 1)[0] as Message);
    return again === undefined ? [message] : [message, again];
  }

  end(): void {
    for (const kept of [this.messages, this.answers]) {
      for (const old of kept.values()) old.forEach(releaseMessage);
      kept.clear();
    }
  }
}
