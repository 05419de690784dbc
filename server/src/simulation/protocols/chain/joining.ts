import { ChainType, type ChainMessage } from './message';
import type { ChainReplica } from './replica';

/**
 * A server outside the chain becomes its new tail (section 3.4, "extending a chain"): the present tail sends it what it
 * lacks and then every new update, until it keeps up. Then the tail *freezes*: it answers nobody, so that nothing more is told
 * to clients which the new tail might not have. As soon as the other one has on its disk all that was told before, the tail
 * asks the master to append it, and goes on when that has been decided, whichever way. So every server of a chain, the newest
 * included, has all that any tail ever acknowledged.
 *
 * A server that comes back may hold updates that never reached the tail and that the chain went on without: it goes back to
 * before them.
 */
export class Joining {
  /** The server that this tail is bringing up to date, or -1. */
  joiner = -1;
  private frozenIn = -1;
  private frozenAt = 0;
  /** The joiner has on its disk what this tail had processed when it froze. */
  private isJoinerReady = false;
  private indexAtLastTick = 0;
  /** When each joiner sent the last request heard: an older one says what it no longer has. */
  private readonly heardJoin = new Map<number, number>();
  /** When this server sent its last request to join. */
  private askedAt = -1;

  constructor(private readonly server: ChainReplica) {}

  get isFrozen(): boolean {
    return this.frozenIn >= 0;
  }

  /**
   * A tail that was restarted does not know whether it had asked for a new one. It answers nobody before the next
   * configuration, whichever that is.
   */
  restartedAsTail(): void {
    this.freeze();
    this.askMaster();
  }

  /** Every heartbeat. */
  tick(): void {
    const { server } = this;
    if (server.isTail) {
      if (this.isFrozen) this.askMaster();
      else if (server.liveness.isSuspected(this.joiner)) this.joiner = -1;
      this.indexAtLastTick = server.updates.processed;
    } else if (!server.isInChain && server.isReplica && server.tail >= 0) this.join();
  }

  reconfigured(): void {
    const { server } = this;
    if (this.isFrozen && server.number > this.frozenIn) {
      this.frozenIn = -1;
      this.joiner = -1;
    }
    if (!server.isTail) this.joiner = -1;
  }

  /** At the tail: somebody outside says what it has. */
  onJoin(m: ChainMessage): void {
    const { server } = this;
    const { history, updates } = server;
    const mayAccept = server.isServingTail || (this.isFrozen && this.joiner === m.from && server.isTail);
    if (!mayAccept || server.chain.includes(m.from)) return;
    if (this.joiner >= 0 && this.joiner !== m.from) return;
    if (m.sentAt <= (this.heardJoin.get(m.from) ?? -1)) return;
    this.heardJoin.set(m.from, m.sentAt);
    if (m.index > updates.processed || (m.index > 0 && history.epochAt(m.index) !== m.configuration)) {
      // Once the master has been asked only its decision ends the waiting.
      if (this.isFrozen && this.isJoinerReady) return;
      this.frozenIn = -1;
      this.joiner = -1;
      updates.answer();
      if (m.index > 0 && m.index <= updates.processed && history.epochAt(m.index) < 0) {
        server.sendState(m.from);
        return;
      }
      const answer = server.context.message(ChainType.GoBack);
      answer.index = Math.min(m.index - 1, updates.processed);
      answer.sentAt = m.sentAt;
      return server.context.send(m.from, answer);
    }
    if (this.joiner < 0) {
      this.joiner = m.from;
      updates.sendFrom(m.index + 1);
    } else updates.successorIsAt(m.index, m.index < this.indexAtLastTick);
    if (m.index >= this.indexAtLastTick) this.freeze();
    if (this.isFrozen && m.index >= this.frozenAt) {
      this.isJoinerReady = true;
      this.askMaster();
    }
  }

  /** Outside: the last updates are not the chain's. All that the same head took in goes, or what the tail cannot have. */
  onGoBack(m: ChainMessage): void {
    const { server } = this;
    const { history } = server;
    if (server.isInChain || history.lastIndex === 0 || m.sentAt !== this.askedAt) return;
    let keep = Math.min(m.index, history.lastIndex);
    const configuration = history.epochAt(history.lastIndex);
    if (m.index >= history.lastIndex - 1) {
      while (keep > 0 && history.epochAt(keep) === configuration) keep--;
    }
    // A checkpoint that holds some of it cannot be taken back in part: then the tail gives everything.
    if (keep < (history.state?.lastIndex ?? 0) || history.epochAt(keep) < 0) keep = 0;
    server.goBackTo(keep);
    // What is gone must not come back with a crash once the tail relies on what is left.
    server.context.storage.sync(() => {
      if (!server.isInChain) this.progressed();
    });
  }

  /** Outside: more is on disk. The tail may be waiting for that. */
  progressed(): void {
    if (this.server.tail >= 0) this.join();
  }

  join(): void {
    const { context, history, updates, tail } = this.server;
    // All of the history is laid open, and promised: so all of it has to be on disk.
    if (updates.processed < history.lastIndex) return;
    const m = context.message(ChainType.Join);
    m.index = updates.processed;
    m.configuration = history.epochAt(updates.processed);
    m.sentAt = context.monotonic();
    this.askedAt = m.sentAt;
    context.send(tail, m);
  }

  private freeze(): void {
    const { server } = this;
    if (this.isFrozen) return;
    this.frozenIn = server.number;
    this.frozenAt = server.updates.processed;
    this.isJoinerReady = false;
  }

  private askMaster(): void {
    const { server } = this;
    const isLost = this.joiner < 0 || server.liveness.isSuspected(this.joiner);
    if (!this.isJoinerReady && !isLost) return;
    const m = server.context.message(ChainType.Append);
    m.place = isLost ? -1 : this.joiner;
    m.index = this.frozenAt;
    m.configuration = this.frozenIn;
    if (server.register.owner >= 0) server.context.send(server.register.owner, m);
  }
}
