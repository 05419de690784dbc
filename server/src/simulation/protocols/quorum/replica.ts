import type { DataType, PolicyModel, QuorumPolicy } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { garble } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import { FailureReason, Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { differingBuckets, digestsOf, entriesIn } from '../conflict/bucket-digests';
import { authorAt, type Author } from '../conflict/author';
import { conflictOf, isCollection } from '../conflict/conflict-rule';
import { reportChange, reportOutdated } from '../conflict/report-change';
import { weightOf, type KeyedVersion, type Version } from '../conflict/version';
import type { Detector } from '../detectors';
import { Acceptor } from './acceptor';
import { Coordinator, type CoordinatorHome, type Target } from './coordinator';
import { detectorFor } from './detection';
import { Hints } from './hints';
import { QuorumType, type QuorumMessage } from './message';
import { Peers } from './peers';
import { quorumOf, type Quorum } from './quorum-size';
import { Transactions } from './transactions';

export const QuorumTimer = { Watch: 0, Probe: 1, AntiEntropy: 2, Detector: 3 } as const;

/** A coordinator holds a replica for down that has not answered for this long: Dynamo speaks of short timeouts. */
const SUSPECT_AFTER_NS = 500e6;
/** It tells the client that there is no quorum after this long (Cassandra's write_request_timeout: 2 s). */
const GIVE_UP_AFTER_NS = 2e9;
/** How often operations under way are looked at. */
const WATCH_EVERY_NS = 50e6;
/** A suspected peer is asked this often whether it is back (Cassandra's gossip interval: 1 s). */
const PROBE_EVERY_NS = 1e9;

/** A node of a Dynamo-style store: replica, coordinator, and keeper of hints for others. */
export class QuorumReplica implements Replica<QuorumMessage>, CoordinatorHome {
  private readonly data: StableMap<Version>;
  private readonly hints: Hints;
  readonly author: Author;
  private readonly peers = new Peers();
  private readonly coordinator: Coordinator;
  private readonly acceptor: Acceptor;
  private readonly transactions: Transactions;
  /** The policy's; without one failures are noticed by use. */
  private detector: Detector | undefined;
  private nextExchange = 0;
  private homeTargets: readonly Target[] = [];
  private homeTargetsOf: readonly number[] = [];
  private quorums: { read: Quorum; write: Quorum } | undefined;
  private quorumsFor: readonly number[] = [];

  constructor(
    private readonly context: ReplicaContext<QuorumMessage>,
    private policy: QuorumPolicy,
  ) {
    const weigh = isCollection(context.dataType) ? (version: Version): number => version.weight : 1;
    this.data = context.storage.map<Version>('data', (version) => version.garbled(garble), weigh);
    this.author = authorAt(context.self, () => context.random());
    this.hints = new Hints(context.storage);
    const conflict = conflictOf(policy.conflict, context.dataType);
    this.coordinator = new Coordinator(this, policy, conflict);
    this.acceptor = new Acceptor(
      context,
      (key) => this.held(key),
      (key, version) => this.put(key, version),
    );
    this.transactions = new Transactions(context, this, conflict);
  }

  start(): void {
    const { context } = this;
    for (const key of this.data.keys()) {
      if (!this.data.isCorrupt(key)) reportChange(context, key, undefined, this.data.get(key));
    }
    context.announce(Role.Replica, 0);
    this.startDetector();
    // Hints survive a crash; their receivers may be back by now.
    for (const home of this.hints.homes) this.expectBack(home);
    if (this.policy.antiEntropyNs !== undefined) {
      context.setTimer(QuorumTimer.AntiEntropy, this.policy.antiEntropyNs * context.random());
    }
  }

  request(command: Command): void {
    const { context } = this;
    // A coordinator that knows too few live replicas says so at once (Cassandra's UnavailableException).
    const quorum = command.isRead ? this.readQuorum() : this.writeQuorum();
    let alive = 0;
    for (const { place, standsFor } of this.targets()) {
      const counted = quorum.counted === undefined || quorum.counted.has(standsFor >= 0 ? standsFor : place);
      if (counted && !this.peers.isSuspected(place)) alive++;
    }
    if (alive < quorum.count) return context.refuse(command, FailureReason.NoQuorum);
    if (command.kind === Operation.Cas) this.transactions.begin(command);
    else this.coordinator.execute(command);
    if (!context.isTimerSet(QuorumTimer.Watch)) context.setTimer(QuorumTimer.Watch, WATCH_EVERY_NS);
  }

  receive(message: QuorumMessage): void {
    switch (message.type) {
      case QuorumType.Store:
        return this.onStore(message);
      case QuorumType.Stored:
        if (message.request >= 0) this.coordinator.stored(message);
        else this.onHandedOver(message);
        return;
      case QuorumType.Fetch:
        return this.onFetch(message);
      case QuorumType.Fetched:
        return this.coordinator.fetched(message);
      case QuorumType.Probe:
        return this.context.send(message.from, this.context.message(QuorumType.Alive));
      case QuorumType.Alive:
        return this.answered(message.from);
      case QuorumType.Digest:
        return this.onDigest(message);
      case QuorumType.Exchange:
        return this.onExchange(message);
      case QuorumType.Prepare:
      case QuorumType.Propose:
      case QuorumType.Commit:
        return this.acceptor.receive(message);
      case QuorumType.Promise:
      case QuorumType.Accepted:
      case QuorumType.Committed:
        return this.transactions.receive(message);
      default:
        if (message.signal === undefined) throw new Error(`There is no quorum message of type ${message.type}.`);
        // A signal that was under way when the policy changed is heard by nobody.
        this.detector?.receive(message.from, message.signal);
    }
  }

  timer(timer: number): void {
    const { context } = this;
    switch (timer) {
      case QuorumTimer.Watch: {
        const now = this.monotonic();
        for (const place of this.coordinator.expire(now, SUSPECT_AFTER_NS, GIVE_UP_AFTER_NS)) this.unanswered(place);
        if (this.policy.sloppy) this.coordinator.turnToStandIns();
        for (const place of this.transactions.watch(now, SUSPECT_AFTER_NS, GIVE_UP_AFTER_NS)) this.unanswered(place);
        if (this.coordinator.active > 0 || this.transactions.isActive)
          context.setTimer(QuorumTimer.Watch, WATCH_EVERY_NS);
        return;
      }
      case QuorumTimer.Detector:
        return this.detector?.wake();
      case QuorumTimer.Probe:
        if (this.detector === undefined) this.probe();
        return this.handOverToAll();
      default:
        return this.beginExchange();
    }
  }

  contents(): Contents {
    const contents: Contents = new Map();
    for (const key of this.data.keys()) {
      if (!this.data.isCorrupt(key)) contents.set(key, this.data.get(key)?.values ?? []);
    }
    // A hint will yet reach its home: its values are not lost.
    for (const { key, version } of this.hints.all) {
      const held = this.data.isCorrupt(key) ? undefined : this.data.get(key);
      contents.set(key, (held?.join(version) ?? version).values);
    }
    return contents;
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure' && isQuorum(order.policy)) {
      const changes = this.policy.detector !== order.policy.detector;
      this.policy = order.policy;
      this.coordinator.policy = order.policy;
      this.quorums = undefined;
      if (changes) {
        for (const place of this.peers.suspected) this.trust(place);
        this.startDetector();
      }
    }
    this.context.membersChanged(this.context.members.length);
  }

  // Replica

  private onStore(message: QuorumMessage): void {
    const { context } = this;
    const { key, version, from, request, round, hintFor } = message;
    // Where there is no room nothing is promised: the coordinator will count this replica among the silent.
    if (!context.storage.hasRoom) return;
    // What a damaged set, log or count held cannot be made up from what is added to it: that takes a repair.
    if (!message.isWhole && context.dataType !== 'register' && this.data.isCorrupt(key)) return;
    if (version !== undefined && hintFor >= 0 && hintFor !== context.self) this.keepHint(hintFor, key, version);
    else if (version !== undefined) this.put(key, version);
    const handedOver = request < 0 ? version : undefined;
    if (context.storage.waits) context.storage.sync(() => this.acknowledge(from, request, round, key, handedOver));
    else this.acknowledge(from, request, round, key, handedOver);
  }

  private acknowledge(to: number, request: number, round: number, key: number, handedOver: Version | undefined): void {
    const answer = this.context.message(QuorumType.Stored);
    answer.request = request;
    answer.round = round;
    answer.key = key;
    answer.version = handedOver;
    this.context.send(to, answer);
  }

  private onFetch(message: QuorumMessage): void {
    const { context } = this;
    const answer = context.message(QuorumType.Fetched);
    const { hintFor } = message;
    // Who stands in for another answers with what it keeps for it.
    const standsIn = hintFor >= 0 && hintFor !== context.self;
    const version = standsIn ? this.hints.heldFor(hintFor, message.key) : this.data.get(message.key);
    answer.request = message.request;
    answer.round = message.round;
    answer.key = message.key;
    answer.version = version;
    answer.corrupt = version === undefined && !standsIn && this.data.isCorrupt(message.key);
    answer.values = version === undefined ? 0 : version.weight;
    context.send(message.from, answer);
  }

  private put(key: number, version: Version): void {
    const held = this.data.get(key);
    const joined = held === undefined ? version : held.join(version);
    if (joined !== version) reportOutdated(this.context, joined, version);
    if (joined === held) return;
    this.data.set(key, joined);
    reportChange(this.context, key, held, joined);
  }

  // Coordinator's home

  get dataType(): DataType {
    return this.context.dataType;
  }

  message(type: number): QuorumMessage {
    return this.context.message(type);
  }

  send(to: number, message: QuorumMessage): void {
    this.context.send(to, message);
  }

  clock(): number {
    return this.context.clock();
  }

  monotonic(): number {
    return this.context.monotonic();
  }

  held(key: number): Version | undefined {
    return this.data.get(key);
  }

  /**
   * The home replicas; in a sloppy quorum a suspected one is stood in for by the next healthy node of the store that is
   * no replica of the shard (Dynamo, section 4.6). Where there is no such node it is left to the others.
   */
  targets(): readonly Target[] {
    const { members, nodes } = this.context;
    if (this.homeTargetsOf !== members) {
      this.homeTargetsOf = members;
      this.homeTargets = members.map((place) => ({ place, standsFor: -1 }));
    }
    if (!this.policy.sloppy || this.peers.suspected.length === 0) return this.homeTargets;
    const spares = nodes.filter((place) => !members.includes(place) && !this.peers.isSuspected(place));
    return members.map((place) => {
      if (!this.peers.isSuspected(place)) return { place, standsFor: -1 };
      const spare = spares.shift();
      return spare === undefined ? { place, standsFor: -1 } : { place: spare, standsFor: place };
    });
  }

  readQuorum(): Quorum {
    return this.currentQuorums().read;
  }

  writeQuorum(): Quorum {
    return this.currentQuorums().write;
  }

  private currentQuorums(): { read: Quorum; write: Quorum } {
    const { context, policy } = this;
    if (this.quorums === undefined || this.quorumsFor !== context.members) {
      const region = context.domain(context.self, 'region');
      const isLocal = (place: number): boolean => context.domain(place, 'region') === region;
      this.quorumsFor = context.members;
      this.quorums = {
        read: quorumOf(policy.read, context.members, isLocal),
        write: quorumOf(policy.write, context.members, isLocal),
      };
    }
    return this.quorums;
  }

  succeed(command: Command, _answeredBy: number, output: number, observation: readonly number[] | undefined): void {
    this.context.answer(command, output, observation);
  }

  fail(command: Command, reason: FailureReason, indefinite: boolean): void {
    if (indefinite) this.context.giveUp(command, reason);
    else this.context.refuse(command, reason);
  }

  answered(place: number): void {
    if (this.detector === undefined) this.trust(place);
    else this.detector.heard(place);
  }

  private trust(place: number): void {
    if (!this.peers.trust(place)) return;
    this.context.trust(place);
    this.handOver(place);
  }

  repaired(place: number, key: number, version: Version): void {
    this.context.repaired(place, key, version.values[0] ?? -1);
  }

  // Failure of peers, hinted handoff

  private startDetector(): void {
    const suspected = (place: number): void => this.suspect(place);
    const trusted = (place: number): void => this.trust(place);
    this.detector = detectorFor(this.context, this.policy, QuorumTimer.Detector, suspected, trusted);
    this.detector?.start();
  }

  /** An operation has waited for this replica in vain: where no detector decides, that is how a failure is noticed. */
  private unanswered(place: number): void {
    if (this.detector === undefined) this.suspect(place);
  }

  /** A hint is kept for this replica: find out when it can be handed over. */
  private expectBack(home: number): void {
    if (this.detector === undefined) this.suspect(home);
    else this.tryHintsLater();
  }

  private tryHintsLater(): void {
    const { context } = this;
    if (!context.isTimerSet(QuorumTimer.Probe)) context.setTimer(QuorumTimer.Probe, PROBE_EVERY_NS);
  }

  private probe(): void {
    for (const place of this.peers.suspected) this.send(place, this.message(QuorumType.Probe));
    if (this.peers.suspected.length > 0) this.tryHintsLater();
  }

  /** Hints go to all that are not suspected, again and again until they have arrived. */
  private handOverToAll(): void {
    const { homes } = this.hints;
    for (const home of homes) if (!this.peers.isSuspected(home)) this.handOver(home);
    if (homes.size > 0) this.tryHintsLater();
  }

  private suspect(place: number): void {
    const { context } = this;
    if (place === context.self || !this.peers.suspect(place, this.monotonic())) return;
    context.suspect(place);
    if (this.detector === undefined) this.tryHintsLater();
  }

  /** A write did not reach a home replica: keep it for later, unless that has been down beyond the hint window. */
  missed(place: number, key: number, version: Version): void {
    if (!this.policy.hintedHandoff || place === this.context.self) return;
    if (!this.context.members.includes(place)) return;
    const since = this.peers.silentFrom(place);
    if (since !== undefined && this.monotonic() - since > this.policy.hintWindowNs) return;
    this.keepHint(place, key, version);
  }

  private keepHint(home: number, key: number, version: Version): void {
    this.hints.keep(home, key, version);
    this.context.hinted(home, key, version.values[0] ?? -1);
    // Probing begins even if this node itself has never missed the home replica.
    this.expectBack(home);
  }

  private handOver(home: number): void {
    for (const { key, version } of this.hints.of(home)) {
      const message = this.message(QuorumType.Store);
      message.request = -1;
      message.key = key;
      message.version = version;
      message.hintFor = -1;
      message.isWhole = false;
      message.values = version.weight;
      message.toStore = true;
      this.send(home, message);
    }
  }

  private onHandedOver(message: QuorumMessage): void {
    this.answered(message.from);
    if (message.version !== undefined) this.hints.delivered(message.from, message.key, message.version);
  }

  // Anti-entropy (Dynamo, section 4.7): compare digests with one peer after another, exchange what differs

  private beginExchange(): void {
    const { context } = this;
    if (this.policy.antiEntropyNs === undefined) return;
    context.setTimer(QuorumTimer.AntiEntropy, this.policy.antiEntropyNs);
    const others = context.members.filter((place) => place !== context.self);
    const peer = others[this.nextExchange++ % Math.max(1, others.length)];
    if (peer === undefined || !context.members.includes(context.self)) return;
    const message = this.message(QuorumType.Digest);
    message.digests = digestsOf(this.data);
    this.send(peer, message);
  }

  private onDigest(message: QuorumMessage): void {
    this.answered(message.from);
    if (message.digests === undefined) return;
    const buckets = differingBuckets(message.digests, digestsOf(this.data));
    if (buckets.length > 0) this.sendEntries(message.from, buckets, true);
  }

  private onExchange(message: QuorumMessage): void {
    this.answered(message.from);
    const { from, entries, buckets, wantsReturn } = message;
    if (wantsReturn && buckets !== undefined) this.sendEntries(from, buckets, false);
    for (const { key, version } of entries ?? []) this.put(key, version);
    this.context.storage.sync(() => undefined);
  }

  private sendEntries(to: number, buckets: readonly number[], wantsReturn: boolean): void {
    const entries: readonly KeyedVersion[] = entriesIn(this.data, buckets);
    const message = this.message(QuorumType.Exchange);
    message.entries = entries;
    message.buckets = buckets;
    message.wantsReturn = wantsReturn;
    message.values = weightOf(entries);
    message.toStore = true;
    this.send(to, message);
  }
}

function isQuorum(policy: PolicyModel): policy is QuorumPolicy {
  return policy.family === 'quorum';
}
