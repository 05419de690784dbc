import type { MultiLeaderPolicy, PolicyModel } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import { LocalData } from '../conflict/local-data';
import { weightOf, type KeyedVersion } from '../conflict/version';
import { Suspicion } from '../detectors';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { ChangeFeed, type ChangeRange } from './change-feed';
import { MultiLeaderType, type MultiLeaderMessage } from './message';
import { Peer } from './peer';

export const MultiLeaderTimer = { Exchange: 0, Scrub: 1, Detector: 2 } as const;

/** Changes that were not answered for so long are sent again. */
const RESEND_AFTER_NS = 1e9;
/** Changes of another leader are passed on to a replica that has not had them from itself for so long. */
const FORWARD_AFTER_NS = 1e9;
/** How often the data files are read through for damage. */
const SCRUB_EVERY_NS = 10e9;

/** An origin is a place and a number drawn for one life of its process. */
const LIVES = 2 ** 32;
const placeOf = (origin: number): number => Math.floor(origin / LIVES);

/**
 * A replica of a store in which several leaders accept writes and tell each other later: update anywhere, lazily, in the
 * terms of Gray et al. (SIGMOD 1996). Replicas exchange changes as Bayou's anti-entropy does (Petersen et al., *Flexible
 * Update Propagation for Weakly Consistent Replication*, SOSP 1997): each knows of each origin a prefix of its changes.
 */
export class MultiLeaderReplica implements Replica<MultiLeaderMessage> {
  private readonly data: LocalData;
  private feed = new ChangeFeed();
  /** The name under which this replica numbers its changes; a new one with each life. */
  private origin = 0;
  private peers = new Map<number, Peer>();
  /** Damaged records that the others have been asked for. */
  private readonly askedFor = new Set<number>();
  private readonly suspicion: Suspicion<MultiLeaderMessage>;

  constructor(
    private readonly context: ReplicaContext<MultiLeaderMessage>,
    private policy: MultiLeaderPolicy,
  ) {
    this.data = new LocalData(context);
    const peers = (): readonly number[] => context.members.filter((place) => place !== context.self);
    const timer = MultiLeaderTimer.Detector;
    this.suspicion = new Suspicion(context, { firstType: MultiLeaderType.Signal, timer, peers });
  }

  start(): void {
    this.announce();
    this.begin();
    this.context.setTimer(MultiLeaderTimer.Exchange, this.policy.exchangeNs);
    this.context.setTimer(MultiLeaderTimer.Scrub, SCRUB_EVERY_NS);
    this.suspicion.watchBy(this.policy.detector);
  }

  request(command: Command): void {
    const { context, data } = this;
    if (command.isRead) return data.answer(command);
    if (!this.leads(context.self)) return context.refuse(command, FailureReason.NotLeader, this.nearestLeader());
    const isDamaged = this.isNewlyDamaged(command.key);
    const reason = data.write(command, this.policy.conflict);
    if (reason !== FailureReason.None) return context.refuse(command, reason);
    this.askedFor.delete(command.key);
    if (isDamaged) this.begin();
    this.feed.changed(this.origin, command.key);
    context.storage.sync(() => context.answer(command));
  }

  receive(message: MultiLeaderMessage): void {
    if (this.suspicion.receive(message)) return;
    switch (message.type) {
      case MultiLeaderType.Changes:
        return this.onChanges(message);
      case MultiLeaderType.Received:
        return this.peer(message.from).told(message.origin, message.knowledge);
      default:
        throw new Error(`There is no multi-leader message of type ${message.type}.`);
    }
  }

  timer(timer: number): void {
    const { context } = this;
    if (timer === MultiLeaderTimer.Detector) return this.suspicion.wake();
    if (timer === MultiLeaderTimer.Scrub) {
      context.setTimer(MultiLeaderTimer.Scrub, SCRUB_EVERY_NS);
      return this.scrub();
    }
    context.setTimer(MultiLeaderTimer.Exchange, this.policy.exchangeNs);
    for (const member of context.members) {
      if (member !== context.self && !this.suspicion.has(member)) this.exchangeWith(member);
    }
  }

