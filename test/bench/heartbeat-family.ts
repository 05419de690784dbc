import type { PolicyModel, SinglePolicy } from '../../server/src/language/model';
import { Message } from '../../server/src/simulation/environment/message';
import type { AnyFamily, Family, Replica } from '../../server/src/simulation/protocols/protocol';
import type { ReplicaContext } from '../../server/src/simulation/protocols/replica-context';

const PEERS = 10;
const PERIOD_NS = 100e6;

class Heartbeat extends Message {
  count = 0;
}

/** Tells ten peers that it is alive, every 100 ms, and remembers when it last heard of each: machinery and no more. */
class Heart implements Replica<Heartbeat> {
  private readonly lastHeard: Float64Array;
  private readonly peers: number[];
  private count = 0;

  constructor(private readonly context: ReplicaContext<Heartbeat>) {
    const { members, self } = context;
    this.lastHeard = new Float64Array(members.length);
    this.peers = Array.from({ length: PEERS }, (_, i) => members[(self + 1 + i) % members.length] as number);
  }

  start(): void {
    this.context.setTimer(0, PERIOD_NS * this.context.random());
  }

  timer(): void {
    const { context } = this;
    context.setTimer(0, PERIOD_NS);
    const message = context.message(0);
    message.count = this.count++;
    for (const peer of this.peers) context.send(peer, message);
  }

  receive(message: Heartbeat): void {
    this.lastHeard[message.from] = this.context.clock();
  }

  request(): void {
    throw new Error('There are no clients.');
  }

  contents(): Map<number, readonly number[]> {
    return new Map();
  }
}

const heartbeat: Family<SinglePolicy, Heartbeat> = {
  family: 'single',
  messages: ['heartbeat'],
  timers: ['beat'],
  dataTypes: ['register'],
  createMessage: () => new Heartbeat(),
  createReplica: (context) => new Heart(context),
};

export function heartbeatFamily(_policy: PolicyModel): AnyFamily {
  return heartbeat as unknown as AnyFamily;
}
