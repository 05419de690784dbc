import { FETCH_WAIT_NS } from './leader';
import { FetchAnswer, IsrType, type IsrMessage } from './message';
import { IsrTimer, type IsrReplica } from './replica';

/** A fetch that nobody answers is sent again after this long (replica.fetch.backoff.ms beyond the wait). */
const FETCH_RETRY_NS = 1e9;

/** A follower of a partition (Kafka's ReplicaFetcherThread): it fetches, appends, and fetches again; a fetch says what it has. */
export class Follower {
  private request = 0;

  constructor(private readonly server: IsrReplica) {}

  /** Begins to follow the leader of a new epoch, or fetches on. */
  fetch(): void {
    const { server } = this;
    const { context, log } = server;
    const leader = server.leaderPlace;
    if (!server.isReplica || leader < 0 || leader === context.self) return context.cancelTimer(IsrTimer.Fetch);
    const m = context.message(IsrType.Fetch);
    m.epoch = server.epoch;
    m.index = log.lastIndex;
    m.logEpoch = log.lastEpoch;
    m.request = ++this.request;
    context.send(leader, m);
    context.setTimer(IsrTimer.Fetch, FETCH_WAIT_NS + FETCH_RETRY_NS);
  }

  onReply(m: IsrMessage): void {
    const { server } = this;
    server.register.learn(m.version);
    if (server.isLeading || m.epoch !== server.epoch || m.request !== this.request) return;
    const { highWatermark } = m;
    switch (m.answer) {
      case FetchAnswer.Entries:
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
    this.request++;
    server.context.storage.sync(() => {
      if (server.epoch !== epoch || server.isLeading) return;
      server.raise(Math.min(highWatermark, lastIndex));
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
