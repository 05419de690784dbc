import type { GossipPolicy, PolicyModel } from '../../../language/model';
import type { Command } from '../../environment/command';
import { FailureReason, Role } from '../../run';
import { BucketDigests, differingBuckets, entriesIn } from '../conflict/bucket-digests';
import { Suspicion } from '../detectors';
import { LocalData } from '../conflict/local-data';
import { weightOf, type KeyedVersion } from '../conflict/version';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { GossipType, type GossipMessage } from './message';
import { Rumours } from './rumours';

export const GossipTimer = { Round: 0, Detector: 1 } as const;

/** How updates spread: what the policy says is anti-entropy; rumours go beside it or alone. */
export interface Spreading {
  readonly antiEntropy: boolean;
  /** Rumour mongering, dropped after so many calls in vain. */
  readonly rumoursDroppedAfter?: number;
}

/**
 * A site of Demers et al., *Epidemic Algorithms for Replicated Database Maintenance* (PODC 1987): it serves clients from
 * what it holds, and every so often resolves its differences with peers chosen at random (section 1.3, anti-entropy).
 * Processes that start together gossip in step, which gives the rounds of the paper.
 */
export class GossipReplica implements Replica<GossipMessage> {
  private readonly data: LocalData;
  private readonly digests: BucketDigests;
  private readonly rumours: Rumours | undefined;
  private readonly suspicion: Suspicion<GossipMessage>;

  constructor(
    private readonly context: ReplicaContext<GossipMessage>,
    private policy: GossipPolicy,
    private readonly spreading: Spreading,
  ) {
    this.data = new LocalData(context);
    this.digests = new BucketDigests(this.data.versions);
    const { rumoursDroppedAfter } = spreading;
    this.rumours = rumoursDroppedAfter === undefined ? undefined : new Rumours(rumoursDroppedAfter);
    const peers = (): readonly number[] => this.others;
    this.suspicion = new Suspicion(context, { firstType: GossipType.Signal, timer: GossipTimer.Detector, peers });
  }

  start(): void {
    this.context.announce(Role.Replica, 0);
    this.context.setTimer(GossipTimer.Round, this.policy.intervalNs);
    this.suspicion.watchBy(this.policy.detector);
  }

  request(command: Command): void {
    const { context, data } = this;
    if (command.isRead) return data.answer(command);
    const reason = data.write(command, this.policy.conflict);
    if (reason !== FailureReason.None) return context.refuse(command, reason);
    this.rumours?.heard(command.key);
    context.storage.sync(() => context.answer(command));
  }

  receive(message: GossipMessage): void {
    if (this.suspicion.receive(message)) return;
    switch (message.type) {
      case GossipType.Digest:
        return this.onDigest(message);
      case GossipType.Wanted:
        return this.sendEntries(message.from, this.entriesIn(message.buckets), message.buckets, false);
      case GossipType.Entries:
        return this.onEntries(message);
      case GossipType.Rumour:
        return this.onRumour(message);
      case GossipType.Feedback:
        return this.rumours?.feedback(message.known, message.news);
      default:
        throw new Error(`There is no gossip message of type ${message.type}.`);
    }
  }

  /** One round: a conversation with each of `fanout` peers. */
  timer(timer: number): void {
    if (timer === GossipTimer.Detector) return this.suspicion.wake();
    const { context } = this;
    context.setTimer(GossipTimer.Round, this.policy.intervalNs);
    this.rumours?.nextRound();
    for (const peer of this.randomPeers()) {
      if (this.spreading.antiEntropy) this.sendDigest(peer);
      this.sendRumours(peer);
    }
  }

  contents(): Contents {
    return this.data.contents();
  }

  operator(order: OperatorOrder): void {
    if (order.kind === 'reconfigure' && isGossip(order.policy)) {
      const changes = this.policy.detector !== order.policy.detector;
      this.policy = order.policy;
      if (changes) this.suspicion.watchBy(order.policy.detector);
    }
    this.context.membersChanged(this.context.members.length);
  }

