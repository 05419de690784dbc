import { garble } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import type { Version } from '../conflict/version';
import type { ReplicaContext } from '../replica-context';
import { compareBallots, NO_BALLOT, type Ballot } from './ballot';
import { QuorumType, type Accepted, type QuorumMessage } from './message';

/** What an acceptor must not forget of a key (Cassandra's `system.paxos`). */
interface Vow {
  readonly promised: Ballot;
  readonly accepted: Accepted | undefined;
  /** The latest ballot whose version is known to be chosen. */
  readonly committed: Ballot;
}

const NO_VOW: Vow = { promised: NO_BALLOT, accepted: undefined, committed: NO_BALLOT };

/** A replica's part in the light-weight transactions of a key: the acceptor of Paxos. */
export class Acceptor {
  private readonly vows: StableMap<Vow>;

  constructor(
    private readonly context: ReplicaContext<QuorumMessage>,
    private readonly held: (key: number) => Version | undefined,
    private readonly put: (key: number, version: Version) => void,
  ) {
    this.vows = context.storage.map<Vow>('paxos', (vow) => ({
      ...vow,
      accepted: vow.accepted && { ...vow.accepted, version: vow.accepted.version.garbled(garble) },
    }));
  }

  receive(message: QuorumMessage): void {
    // Who cannot read what it vowed, or write down what it vows, keeps silent.
    if (this.vows.isCorrupt(message.key) || !this.context.storage.hasRoom) return;
    switch (message.type) {
      case QuorumType.Prepare:
        return this.prepare(message);
      case QuorumType.Propose:
        return this.accept(message);
      default:
        return this.commit(message);
    }
  }

  /** Promise to take part in no lower ballot; with it comes what a read of the replica would give. */
  private prepare({ from, key, request, round, ballot }: QuorumMessage): void {
    const vow = this.of(key);
    const agrees = compareBallots(ballot, vow.promised) > 0;
    if (agrees) this.vows.set(key, { ...vow, promised: ballot });
    this.context.storage.sync(() => {
      const { promised, accepted, committed } = this.of(key);
      const answer = this.answer(QuorumType.Promise, request, round, key, agrees ? ballot : promised);
      const version = this.held(key);
      answer.agrees = agrees;
      answer.accepted = accepted;
      answer.committed = committed;
      answer.version = version;
      answer.values = version === undefined ? 0 : version.weight;
      this.context.send(from, answer);
    });
  }

  private accept({ from, key, request, round, ballot, version }: QuorumMessage): void {
    const vow = this.of(key);
    const agrees = version !== undefined && compareBallots(ballot, vow.promised) >= 0;
    if (agrees) this.vows.set(key, { ...vow, promised: ballot, accepted: { ballot, version } });
    this.context.storage.sync(() => {
      const answer = this.answer(QuorumType.Accepted, request, round, key, agrees ? ballot : vow.promised);
      answer.agrees = agrees;
      this.context.send(from, answer);
    });
  }

  private commit({ from, key, request, round, ballot, version }: QuorumMessage): void {
    const vow = this.of(key);
    if (version !== undefined) this.put(key, version);
    if (compareBallots(ballot, vow.committed) > 0) {
      const isSettled = vow.accepted !== undefined && compareBallots(vow.accepted.ballot, ballot) <= 0;
      this.vows.set(key, { ...vow, committed: ballot, accepted: isSettled ? undefined : vow.accepted });
    }
    this.context.storage.sync(() => {
      this.context.send(from, this.answer(QuorumType.Committed, request, round, key, ballot));
    });
  }

  private of(key: number): Vow {
    return this.vows.get(key) ?? NO_VOW;
  }

  private answer(type: number, request: number, round: number, key: number, ballot: Ballot): QuorumMessage {
    const answer = this.context.message(type);
    answer.request = request;
    answer.round = round;
    answer.key = key;
    answer.ballot = ballot;
    return answer;
  }
}
