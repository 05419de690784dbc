import { FailureReason } from '../../run';
import type { Command } from '../../environment/command';
import type { EpochEntry } from '../epoch-log';
import { ChainType, type ChainMessage } from './message';
import type { ChainReplica } from './replica';
import { ChainTimer } from './timers';

/** Updates in one message at most. */
const MAX_UPDATES_PER_MESSAGE = 512;
/** A gap in what arrives is reported after this long: messages overtake each other (Linux' smallest TCP timeout). */
const GAP_NS = 200e6;

/**
 * Updates go down the chain (section 3.1): the head takes them in and numbers them, each server processes them in order and
 * forwards them, the tail answers the client. So what a server has processed is a prefix of what its predecessor has
 * (the Update Propagation Invariant), and what the tail has processed is safe.
 *
 * The paper's links are reliable and in order. These are not: updates are numbered, early ones wait, missing ones are asked
 * for again, and each server's heartbeat says how far it is.
 */
export class Updates {
  /** Highest index known to have been processed by the tail (everything after it is Sent in the paper). */
  clean = 0;
  /** Last index on this server's disk, and so processed. */
  processed = 0;
  private sentUpTo = 0;
  private sentTo = -1;
  private readonly early = new Map<number, EpochEntry>();

  constructor(private readonly server: ChainReplica) {}

  start(): void {
    this.processed = this.server.history.lastIndex;
  }

  /** At the head. */
  request(command: Command): void {
    const { server } = this;
    if (!server.context.storage.hasRoom) return server.context.refuse(command, FailureReason.DiskFull);
    this.take({ epoch: server.number, command });
    this.process();
  }

  onForward(m: ChainMessage): void {
    const { server } = this;
    server.register.learn(m.version);
    // Only the predecessor of the configuration in force is heard: others may have been taken out of the chain.
    if (m.configuration !== server.number || m.from !== server.source) return;
    const held = server.history.epochAt(m.index);
    if (held >= 0 && m.previous >= 0 && held !== m.previous) return;
    this.takeInOrder(m.index, m.updates);
    this.process();
  }

  onResend(m: ChainMessage): void {
    if (m.from !== this.sentTo || m.index > this.sentUpTo) return;
    this.sentUpTo = m.index - 1;
    this.forward();
  }

  onClean(m: ChainMessage): void {
    this.learnClean(m.index);
  }

  /** The successor says how far it is. What was sent a heartbeat ago and has not arrived is lost. */
  successorIsAt(index: number, isStalled: boolean): void {
    if (!isStalled || index >= this.sentUpTo) return;
    this.sentUpTo = index;
    this.forward();
  }

  learnClean(index: number): void {
    const clean = Math.min(index, this.processed);
    if (clean <= this.clean) return;
    this.clean = clean;
    this.server.context.committed(clean);
    this.server.applyVisible();
    if (this.server.policy.reads === 'any-clean') this.tellClean();
  }

  gapTimer(): void {
    const { server } = this;
    if (this.early.size === 0) return;
    const m = server.context.message(ChainType.Resend);
    m.index = server.history.lastIndex + 1;
    server.context.send(server.source, m);
    server.context.setTimer(ChainTimer.Gap, GAP_NS);
  }

  /** A new configuration, whoever is in it: what came early may not be what its chain goes on with. */
  forgetEarly(): void {
    this.early.clear();
  }

  /** In the new configuration's chain: to a new successor goes whatever the tail may not have (section 3.4). */
  reconfigured(): void {
    this.sentTo = -1;
    this.forward();
    this.answer();
  }

  /** What other servers lack is sent from here on. */
  sendFrom(index: number): void {
    this.sentTo = this.server.next;
    this.sentUpTo = index - 1;
    this.forward();
  }

  forward(): void {
    const { server } = this;
    const to = server.next;
    if (to < 0) return;
    if (to !== this.sentTo) {
      this.sentTo = to;
      this.sentUpTo = Math.min(this.clean, this.processed);
    }
    while (this.sentUpTo < this.processed) {
      const until = Math.min(this.processed, this.sentUpTo + MAX_UPDATES_PER_MESSAGE);
      const updates = server.history.slice(this.sentUpTo + 1, until + 1);
      if (updates.length < until - this.sentUpTo) {
        // A checkpoint has taken their place.
        this.sentUpTo = server.sendState(to);
        continue;
      }
      const m = server.context.message(ChainType.Forward);
      m.version = server.register.current;
      m.configuration = server.number;
      m.index = this.sentUpTo;
      m.previous = server.history.epochAt(this.sentUpTo);
      m.updates = updates;
      m.values = updates.length;
      m.toStore = true;
      server.context.send(to, m);
      this.sentUpTo = until;
    }
  }

  /** The whole state has come in place of updates; outside the chain, in place of what this server had. */
  installing(): void {
    this.early.clear();
    if (!this.server.isInChain) this.processed = 0;
  }

  /** It is on disk. */
  installed(index: number): void {
    this.processed = Math.max(this.processed, index);
    this.sentTo = -1;
  }

  /** Updates after an index have been dropped. */
  goneBack(index: number): void {
    this.early.clear();
    this.processed = Math.min(this.processed, index);
    this.clean = Math.min(this.clean, index);
  }

  private takeInOrder(previous: number, updates: readonly EpochEntry[]): void {
    const { history, context } = this.server;
    for (let i = 0; i < updates.length; i++) {
      const index = previous + 1 + i;
      const update = updates[i] as EpochEntry;
      if (index === history.lastIndex + 1) this.take(update);
      else if (index > history.lastIndex) this.early.set(index, update);
    }
    for (let next; (next = this.early.get(history.lastIndex + 1)) !== undefined;) {
      this.early.delete(history.lastIndex + 1);
      this.take(next);
    }
    for (const index of this.early.keys()) if (index <= history.lastIndex) this.early.delete(index);
    if (this.early.size > 0 && !context.isTimerSet(ChainTimer.Gap)) context.setTimer(ChainTimer.Gap, GAP_NS);
  }

  private take(update: EpochEntry): void {
    const { server } = this;
    const index = server.history.append(update);
    server.context.appended(index, update.command.value);
    server.updated(update.command.key, index);
  }

  /** Processing an update means having it on disk; then it is applied, and forwarded or answered. */
  private process(): void {
    const { server } = this;
    const { lastIndex } = server.history;
    if (lastIndex <= this.processed) return;
    server.context.storage.sync(() => {
      const index = Math.min(lastIndex, server.history.lastIndex);
      if (index <= this.processed) return;
      this.processed = index;
      server.applyVisible();
      this.forward();
      this.answer();
      if (!server.isInChain) server.joining.progressed();
    });
  }

  /** The tail answers; one that has just become the tail answers again what the last one may not have. */
  answer(): void {
    const { server } = this;
    if (!server.isServingTail) return;
    server.applyVisible();
    for (let index = this.clean + 1; index <= this.processed; index++) {
      const command = server.history.get(index)?.command;
      if (command !== undefined) server.answerUpdate(command);
    }
    this.learnClean(this.processed);
    server.serveHeld();
  }

  private tellClean(): void {
    const { server } = this;
    if (server.predecessor < 0) return;
    const m = server.context.message(ChainType.Clean);
    m.index = this.clean;
    server.context.send(server.predecessor, m);
  }
}