  private get others(): readonly number[] {
    return this.context.members.filter((place) => place !== this.context.self);
  }

  /** `fanout` members other than this one; where there is a detector, of those that it does not hold for failed. */
  private randomPeers(): readonly number[] {
    const { context } = this;
    const { members, self } = context;
    const passedOver = [self, ...this.suspicion.places].map((place) => members.indexOf(place)).filter((at) => at >= 0);
    const chosen: number[] = [];
    while (chosen.length < this.policy.fanout && passedOver.length < members.length) {
      const at = nthOutside(passedOver, context.randomBetween(0, members.length - passedOver.length - 1));
      chosen.push(members[at] ?? self);
      passedOver.push(at);
    }
    return chosen;
  }

  // Anti-entropy: ResolveDifference of section 1.3, by digests of buckets so that equal contents cost one message

  private sendDigest(peer: number): void {
    const message = this.context.message(GossipType.Digest);
    message.digests = this.digests.current;
    message.pulls = this.policy.mode !== 'push';
    message.pushes = this.policy.mode !== 'pull';
    this.context.send(peer, message);
  }

  private onDigest({ from, digests, pulls, pushes }: GossipMessage): void {
    if (digests === undefined) return;
    const buckets = differingBuckets(digests, this.digests.current);
    if (buckets.length === 0) return;
    if (pulls) return this.sendEntries(from, this.entriesIn(buckets), buckets, pushes);
    const message = this.context.message(GossipType.Wanted);
    message.buckets = buckets;
    this.context.send(from, message);
  }

  private onEntries({ from, entries, buckets, pulls }: GossipMessage): void {
    // Where there is no room nothing is taken in; another round will bring it again.
    if (!this.context.storage.hasRoom) return;
    const mine = pulls ? this.entriesIn(buckets) : [];
    for (const { key, version } of entries) this.data.put(key, version);
    if (pulls) this.sendEntries(from, mine, buckets, false);
    this.context.storage.sync(() => undefined);
  }

  private entriesIn(buckets: readonly number[]): KeyedVersion[] {
    return entriesIn(this.data.versions, buckets);
  }

  private sendEntries(to: number, entries: readonly KeyedVersion[], buckets: readonly number[], pulls: boolean): void {
    const message = this.context.message(GossipType.Entries);
    message.entries = entries;
    message.buckets = buckets;
    message.pulls = pulls;
    message.values = weightOf(entries);
    message.toStore = true;
    this.context.send(to, message);
  }

  // Rumour mongering, section 1.4

  private sendRumours(peer: number): void {
    const entries: KeyedVersion[] = [];
    for (const key of this.rumours?.keys ?? []) {
      const version = this.data.versions.get(key);
      if (version !== undefined) entries.push({ key, version });
    }
    if (entries.length === 0) return;
    const message = this.context.message(GossipType.Rumour);
    message.entries = entries;
    message.values = weightOf(entries);
    message.toStore = true;
    this.context.send(peer, message);
  }

  private onRumour({ from, entries }: GossipMessage): void {
    if (!this.context.storage.hasRoom) return;
    const known: number[] = [];
    const news: number[] = [];
    for (const { key, version } of entries) {
      if (this.data.put(key, version)) this.rumours?.heard(key);
      (this.rumours?.isOld(key) === true ? known : news).push(key);
    }
    const message = this.context.message(GossipType.Feedback);
    message.known = known;
    message.news = news;
    this.context.send(from, message);
    this.context.storage.sync(() => undefined);
  }
}

/** The index at which `n` indexes that are not in `excluded` come before; sorts `excluded`. */
function nthOutside(excluded: number[], n: number): number {
  let index = n;
  for (const each of excluded.sort((x, y) => x - y)) if (each <= index) index++;
  return index;
}

function isGossip(policy: PolicyModel): policy is GossipPolicy {
  return policy.family === 'gossip';
}
