import type { OperatorOrder } from '../protocol';
import { PbType, type Configuration } from './message';
import type { PrimaryBackupReplica } from './replica';

type MemberOrder = Extract<OperatorOrder, { readonly kind: 'add' | 'remove' }>;

/**
 * What an operator asks for: other members, one change at a time, and another primary. Every replica remembers the orders
 * about members, so that the next primary carries on with them. The primary also decides here who of a pair may take over.
 */
export class OperatorOrders {
  /** Replicas that receive the log but are no members yet. */
  learners: number[] = [];
  /** Place that the primary is handing its role to, or -1. It takes no more requests then. */
  handsOverTo = -1;
  private handoverBegan = 0;
  private pending: MemberOrder[] = [];
  private readonly removed = new Set<number>();

  constructor(private readonly server: PrimaryBackupReplica) {}

  order(order: Exclude<OperatorOrder, { readonly kind: 'reconfigure' }>): void {
    if (order.kind === 'promote') return this.promote(order.place);
    if (order.kind === 'remove') this.removed.add(order.place);
    else this.removed.delete(order.place);
    // The latest word about a place is what counts: an earlier one may long have been carried out elsewhere.
    this.pending = [...this.pending.filter(({ place }) => place !== order.place), order];
    this.proceed();
  }

  /** The operator has taken this replica's process away for good. */
  hasRemoved(place: number): boolean {
    return this.removed.has(place);
  }

  steppedDown(): void {
    this.learners = [];
    this.handsOverTo = -1;
  }

  heartbeat(): void {
    const { server } = this;
    if (this.handsOverTo < 0) return;
    // Where the operator answers for it that the old primary has stopped, it does not come back by itself.
    const isOperatorsFence = server.policy.failover === 'manual' && server.policy.fencing;
    const waited = server.context.monotonic() - this.handoverBegan;
    if (!isOperatorsFence && waited >= server.timing.timeoutNs) this.handsOverTo = -1;
  }

  /** Carries out what can be done now. */
  proceed(): void {
    const { server } = this;
    if (!server.isPrimary || !server.replication.hasCommittedInEpoch) return;
    if (!server.lease.isValid) return server.stepDown();
    if (this.handsOverTo >= 0) return this.handOver();
    if (server.replication.commitIndex < server.stable.latest().index) return;
    this.pending = this.pending.filter((order) => !this.isDone(order));
    const order = this.pending[0];
    if (order === undefined) return this.entitle();
    if (order.kind === 'remove') return this.issue(server.members.filter((member) => member !== order.place));
    if (!this.learners.includes(order.place)) this.learners.push(order.place);
    else if (server.replication.keepsUp(order.place) && this.hasWithdrawn()) {
      this.learners = this.learners.filter((learner) => learner !== order.place);
      this.issue([...server.members, order.place]);
    }
  }

  /** Writes a configuration into the log. In a fenced pair the other one gets its right to succeed only afterwards. */
  issue(members: readonly number[]): void {
    const { server } = this;
    const isPair = server.isFenced && members.length === 2;
    this.propose({ members, entitled: isPair ? [server.context.self] : members });
  }

  private entitle(): void {
    const { server } = this;
    const { members, entitled } = server.stable.latest().configuration;
    if (!server.isFenced || members.length !== 2 || entitled.length === 2) return;
    const other = members.find((member) => member !== server.context.self) ?? -1;
    if (server.replication.keepsUp(other) && !server.peer(other).suspected)
      this.propose({ members, entitled: members });
  }

  /** A pair that grows first takes the right to go on alone from the other one, which has to confirm it. */
  private hasWithdrawn(): boolean {
    const { server } = this;
    const { configuration, index } = server.stable.latest();
    if (!server.isFenced || configuration.members.length !== 2) return true;
    const other = configuration.members.find((member) => member !== server.context.self) ?? -1;
    if (configuration.entitled.includes(other)) {
      this.issue(configuration.members);
      return false;
    }
    return server.peer(other).match >= index;
  }

  private propose(configuration: Configuration): void {
    const { server } = this;
    server.replication.propose({ epoch: server.epoch, command: undefined, configuration });
  }

  private promote(place: number): void {
    const { server } = this;
    if (server.policy.failover === 'off') return server.context.remark('promotion refused: failover is off');
    if (!server.members.includes(place)) return;
    if (place === server.context.self) {
      if (!server.reigns) server.succession.ordered();
    } else if (server.isPrimary) {
      this.handsOverTo = place;
      this.handoverBegan = server.context.monotonic();
      this.proceed();
    }
  }

  /** The chosen one has everything, and everything is acknowledged: it may take over at once. */
  private handOver(): void {
    const { server } = this;
    const { context, stable, replication } = server;
    const to = this.handsOverTo;
    if (server.peer(to).match < stable.lastIndex || replication.commitIndex < stable.lastIndex) return;
    const m = context.message(PbType.Nominate);
    m.epoch = server.epoch;
    m.flag = true;
    server.stepDown();
    context.send(to, m);
  }

  private isDone(order: MemberOrder): boolean {
    return this.server.members.includes(order.place) === (order.kind === 'add');
  }
}
