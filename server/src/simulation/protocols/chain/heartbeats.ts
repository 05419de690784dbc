import { ChainType, type ChainConfiguration, type ChainMessage } from './message';
import type { ChainReplica } from './replica';
import { ChainTimer } from './timers';

/** Heartbeats between all nodes of the store: who is alive, how far each is, and how a restarted server finds its place. */
export class Heartbeats {
  /** It does not know yet whether it still has what its place in the chain requires. */
  isRecovering = true;
  /** This process has run before. */
  wasRestarted = false;
  /** As tail it may have told clients of everything up to here before it was restarted. */
  tailServesFrom = 0;
  /** How far the neighbours were in their first heartbeats after this server's start. */
  private readonly neighbours = new Map<number, number>();
  /** Servers whose removal this one has been asked to accept, and would like to: they get no more promises. */
  private readonly shunned = new Set<number>();
  private readonly lastReport = new Map<number, number>();

  constructor(private readonly server: ChainReplica) {}

  tick(): void {
    const { server } = this;
    const { context } = server;
    context.setTimer(ChainTimer.Heartbeat, server.policy.heartbeatNs);
    const others = this.others();
    const m = context.message(ChainType.Heartbeat);
    m.version = server.version;
    m.ballot = server.register.highestBallot;
    m.index = server.updates.processed;
    m.clean = server.updates.clean;
    m.sentAt = context.monotonic();
    for (const place of others) context.send(place, m);
    server.liveness.watch(others);
    this.recover();
    server.joining.tick();
    server.master.tick();
  }

  onHeartbeat(m: ChainMessage): void {
    const { server } = this;
    const { from, sentAt, index, clean } = m;
    server.register.hear(m.ballot);
    server.register.learn(m.version);
    server.liveness.heard(from);
    // One that this acceptor has agreed to take out may not know it yet: no lease, but the news.
    const isPromised = !this.shunned.has(from) && server.register.accepted?.chain.includes(from) === true;
    if (isPromised) server.liveness.promise(from);
    const reply = server.context.message(ChainType.HeartbeatReply);
    reply.version = server.version;
    reply.sentAt = isPromised ? sentAt : -Infinity;
    server.context.send(from, reply);
    if (!server.isInChain) return;
    if (server.chain.includes(from)) server.updates.learnClean(clean);
    if (this.isRecovering && m.version?.number === server.number) {
      if (!this.neighbours.has(from)) this.neighbours.set(from, index);
      this.recover();
    }
    if (from === server.next) {
      server.updates.successorIsAt(index, this.lastReport.get(from) === index);
      this.lastReport.set(from, index);
    }
  }

  /** An acceptor waits until those that would lose their place can no longer act on what it promised them. */
  waitFor({ chain }: ChainConfiguration): number {
    const { server } = this;
    let longest = 0;
    // After a restart it knows what it has accepted, and not yet what was chosen: its promises stand all the same.
    for (const place of new Set([...server.chain, ...(server.register.accepted?.chain ?? [])])) {
      if (chain.includes(place) || server.master.hasRemoved(place) || place === server.context.self) continue;
      this.shunned.add(place);
      longest = Math.max(longest, server.liveness.promiseLeft(place));
    }
    return longest;
  }

  reconfigured(): void {
    this.shunned.clear();
    this.lastReport.clear();
    if (!this.server.isInChain) this.isRecovering = false;
    this.recover();
  }

  /**
   * A server that was restarted is in the chain still, but may have lost what its disk had not written. It serves again when
   * it has heard how far its neighbours are: one whose successor has more has lost updates that others have built upon and
   * leaves, to join anew as tail; a tail first gets from its predecessor what it may have told clients.
   */
  private recover(): void {
    const { server } = this;
    if (!this.isRecovering || !server.isInChain) return;
    const { predecessor } = server;
    const successor = server.isTail ? -1 : server.next;
    if (predecessor >= 0 && !this.neighbours.has(predecessor)) return;
    if (successor >= 0 && !this.neighbours.has(successor)) return;
    if ((this.neighbours.get(successor) ?? 0) > server.updates.processed) {
      const { owner } = server.register;
      if (owner >= 0) server.context.send(owner, server.context.message(ChainType.Leave));
      return;
    }
    this.tailServesFrom = server.isTail ? (this.neighbours.get(predecessor) ?? 0) : 0;
    this.isRecovering = false;
    if (server.isTail && this.wasRestarted) server.joining.restartedAsTail();
    server.updates.forward();
    server.updates.answer();
    server.serveHeld();
  }

  private others(): readonly number[] {
    const { server } = this;
    const all = new Set([...server.voters, ...server.chain, ...server.context.members]);
    all.delete(server.context.self);
    return [...all].filter((place) => !server.master.hasRemoved(place));
  }
}
