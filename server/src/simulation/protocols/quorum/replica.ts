import type { DataType, PolicyModel, QuorumPolicy } from '../../../language/model';
import { Operation, type Command } from '../../environment/command';
import { garble } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import { FailureReason, Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { authorAt, type Author } from '../conflict/author';
import { conflictOf, isCollection } from '../conflict/conflict-rule';
import { reportChange, reportOutdated } from '../conflict/report-change';
import type { Version } from '../conflict/version';
import { Acceptor } from './acceptor';
import { AntiEntropy } from './anti-entropy';
import { Coordinator, type CoordinatorHome } from './coordinator';
import { HintedHandoff } from './handoff';
import { QuorumType, type QuorumMessage } from './message';
import type { Target } from './pending';
import { quorumOf, type Quorum } from './quorum-size';
import { QuorumTimer } from './timers';
import { Transactions } from './transactions';

/** A coordinator holds a replica for down that has not answered for this long: Dynamo speaks of short timeouts. */
const SUSPECT_AFTER_NS = 500e6;
/** It tells the client that there is no quorum after this long (Cassandra's write_request_timeout: 2 s). */
const GIVE_UP_AFTER_NS = 2e9;
/** How often operations under way are looked at. */
const WATCH_EVERY_NS = 50e6;

/** A node of a Dynamo-style store: replica, coordinator, and keeper of hints for others. */
export class QuorumReplica implements Replica<QuorumMessage>, CoordinatorHome {
  private readonly data: StableMap<Version>;
  readonly author: Author;
  private readonly handoff: HintedHandoff;
  private readonly antiEntropy: AntiEntropy;
  private readonly coordinator: Coordinator;
  private readonly acceptor: Acceptor;
  private readonly transactions: Transactions;
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
    this.handoff = new HintedHandoff(context, policy);
    this.antiEntropy = new AntiEntropy(context, this.data, (key, version) => this.put(key, version));
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
    this.handoff.start();
    this.antiEntropy.start(this.policy.antiEntropyNs);
  }

  request(command: Command): void {
    const { context } = this;
    // A coordinator that knows too few live replicas says so at once (Cassandra's UnavailableException).
    const quorum = command.isRead ? this.readQuorum() : this.writeQuorum();
    let alive = 0;
    for (const { place, standsFor } of this.targets()) {
      const counted = quorum.counted === undefined || quorum.counted.has(standsFor >= 0 ? standsFor : place);
      if (counted && !this.handoff.isSuspected(place)) alive++;
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
        else this.handoff.handedOver(message);
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
        this.answered(message.from);
        return this.antiEntropy.onDigest(message);
      case QuorumType.Exchange:
        this.answered(message.from);
        return this.antiEntropy.onExchange(message);
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
        this.handoff.receive(message);
    }
  }

  timer(timer: number): void {
    const { context } = this;
    switch (timer) {
      case QuorumTimer.Watch: {
        const now = this.monotonic();
        for (const place of this.coordinator.expire(now, SUSPECT_AFTER_NS, GIVE_UP_AFTER_NS))
          this.handoff.unanswered(place);
        if (this.policy.sloppy) this.coordinator.turnToStandIns();
        for (const place of this.transactions.watch(now, SUSPECT_AFTER_NS, GIVE_UP_AFTER_NS))
          this.handoff.unanswered(place);
        if (this.coordinator.active > 0 || this.transactions.isActive)
          context.setTimer(QuorumTimer.Watch, WATCH_EVERY_NS);
        return;
      }
      case QuorumTimer.Detector:
        return this.handoff.wakeDetector();
      case QuorumTimer.Probe:
        return this.handoff.probe();
      default:
        return this.antiEntropy.begin(this.policy.antiEntropyNs);
    }
  }

  contents(): Contents {
    const contents: Contents = new Map();
    for (const key of this.data.keys()) {
      if (!this.data.isCorrupt(key)) contents.set(key, this.data.get(key)?.values ?? []);
    }
    // A hint will yet reach its home: its values are not lost.
    for (const { key, version } of this.handoff.kept) {
      const held = this.data.isCorrupt(key) ? undefined : this.data.get(key);
      contents.set(key, (held?.join(version) ?? version).values);
    }
    return contents;
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure' && isQuorum(order.policy)) {
      this.policy = order.policy;
      this.coordinator.policy = order.policy;
      this.quorums = undefined;
      this.handoff.reconfigure(order.policy);
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
    if (version !== undefined && hintFor >= 0 && hintFor !== context.self) this.handoff.keep(hintFor, key, version);
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
    const version = standsIn ? this.handoff.heldFor(hintFor, message.key) : this.data.get(message.key);
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
    if (!this.policy.sloppy || !this.handoff.suspectsSomebody) return this.homeTargets;
    const spares = nodes.filter((place) => !members.includes(place) && !this.handoff.isSuspected(place));
    return members.map((place) => {
      if (!this.handoff.isSuspected(place)) return { place, standsFor: -1 };
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
    this.handoff.answered(place);
  }

  missed(place: number, key: number, version: Version): void {
    this.handoff.missed(place, key, version);
  }

  repaired(place: number, key: number, version: Version): void {
    this.context.repaired(place, key, version.values[0] ?? -1);
  }
}

function isQuorum(policy: PolicyModel): policy is QuorumPolicy {
  return policy.family === 'quorum';
}