  contents(): Contents {
    return this.data.contents();
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure' && isMultiLeader(order.policy)) {
      const changes = this.policy.detector !== order.policy.detector;
      this.policy = order.policy;
      if (changes) this.suspicion.watchBy(order.policy.detector);
    }
    this.context.membersChanged(this.context.members.length);
    this.announce();
  }

  // Leaders

  private get leaders(): readonly number[] {
    const { members } = this.context;
    if (this.policy.leaders.length === 0) return members;
    const leaders = members.filter((place) => this.policy.leaders.includes(place));
    // A shard without a leader among its replicas is led by its first one.
    return leaders.length > 0 ? leaders : members.slice(0, 1);
  }

  private leads(place: number): boolean {
    return this.leaders.includes(place);
  }

  private nearestLeader(): number {
    const { context, leaders } = this;
    const alive = leaders.filter((place) => !this.suspicion.has(place));
    const candidates = [...(alive.length > 0 ? alive : leaders)];
    return candidates.sort((a, b) => context.expectedLatency(a) - context.expectedLatency(b))[0] ?? -1;
  }

  /** One of several leaders is a peer of the others; *leader* is who leads alone. */
  private announce(): void {
    const { leaders } = this;
    const role = leaders.length === 1 ? Role.Leader : Role.Replica;
    this.context.announce(this.leads(this.context.self) ? role : Role.Follower, 0);
  }

  // Exchange

  /** A life begins: what the others have is unknown, so all that is held here is announced under a new origin. */
  private begin(): void {
    const { context, data } = this;
    this.origin = context.self * LIVES + context.randomBetween(0, LIVES - 1);
    this.feed = new ChangeFeed();
    this.peers = new Map();
    for (const key of data.versions.keys()) {
      if (data.versions.isCorrupt(key)) this.askedFor.add(key);
      else this.feed.changed(this.origin, key);
    }
  }

  private exchangeWith(member: number): void {
    const now = this.context.monotonic();
    const { awaitedSince } = this.peer(member);
    if (awaitedSince !== undefined && now - awaitedSince < RESEND_AFTER_NS) return;
    let ranges = this.rangesFor(this.peer(member), now);
    if (ranges.some(({ keys }) => keys.some(this.isNewlyDamaged))) {
      // It cannot say what it has said to know: whoever took the range for whole would never be given the rest.
      this.begin();
      ranges = this.rangesFor(this.peer(member), now);
    }
    const peer = this.peer(member);
    if (ranges.length === 0 && peer.isIntroduced) return;
    peer.awaitedSince = now;
    const entries = this.entriesOf(ranges);
    const message = this.context.message(MultiLeaderType.Changes);
    message.origin = this.origin;
    message.knowledge = this.feed.knowledge;
    message.ranges = ranges;
    message.entries = entries;
    message.values = weightOf(entries);
    message.toStore = true;
    this.context.send(member, message);
  }

  /** Own changes at once; those of others once it is plain, or the detector says, that their own leader does not bring them. */
  private rangesFor(peer: Peer, now: number): ChangeRange[] {
    const ranges: ChangeRange[] = [];
    for (const [origin, upTo] of this.feed.knowledge) {
      const known = peer.knows(origin);
      if (known >= upTo) peer.caughtUp(origin);
      else if (
        origin === this.origin ||
        this.suspicion.has(placeOf(origin)) ||
        peer.stalledFor(origin, now) >= FORWARD_AFTER_NS
      ) {
        ranges.push(this.feed.rangeAfter(origin, known));
      }
    }
    return ranges;
  }

  private entriesOf(ranges: readonly ChangeRange[]): KeyedVersion[] {
    const entries: KeyedVersion[] = [];
    for (const key of new Set(ranges.flatMap(({ keys }) => keys))) {
      const version = this.data.versions.get(key);
      if (version !== undefined) entries.push({ key, version });
    }
    return entries;
  }

  private onChanges({ from, origin, knowledge, ranges, entries }: MultiLeaderMessage): void {
    const { context, data } = this;
    // Where there is no room nothing is promised: the sender will try again.
    if (!context.storage.hasRoom) return;
    this.peer(from).told(origin, knowledge);
    const isDamaged = entries.some(({ key }) => this.isNewlyDamaged(key));
    for (const { key, version } of entries) {
      data.put(key, version);
      this.askedFor.delete(key);
    }
    if (isDamaged) this.begin();
    for (const range of ranges) this.feed.received(range);
    context.storage.sync(() => {
      const answer = context.message(MultiLeaderType.Received);
      answer.origin = this.origin;
      answer.knowledge = this.feed.knowledge;
      context.send(from, answer);
    });
  }

  private peer(place: number): Peer {
    let peer = this.peers.get(place);
    if (peer === undefined) {
      peer = new Peer();
      this.peers.set(place, peer);
    }
    return peer;
  }

  // Damage

  /**
   * A damaged record was known once: to be given it again, this replica begins like one that has lost it. So it does where the
   * record is found when it is read through, when it is to be sent, or when something else takes its place, which may be less.
   */
  private scrub(): void {
    const { versions } = this.data;
    let isNew = false;
    for (const key of versions.keys()) {
      if (!this.isNewlyDamaged(key)) continue;
      versions.get(key); // Reading it reports the damage.
      isNew = true;
    }
    if (isNew) this.begin();
  }

  private readonly isNewlyDamaged = (key: number): boolean =>
    this.data.versions.isCorrupt(key) && !this.askedFor.has(key);
}

function isMultiLeader(policy: PolicyModel): policy is MultiLeaderPolicy {
  return policy.family === 'multi-leader';
}
