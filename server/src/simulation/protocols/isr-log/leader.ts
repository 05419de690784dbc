import type { Command } from '../../environment/command';
import { Operation } from '../../environment/command';
import { FailureReason } from '../../run';
import { FetchAnswer, IsrType, NO_ENTRIES, type FetchFields } from './message';
import type { IsrReplica } from './replica';
import { IsrTimer } from './timers';

/** Entries in one answer at most. */
const MAX_ENTRIES_PER_FETCH = 512;
/** A fetch waits this long for something new (replica.fetch.wait.max.ms). */
const FETCH_WAIT_NS = 500e6;

/** What a leader knows of one follower, from its fetches. */
interface Follower {
  /** Last index on its disk. */
  end: number;
  /** When it last had everything, and what the leader had when it last fetched. */
  caughtUpAt: number;
  fetchedAt: number;
  endWhenFetched: number;
  /** A fetch that waits for something new, or -1. */
  parked: number;
}

/**
 * The leader of a partition (Kafka's Partition and ReplicaManager): it appends what producers send, followers fetch it, and
 * what all in-sync replicas have is committed and below the high watermark. `acks` says when the producer is answered, which is
 * not the same: with 0 and 1 that may be before anybody else has it.
 */
export class Leader {
  private readonly followers = new Map<number, Follower>();
  /** Answers owed at the high watermark. */
  private readonly waiting = new Map<number, Command>();
  private reads: Command[] = [];
  private durable = 0;
  /** The in-sync replicas that were asked of the controller and are not decided yet. */
  private asked: readonly number[] | undefined;
  private epochStart = 0;
  /** Fetches of followers that know more than this broker: see `onFetch`. */
  private readonly early = new Map<number, FetchFields>();

  constructor(private readonly server: IsrReplica) {}

  begin(): void {
    const { server } = this;
    this.followers.clear();
    this.asked = undefined;
    this.durable = server.log.lastIndex;
    this.epochStart = server.log.lastIndex + 1;
    server.context.setTimer(IsrTimer.Lag, server.policy.replicaLagNs / 2);
    this.advance();
    const early = [...this.early.values()];
    this.early.clear();
    for (const fetch of early) this.onFetch(fetch);
  }

  /** Another leads. Whoever still waits is told that nobody knows. */
  end(): void {
    const { context } = this.server;
    for (const command of this.waiting.values()) context.giveUp(command, FailureReason.NotLeader);
    for (const command of this.reads) context.refuse(command, FailureReason.NotLeader, this.server.leaderPlace);
    this.waiting.clear();
    this.reads = [];
    context.cancelTimer(IsrTimer.Lag);
    context.cancelTimer(IsrTimer.Parked);
  }

  write(command: Command): void {
    const { server } = this;
    const { context, policy } = server;
    if (!context.storage.hasRoom) return context.refuse(command, FailureReason.DiskFull);
    // NOT_ENOUGH_REPLICAS, checked for acks=all only.
    if (policy.acks === 'all' && server.isr.length < policy.minIsr)
      return context.refuse(command, FailureReason.NoQuorum);
    const index = server.append({ epoch: server.epoch, command });
    const { epoch } = server;
    // What becomes of a cas is known when it is applied, whatever the producer asks for.
    const acks = command.kind === Operation.Cas ? 'all' : policy.acks;
    if (acks === 'all') this.waiting.set(index, command);
    if (acks === 0) context.answer(command);
    context.storage.sync(() => {
      if (!server.isLeading || server.epoch !== epoch) return;
      if (acks === 1) context.answer(command);
      this.durable = Math.max(this.durable, index);
      this.serveParked(false);
      this.advance();
    });
  }

  /** Consumers read up to the high watermark; a new leader first has to know it (KIP-207). */
  read(command: Command): void {
    if (this.server.highWatermark >= this.epochStart - 1) this.server.read(command);
    else this.reads.push(command);
  }

  onFetch(m: FetchFields): void {
    const { server } = this;
    const { log } = server;
    if (m.epoch > server.epoch) {
      // The follower has heard of the election first.
      const { from, epoch, index, logEpoch, request } = m;
      this.early.set(from, { from, epoch, index, logEpoch, request });
      return;
    }
    if (!server.isLeading || m.epoch !== server.epoch || !server.replicas.includes(m.from)) return;
    if (m.index > log.lastIndex || log.epochAt(m.index) !== m.logEpoch) return this.answerMismatch(m);
    const follower = this.follower(m.from);
    this.hasFetched(follower, m.index);
    this.advance();
    this.considerExpanding(m.from, follower);
    follower.parked = m.request;
    if (m.index < this.durable) this.serve(m.from, follower);
    else if (!server.context.isTimerSet(IsrTimer.Parked)) server.context.setTimer(IsrTimer.Parked, FETCH_WAIT_NS);
  }

  /** Fetches have waited long enough: answered with nothing, but with the high watermark. */
  parkedTimer(): void {
    this.serveParked(true);
  }

