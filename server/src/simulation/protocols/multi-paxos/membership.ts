import type { OperatorOrder } from '../protocol';
import { NOBODY, quorumOf, withMember, withoutMember, type Configuration } from './configuration';
import type { PaxosReplica } from './replica';

type MemberOrder = Extract<OperatorOrder, { readonly kind: 'add' | 'remove' }>;

/**
 * Who the acceptors are: a part of the state that commands change like any other ("The Part-Time Parliament", section
 * 3.3.6; "Paxos Made Simple", section 3), one replica at a time. The configuration chosen in a slot holds from the next
 * slot on, and the leader proposes nothing behind it before it is chosen (the window of "Reconfiguring a State Machine",
 * SIGACT News 2010, closed for the time of the change, as with its stop sign). Every replica remembers the operator's
 * orders, so that a new leader carries on with them.
 */
export class Membership {
  /** In force from the first slot that is not known to be chosen. */
  current: Configuration = NOBODY;
  private orders: MemberOrder[] = [];
  /** Added by the operator, and not yet as far as the leader: place to identity, once it has said who it is. */
  private readonly joining = new Map<number, number>();
  /** Removed, and told so until this instant; who misses it is told when it next asks for promises. */
  private readonly departing = new Map<number, number>();
  /** Slot of the last change that this leader saw chosen, and who knows of it. */
  private changedIn = 0;
  private readonly knowing = new Set<number>();
  private wasMember = false;

  constructor(private readonly replica: PaxosReplica) {}

  get isMember(): boolean {
    return this.current.members.includes(this.replica.context.self);
  }

  /** Whom a leader's heartbeats go to. */
  get listeners(): readonly number[] {
    const departing = this.isSettled ? this.departing.keys() : [];
    return [...new Set([...this.current.members, ...this.joining.keys(), ...departing])];
  }

  /**
   * A majority of the members knows that they are the members. Until then those who were removed have to stay: a new leader
   * that does not know needs a majority of the old configuration.
   */
  get isSettled(): boolean {
    if (this.changedIn === 0) return true;
    const { members } = this.current;
    return members.filter((member) => this.knowing.has(member)).length >= quorumOf(this.current);
  }

  /** A member that is surely up to date, to lead instead of a leader that was removed. */
  get successor(): number | undefined {
    return this.current.members.find((member) => this.knowing.has(member));
  }

  /** The configuration after all the slots that are known to be chosen. */
  take(configuration: Configuration): void {
    const { context, leading, learner, isLeader } = this.replica;
    const before = this.current;
    this.current = configuration;
    if (this.isMember) this.wasMember = true;
    if (before === NOBODY || before === configuration) return;
    context.membersChanged(configuration.members.length);
    if (!isLeader) return;
    this.changedIn = learner.chosenUpTo;
    this.knowing.clear();
    this.knowing.add(context.self);
    for (const member of before.members) {
      if (!configuration.members.includes(member)) this.departing.set(member, Infinity);
    }
    for (const member of configuration.members) this.joining.delete(member);
    leading.lease.keepOnly(configuration.members);
  }

  order(order: MemberOrder): void {
    this.orders = [...this.orders.filter(({ place }) => place !== order.place), order];
    this.proceed();
  }

  becameLeader(): void {
    this.joining.clear();
    this.departing.clear();
    this.changedIn = 0;
    this.proceed();
  }

  /** An answer to a heartbeat: how far a replica is, and who it is. */
  heardOf(place: number, chosen: number, identity: number): void {
    const { replica } = this;
    if (!this.isSettled && chosen >= this.changedIn) {
      this.knowing.add(place);
      if (this.isSettled) this.settled();
    }
    const now = replica.context.monotonic();
    for (const [gone, until] of this.departing) if (now > until) this.departing.delete(gone);
    if (!this.joining.has(place) || chosen < replica.leading.chosenAtHeartbeat) return;
    this.joining.set(place, identity);
    this.proceed();
  }

  private settled(): void {
    const { replica } = this;
    const until = replica.context.monotonic() + replica.policy.leaseNs;
    for (const place of this.departing.keys()) this.departing.set(place, until);
    if (this.isDismissed) return replica.goAway();
    replica.leading.heartbeat();
    this.proceed();
  }

  /** True where this replica is no longer one of the members, and that is chosen: it has to go. */
  get isDismissed(): boolean {
    return this.wasMember && !this.isMember;
  }

  /** Carries out the first order that is left, if it can be now. */
  proceed(): void {
    const { replica, current } = this;
    if (!replica.isLeader || !replica.leading.mayChange || !this.isSettled || this.isDismissed) return;
    this.orders = this.orders.filter(({ kind, place }) => current.members.includes(place) !== (kind === 'add'));
    const order = this.orders[0];
    if (order === undefined) return;
    if (order.kind === 'remove') {
      if (current.members.length > 1) replica.leading.change(withoutMember(current, order.place));
      return;
    }
    const identity = this.joining.get(order.place);
    if (identity === undefined) this.joining.set(order.place, UNKNOWN);
    else if (identity !== UNKNOWN) replica.leading.change(withMember(current, order.place, identity));
  }
}

/** The identity of a replica that has not caught up yet. */
const UNKNOWN = -1;
