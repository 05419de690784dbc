import type { OperatorOrder } from '../protocol';
import { identityIn, NOBODY, withoutVoter, withVoter, type Configuration } from './configuration';
import { RaftType } from './raft-message';
import type { RaftReplica } from './replica';
import type { Replication } from './replication';

type MemberOrder = Exclude<OperatorOrder, { readonly kind: 'reconfigure' }>;

/**
 * Membership changes one server at a time (chapter 4) and leadership transfer (3.10). Every server remembers the
 * operator's orders, so that a new leader carries on with them.
 */
export class Membership {
  /** The latest configuration in the log (4.1). */
  configuration: Configuration = NOBODY;
  /** Everybody that a leader sends to: voters, servers that catch up, servers that leave; not this one. */
  peers: readonly number[] = [];
  private orders: MemberOrder[] = [];
  /** Servers that receive the log but do not vote yet (4.2.1). */
  private learners: number[] = [];
  /** Servers that are told of their removal (4.2.2 leaves this to an operator). */
  private departing: number[] = [];
  private wasVoter = false;
  private transferTo = -1;
  /** Instant on this server's clock at which a transfer that has not come about is given up. */
  private transferUntil = -Infinity;

  constructor(
    private readonly server: RaftReplica,
    private readonly replication: Replication,
  ) {}

  get voters(): readonly number[] {
    return this.configuration.voters;
  }

  identityOf(place: number): number | undefined {
    return identityIn(this.configuration, place);
  }

  /** The log has changed: look for its latest configuration. */
  refresh(): void {
    const before = this.configuration;
    this.configuration = this.server.stable.latestConfiguration();
    if (this.server.isVoter) this.wasVoter = true;
    this.updatePeers();
    if (before !== NOBODY && before !== this.configuration) this.server.context.membersChanged(this.voters.length);
  }

  /** The last word about a server counts. To hand over leadership is asked of whoever leads now. */
  order(order: MemberOrder): void {
    const isTransfer = order.kind === 'promote';
    if (isTransfer && !this.server.isLeader) return;
    this.orders = this.orders.filter(
      (other) => other.place !== order.place || (other.kind === 'promote') !== isTransfer,
    );
    this.orders.push(order);
    if (this.server.isLeader) this.proceed();
  }

  becameLeader(): void {
    this.orders = this.orders.filter(({ kind }) => kind !== 'promote');
    this.learners = [];
    this.departing = [];
    this.transferTo = -1;
    this.transferUntil = -Infinity;
    this.updatePeers();
    this.proceed();
  }

  /** While leadership is handed over, the log must not grow, or the target never has all of it (3.10). */
  get isHandingOver(): boolean {
    return this.transferUntil > this.server.context.monotonic();
  }

  committed(): void {
    const { server } = this;
    if (server.isLeader && this.departing.length > 0 && this.configurationIsCommitted) {
      this.replication.heartbeat();
      this.departing = [];
      this.updatePeers();
    }
    // A server that is not in the new configuration stops once that is committed; a leader led until then (4.2.2).
    if (this.wasVoter && !server.isVoter && this.configurationIsCommitted) {
      if (server.isLeader) server.becomeFollower(server.term, -1);
      return this.leave();
    }
    if (server.isLeader && this.orders.length > 0) this.proceed();
  }

  /** One that the operator has added again stays, on its way back: what it has confirmed must not be forgotten. */
  private leave(): void {
    const { context } = this.server;
    if (!context.members.includes(context.self)) context.leave();
  }

  caughtUp(peer: number): void {
    if (this.learners.includes(peer)) this.proceed();
    if (peer === this.transferTo && this.isHandingOver) this.handOver();
  }

  /** Carries out the first order that is left, if it can be now. */
  private proceed(): void {
    const { server } = this;
    this.orders = this.orders.filter((order) => !this.isDone(order));
    const order = this.orders[0];
    if (order === undefined || !this.mayChange) return;
    switch (order.kind) {
      case 'add':
        if (!this.learners.includes(order.place)) {
          this.replication.forget(order.place);
          this.learners.push(order.place);
          this.updatePeers();
          this.replication.heartbeat();
        } else if (this.replication.isCaughtUp(order.place)) {
          this.learners = this.learners.filter((learner) => learner !== order.place);
          this.change(withVoter(this.configuration, order.place, this.replication.identityOf(order.place)));
        }
        return;
      case 'remove':
        if (order.place !== server.context.self) this.departing.push(order.place);
        return this.change(withoutVoter(this.configuration, order.place));
      case 'promote':
        this.orders.shift();
        if (order.place === server.context.self) return;
        this.transferTo = order.place;
        this.transferUntil = server.context.monotonic() + server.policy.electionTimeoutMaxNs;
        if (this.replication.isCaughtUp(order.place)) this.handOver();
        return;
    }
  }

  private change(configuration: Configuration): void {
    this.server.propose({ term: this.server.term, command: undefined, configuration });
  }

  /** The target has the whole log: it may start an election at once (3.10), which leases do not keep others from voting in. */
  private handOver(): void {
    const { context, term } = this.server;
    const m = context.message(RaftType.TimeoutNow);
    m.term = term;
    context.send(this.transferTo, m);
    this.transferTo = -1;
    this.server.askedForElection();
  }

  private isDone(order: MemberOrder): boolean {
    switch (order.kind) {
      case 'add':
        return this.voters.includes(order.place);
      case 'remove':
        return !this.voters.includes(order.place);
      case 'promote':
        return !this.voters.includes(order.place);
    }
  }

  /** One change at a time, and none before the leader has committed an entry of its own term (4.1). */
  private get mayChange(): boolean {
    const { stable, commitIndex, term } = this.server;
    return this.configurationIsCommitted && stable.termAt(commitIndex) === term;
  }

  private get configurationIsCommitted(): boolean {
    const { stable, commitIndex } = this.server;
    for (let index = stable.log.lastIndex; index > commitIndex; index--) {
      if (stable.log.get(index)?.configuration !== undefined) return false;
    }
    return true;
  }

  private updatePeers(): void {
    const all = new Set([...this.voters, ...this.learners, ...this.departing]);
    all.delete(this.server.context.self);
    this.peers = [...all];
  }
}