  /** Every half of the allowed lag: who has not caught up for too long leaves the in-sync replicas. */
  lagTimer(): void {
    const { server } = this;
    server.context.setTimer(IsrTimer.Lag, server.policy.replicaLagNs / 2);
    const now = server.context.monotonic();
    const late = server.isr.filter((place) => {
      if (place === server.context.self) return false;
      const follower = this.follower(place);
      return follower.end < server.log.lastIndex && now - follower.caughtUpAt > server.policy.replicaLagNs;
    });
    if (late.length > 0) this.ask(server.isr.filter((place) => !late.includes(place)));
  }

  /** The controller has decided something, or it is time to ask again. */
  reconfigured(): void {
    this.asked = undefined;
    this.advance();
  }

  repeat(): void {
    if (this.asked !== undefined) this.ask(this.asked);
  }

  /** The high watermark: what every in-sync replica has, those included that have been asked for. */
  private advance(): void {
    const { server } = this;
    let mark = this.durable;
    for (const place of new Set([...server.isr, ...(this.asked ?? [])])) {
      if (place !== server.context.self) mark = Math.min(mark, this.follower(place).end);
    }
    if (mark > server.highWatermark) server.raise(mark);
    if (server.highWatermark >= this.epochStart - 1) this.serveReads();
  }

  /** An entry is below the high watermark and applied. */
  committed(index: number, reason: FailureReason): void {
    const command = this.waiting.get(index);
    if (command === undefined) return;
    this.waiting.delete(index);
    const { context, policy, isr } = this.server;
    // NOT_ENOUGH_REPLICAS_AFTER_APPEND: it stays in the log all the same.
    if (policy.acks === 'all' && isr.length < policy.minIsr) context.giveUp(command, FailureReason.NoQuorum);
    else if (reason !== FailureReason.None) context.refuse(command, reason);
    else context.answer(command);
  }

  private serveReads(): void {
    const { reads } = this;
    if (reads.length === 0) return;
    this.reads = [];
    for (const command of reads) this.server.read(command);
  }

  private hasFetched(follower: Follower, index: number): void {
    const { server } = this;
    const now = server.context.monotonic();
    if (index >= server.log.lastIndex) follower.caughtUpAt = now;
    else if (index >= follower.endWhenFetched) follower.caughtUpAt = Math.max(follower.caughtUpAt, follower.fetchedAt);
    follower.end = index;
    follower.fetchedAt = now;
    follower.endWhenFetched = server.log.lastIndex;
  }

  private considerExpanding(place: number, follower: Follower): void {
    const { server } = this;
    if (server.isr.includes(place) || this.asked !== undefined) return;
    if (follower.end >= server.highWatermark && follower.end >= this.epochStart - 1) this.ask([...server.isr, place]);
  }

  private ask(isr: readonly number[]): void {
    const { server } = this;
    this.asked = isr;
    const m = server.context.message(IsrType.AlterIsr);
    m.isr = isr;
    m.request = server.number;
    if (server.register.owner >= 0) server.context.send(server.register.owner, m);
  }

  private serveParked(evenIfNothing: boolean): void {
    for (const [place, follower] of this.followers) {
      if (follower.parked >= 0 && (evenIfNothing || follower.end < this.durable)) this.serve(place, follower);
    }
  }

  private serve(place: number, follower: Follower): void {
    const { server } = this;
    const { log, context } = server;
    const m = context.message(IsrType.FetchReply);
    m.epoch = server.epoch;
    m.request = follower.parked;
    m.highWatermark = server.highWatermark;
    m.version = server.register.current;
    m.index = follower.end;
    follower.parked = -1;
    const until = Math.min(this.durable, follower.end + MAX_ENTRIES_PER_FETCH);
    m.entries = follower.end < until ? log.slice(follower.end + 1, until + 1) : NO_ENTRIES;
    m.answer = FetchAnswer.Entries;
    m.values = m.entries.length;
    if (m.entries.length < until - follower.end) {
      m.answer = FetchAnswer.State;
      m.state = server.stateNow();
      m.values = m.state.state?.weight ?? 0;
    }
    m.toStore = m.values > 0;
    context.send(place, m);
  }

  /** KIP-101 and KIP-595: the follower goes back to where its epoch ends in the leader's log. */
  private answerMismatch(m: FetchFields): void {
    const { server } = this;
    const { log, context } = server;
    let end = Math.min(m.index, log.lastIndex);
    while (end > 0 && log.epochAt(end) > m.logEpoch) end--;
    const answer = context.message(IsrType.FetchReply);
    answer.epoch = server.epoch;
    answer.request = m.request;
    answer.highWatermark = server.highWatermark;
    answer.version = server.register.current;
    answer.index = end;
    answer.entries = NO_ENTRIES;
    answer.answer = FetchAnswer.Diverging;
    answer.logEpoch = Math.max(0, log.epochAt(end));
    if (end > 0 && log.epochAt(end) < 0) {
      answer.answer = FetchAnswer.State;
      answer.state = server.stateNow();
      answer.values = answer.state.state?.weight ?? 0;
      answer.toStore = true;
    }
    context.send(m.from, answer);
  }

  private follower(place: number): Follower {
    let found = this.followers.get(place);
    if (found === undefined) {
      const now = this.server.context.monotonic();
      found = { end: 0, caughtUpAt: now, fetchedAt: now, endWhenFetched: Infinity, parked: -1 };
      this.followers.set(place, found);
    }
    return found;
  }
}
