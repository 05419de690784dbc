import { FetchAnswer, IsrType, type IsrMessage } from './message';
import type { IsrReplica } from './replica';
import { IsrTimer } from './timers';

/**
 * Kafka's brokers speak over TCP, which sends again what was not acknowledged; messages here are datagrams, so the fetcher does
 * it: after max(200 ms, 3 round trips) at first (RFC 6298, section 2; 200 ms is Linux's TCP_RTO_MIN), then after twice as
 * long each time (section 5.5), up to the longest.
 */
const SHORTEST_RETRANSMISSION_NS = 200e6;
const LONGEST_RETRANSMISSION_NS = 1.5e9;

/** A follower of a partition (Kafka's ReplicaFetcherThread): it fetches, appends, and fetches again; a fetch says what it has. */
export class Follower {
  /** Begins with the time of this life: what an earlier one asked for may be answered late. */
  private request: number;
  private retransmissionNs = 0;

  constructor(private readonly server: IsrReplica) {
    this.request = server.context.monotonic();
  }

  /** Begins to follow the leader of a new epoch, or fetches on. */
  fetch(): void {
    const { context, leaderPlace } = this.server;
    this.request++;
    this.retransmissionNs = 0;
    if (leaderPlace >= 0)
      this.retransmissionNs = Math.max(SHORTEST_RETRANSMISSION_NS, 6 * context.expectedLatency(leaderPlace));
    this.send();
  }

  /** No answer yet. The leader may only wait for something new, in which case it takes the second for the first. */
  unanswered(): void {
    this.retransmissionNs = Math.min(LONGEST_RETRANSMISSION_NS, 2 * this.retransmissionNs);
    this.send();
  }

  private send(): void {
    const { server } = this;
    const { context, log } = server;
    const leader = server.leaderPlace;
    if (!server.isReplica || leader < 0 || leader === context.self) return context.cancelTimer(IsrTimer.Fetch);
    const m = context.message(IsrType.Fetch);
    m.epoch = server.epoch;
    m.index = log.lastIndex;
    m.logEpoch = log.lastEpoch;
    m.request = this.request;
    context.send(leader, m);
    context.setTimer(IsrTimer.Fetch, this.retransmissionNs);
  }

  onReply(m: IsrMessage): void {
    const { server } = this;
    server.register.learn(m.version);
    if (server.isLeading || m.epoch !== server.epoch || m.request !== this.request) return;
    const { highWatermark } = m;
    switch (m.answer) {
      case FetchAnswer.Entries:
        // Not what follows on what there is (Kafka's UnexpectedAppendOffsetException): asked for again in time.
        if (m.index !== server.log.lastIndex) return;
        for (const entry of m.entries) {
          if (!server.context.storage.hasRoom) return;
          server.append(entry);
        }
        break;
      case FetchAnswer.Diverging:
        this.goBack(m.index, m.logEpoch);
        break;
      case FetchAnswer.State:
        if (m.state !== undefined) server.install(m.state);
        break;
    }
    // This answer is taken; the next fetch says so when it is on disk.
    const { epoch } = server;
    const { lastIndex } = server.log;
    const isEmpty = m.answer === FetchAnswer.Entries && m.entries.length === 0;
    this.request++;
    server.context.cancelTimer(IsrTimer.Fetch);
    server.context.storage.sync(() => {
      if (server.epoch !== epoch || server.isLeading) return;
      server.raise(Math.min(highWatermark, lastIndex));
      // After nothing new it asks again as it does all the time; after entries its next fetch acknowledges them.
      if (isEmpty) server.context.goOn();
      this.fetch();
    });
  }

  private goBack(index: number, epoch: number): void {
    const { log } = this.server;
    let keep = Math.min(index, log.lastIndex);
    while (keep > 0 && log.epochAt(keep) > epoch) keep--;
    // The leader looked at the same index: if nothing else does, one entry less brings both closer.
    if (keep === log.lastIndex && keep > 0) keep--;
    this.server.truncateAfter(keep);
  }
}
