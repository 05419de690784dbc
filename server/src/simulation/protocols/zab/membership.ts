import type { OperatorOrder } from '../protocol';
import { isQuorum, reachedByQuorum, UNKNOWN, type Configuration } from './configuration';
import type { ZabReplica } from './replica';

type MemberOrder = Extract<OperatorOrder, { readonly kind: 'add' | 'remove' }>;

/**
 * Who votes, and how that changes (Shraer, Reed, Malkhi and Junqueira, "Dynamic Reconfiguration of Primary/Backup Clusters",
 * ATC 2012; in ZooKeeper from 3.5 on): a configuration is proposed like any other transaction, committed by a quorum of the old
 * and one of the new, and active from then on. Until a server knows that it is committed, whatever needs a quorum needs
 * both. Every server remembers the operator's orders, so that a new leader carries on with them.
 */
export class Membership {
  /** The last configuration that this server knows to be committed. */
  active: Configuration = UNKNOWN;
  /** A later one in this server's history (`lastSeenQuorumVerifier`), and its place there. */
  proposed: Configuration | undefined;
  proposedAt = Infinity;
  /** The active configuration once it is on disk: only then are others told, and may those who left it rely on that. */
  told: Configuration = UNKNOWN;
  private orders: MemberOrder[] = [];
  /** Members of the active configuration that are known to know it, where this server is none of them. */
  private readonly knowing = new Set<number>();

  constructor(private readonly server: ZabReplica) {}

  start(): void {
    const { context, stable } = this.server;
    stable.configure(context.joining ? undefined : context.members);
    this.active = this.told = stable.configuration ?? UNKNOWN;
    this.refresh();
  }

  /** Whoever may have a say: members of the active configuration and of the one that is proposed. */
  get voters(): readonly number[] {
    const { active, proposed } = this;
    return proposed === undefined ? active.members : [...new Set([...active.members, ...proposed.members])];
  }

  /** Whom a server asks that looks for a leader. One that joins has been given the addresses by its operator. */
  get contacts(): readonly number[] {
    return this.active === UNKNOWN ? this.server.context.members : this.voters;
  }

  get votes(): boolean {
    return !this.server.stable.isIncomplete && this.isVoter(this.server.context.self);
  }

  /** This server was a member and is none any more. */
  get isDismissed(): boolean {
    return this.server.stable.belonged && !this.active.members.includes(this.server.context.self);
  }

  isVoter(place: number): boolean {
    return this.active.members.includes(place) || this.proposed?.members.includes(place) === true;
  }

  isQuorum(holds: (place: number) => boolean): boolean {
    return isQuorum(this.active, holds) && (this.proposed === undefined || isQuorum(this.proposed, holds));
  }

  reachedByQuorum(valueOf: (place: number) => number): number {
    const reached = reachedByQuorum(this.active, valueOf);
    return this.proposed === undefined ? reached : Math.min(reached, reachedByQuorum(this.proposed, valueOf));
  }

  // The history

  /** The history has changed at its end: look for its last configuration. */
  refresh(): void {
    const { log } = this.server.stable;
    this.proposed = undefined;
    this.proposedAt = Infinity;
    for (let index = log.firstIndex; index <= log.lastIndex; index++) {
      const configuration = log.get(index)?.configuration;
      if (configuration !== undefined) this.appended(configuration, index);
    }
  }

  /** A leader proposes no configuration before the one before it is committed. */
  appended(configuration: Configuration, index: number): void {
    if (configuration.version <= this.active.version) return;
    if (this.proposed !== undefined) this.activate(this.proposed);
    this.proposed = configuration;
    this.proposedAt = index;
  }

  /** A configuration is committed. True where it is news. */
  activate(configuration: Configuration): boolean {
    const { stable, context } = this.server;
    const before = this.active;
    if (configuration.version <= before.version) return false;
    this.active = configuration;
    if (this.proposed !== undefined && this.proposed.version <= configuration.version) {
      this.proposed = undefined;
      this.proposedAt = Infinity;
    }
    this.knowing.clear();
    stable.configuration = configuration;
    if (configuration.members.includes(context.self)) stable.belongs();
    context.storage.sync(() => {
      if (configuration.version > this.told.version) this.told = configuration;
    });
    if (before !== UNKNOWN) context.membersChanged(configuration.members.length);
    return true;
  }

  // What others say

  /** What a notification says of its sender's active configuration. True where that is news. */
  heardOf(from: number, configuration: Configuration): boolean {
    const isNews = this.activate(configuration);
    if (this.isDismissed && configuration.version >= this.active.version) {
      this.knowing.add(from);
      // The old members have to stay until a quorum of the new ones knows that it can do without them (section 4).
      if (isQuorum(this.active, (place) => this.knowing.has(place))) this.server.context.leave();
    }
    return isNews;
  }

  // The operator

  /** The last word about a server counts. */
  order(order: MemberOrder): void {
    this.orders = [...this.orders.filter(({ place }) => place !== order.place), order];
    this.proceed();
  }

  /** The leader proposes the first change that can be made now; one at a time. */
  proceed(): void {
    const { server, active } = this;
    const { leader } = server;
    if (server.state !== 'leading' || !leader.isEstablished || this.proposed !== undefined) return;
    this.orders = this.orders.filter(({ kind, place }) => active.members.includes(place) !== (kind === 'add'));
    for (const { kind, place } of this.orders) {
      const others = active.members.filter((member) => member !== place);
      const members = kind === 'add' ? [...others, place] : others;
      // Who joins is brought up to date first, as a follower without a vote.
      if (kind === 'add' && !leader.isSynced(place)) continue;
      // `NewConfigNoQuorumException`: it could not go on without a quorum that is there and up to date.
      if (!isQuorum({ version: 0, members }, (member) => leader.isSynced(member))) continue;
      return leader.broadcast.proposeMembers(members);
    }
  }
}
