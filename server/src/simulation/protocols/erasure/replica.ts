import type { Attempts } from './attempts';
import type { ErasurePolicy, PolicyModel } from '../../../language/model';
import type { Command } from '../../environment/command';
import type { StableCell } from '../../environment/stable-objects';
import { FailureReason, Role } from '../../run';
import type { Contents, OperatorOrder, Replica } from '../protocol';
import type { ReplicaContext } from '../replica-context';
import { Suspicion } from '../detectors';
import { Coordinator } from './coordinator';
import { newestTag, NOTHING_HELD, type Held, type Tag } from './fragment';
import { FragmentStore } from './fragment-store';
import { ErasureType, messageOf, type ErasureMessage } from './message';
import { Rebuilding } from './rebuilding';
import { Replacement } from './replacement';
import { thresholdsOf, type Thresholds } from './thresholds';

export const ErasureTimer = { Watch: 0, Probe: 1, Repair: 2, Detector: 3, Replace: 4 } as const;

/** How often operations under way are looked at. */
const WATCH_EVERY_NS = 50e6;
/** A suspected node is asked this often whether it is back. */
const PROBE_EVERY_NS = 1e9;
/** How often a node looks who has been away for too long, where a spare could take a place. */
const REPLACE_EVERY_NS = 1e9;
/** With a shorter `repair-delay` nodes would do little but compare their lists. */
const LEAST_REPAIR_DELAY_NS = 1e9;

/** A node of an erasure-coded store: it keeps one fragment of each value, and coordinates for clients that ask it. */
export class ErasureReplica implements Replica<ErasureMessage> {
  private readonly thresholds: Thresholds;
  private readonly store: FragmentStore;
  /** False on an empty disk: what was acknowledged with this node's help may have been on another one. */
  private readonly remembers: StableCell<boolean>;
  /** False on an empty disk: it has yet to learn which attempts were promised and taken here, or by the node before it. */
  private readonly settled: StableCell<boolean>;
  private configuration: number;
  /** Instant on this node's clock at which it next looks for what it lacks. */
  private rebuildsAt = 0;
  private readonly suspicion: Suspicion<ErasureMessage>;
  private readonly coordinator: Coordinator;
  private readonly rebuilding: Rebuilding;
  private readonly replacement: Replacement;

  constructor(
    private readonly context: ReplicaContext<ErasureMessage>,
    private policy: ErasurePolicy,
  ) {
    this.thresholds = thresholdsOf(policy);
    this.store = new FragmentStore(context, policy.data);
    this.remembers = context.storage.cell('remembers', false);
    this.settled = context.storage.cell('settled', false);
    this.configuration = context.configuration;
    const peers = (): readonly number[] => context.members.filter((place) => place !== context.self);
    this.suspicion = new Suspicion(context, { firstType: ErasureType.Signal, timer: ErasureTimer.Detector, peers });
    this.coordinator = new Coordinator(context, this.thresholds, this.suspicion);
    this.rebuilding = new Rebuilding(
      context,
      this.thresholds,
      this.suspicion,
      this.store,
      this.coordinator,
      () => !this.settled.value,
      () => !this.remembers.value,
      () => this.settle(),
      () => this.rebuilt(),
    );
    this.replacement = new Replacement(context, this.thresholds, this.suspicion, this);
  }

  start(): void {
    const { context } = this;
    context.announce(Role.Replica, 0);
    // The operator who creates the store, at the beginning of the run, knows that the disks are empty for a reason.
    if (context.monotonic() === 0 && !context.joining) {
      this.remembers.value = true;
      this.settled.value = true;
      if (context.storage.hasRoom) context.storage.sync(() => undefined);
    }
    this.rebuildsAt = context.monotonic() + this.rebuildDelayNs;
    this.suspicion.watchBy(this.policy.detector);
    if (this.isTakingOver) this.rebuilding.begin();
    else if (!this.settled.value) this.rebuilding.inform();
    this.awaitRepair();
    this.keepWatch();
    this.awaitReplacement();
  }

  get holdsFragments(): boolean {
    return this.remembers.value;
  }

  get repairDelayNs(): number {
    return Math.max(this.policy.repairDelayNs, LEAST_REPAIR_DELAY_NS);
  }

  request(command: Command): void {
    const { suspicion, thresholds, context } = this;
    const needed = command.isRead ? Math.max(thresholds.data, thresholds.evidence) : thresholds.write;
    if (context.members.filter((place) => !suspicion.has(place)).length < needed)
      return context.refuse(command, FailureReason.NoQuorum);
    this.coordinator.begin(command.key, { kind: command.isRead ? 'read' : 'write', command });
    this.keepWatch();
  }

  receive(message: ErasureMessage): void {
    this.replacement.heard(message.from);
    if (this.suspicion.receive(message)) return;
    // What was asked of the holder of a fragment is not for the one that took it over, and the other way round.
    if (message.type < ErasureType.Probe && message.configuration !== this.context.configuration) return;
    switch (message.type) {
      case ErasureType.Fetch:
        return this.onFetch(message);
      case ErasureType.Fetched:
        return this.coordinator.fetched(message);
      case ErasureType.Store:
        return this.onStore(message);
      case ErasureType.Stored:
        return this.coordinator.stored(message);
      case ErasureType.Complete:
        return this.store.complete(message.key, message.tag);
      case ErasureType.List:
        return this.onList(message);
      case ErasureType.Listed:
        return this.rebuilding.listed(message);
      case ErasureType.Missing:
        return this.replacement.onMissing(message);
      case ErasureType.Confirmed:
        return this.replacement.onConfirmed(message);
      case ErasureType.Probe:
        return this.context.send(message.from, messageOf(this.context, ErasureType.Alive));
      case ErasureType.Alive:
        return;
      default:
        throw new Error(`There is no erasure message of type ${message.type}.`);
    }
  }

  timer(timer: number): void {
    switch (timer) {
      case ErasureTimer.Watch:
        this.coordinator.watch();
        this.rebuilding.watch();
        this.keepProbing();
        return this.keepWatch();
      case ErasureTimer.Detector:
        return this.suspicion.wake();
      case ErasureTimer.Probe:
        return this.probe();
      case ErasureTimer.Replace:
        this.replacement.tick();
        this.keepProbing();
        return this.awaitReplacement();
      default:
        this.repair();
        return this.keepWatch();
    }
  }

  /** Nothing by itself: what the fragments of all nodes give together is for `survivingContents` to say. */
  contents(): Contents {
    return new Map();
  }

  /** An operator's word reaches all nodes at once, as their configuration. */
  operator(order: OperatorOrder): void {
    const { context } = this;
    if (order.kind === 'reconfigure') return this.reconfigure(order.policy);
    this.awaitReplacement();
    if (context.configuration === this.configuration) return;
    this.configuration = context.configuration;
    context.membersChanged(context.members.length);
    this.coordinator.reconfigured();
    this.rebuilding.reconfigured();
    this.replacement.reconfigured();
    this.keepWatch();
  }

  private reconfigure(policy: PolicyModel): void {
    if (policy.family !== 'erasure') return;
    const changes = this.policy.detector !== policy.detector;
    this.policy = policy;
    if (changes) this.suspicion.watchBy(policy.detector);
    this.rebuildsAt = this.context.monotonic() + this.rebuildDelayNs;
    this.awaitRepair();
  }

  private repair(): void {
    if (!this.settled.value && !this.isTakingOver) this.rebuilding.inform();
    else {
      this.rebuildsAt = this.context.monotonic() + this.rebuildDelayNs;
      this.rebuilding.begin();
    }
    this.awaitRepair();
  }

  /** Fragments are rebuilt after the delay; what is promised and taken is asked for until enough have told. */
  private awaitRepair(): void {
    const { context, rebuildsAt } = this;
    const waitNs = this.settled.value ? Math.max(0, rebuildsAt - context.monotonic()) : LEAST_REPAIR_DELAY_NS;
    context.setTimer(ErasureTimer.Repair, waitNs);
  }

  private get suspectedMembers(): readonly number[] {
    return this.suspicion.places.filter((place) => this.context.members.includes(place));
  }

  /** Whoever is suspected for having left something unanswered is asked until it answers. */
  private keepProbing(): void {
    const { context, suspicion } = this;
    if (suspicion.hasDetector || this.suspectedMembers.length === 0 || context.isTimerSet(ErasureTimer.Probe)) return;
    context.setTimer(ErasureTimer.Probe, PROBE_EVERY_NS);
  }

  private probe(): void {
    const { context, suspectedMembers } = this;
    for (const place of suspectedMembers) context.send(place, messageOf(context, ErasureType.Probe));
    this.keepProbing();
  }

  private settle(): void {
    this.settled.value = true;
    this.context.storage.sync(() => undefined);
    this.awaitRepair();
  }

  /** A node that took over a seat has yet to rebuild its fragments; nothing speaks for waiting with that. */
  private get isTakingOver(): boolean {
    return this.context.joining && !this.remembers.value;
  }

  /** Whoever has taken over a seat begins at once, and tries again at once. */
  private get rebuildDelayNs(): number {
    return this.isTakingOver ? LEAST_REPAIR_DELAY_NS : this.repairDelayNs;
  }

  private awaitReplacement(): void {
    const { context } = this;
    if (context.spares.length > 0 && !context.isTimerSet(ErasureTimer.Replace))
      context.setTimer(ErasureTimer.Replace, REPLACE_EVERY_NS);
  }

  private keepWatch(): void {
    const isBusy = this.coordinator.isActive || this.rebuilding.isActive;
    if (isBusy && !this.context.isTimerSet(ErasureTimer.Watch)) {
      this.context.setTimer(ErasureTimer.Watch, WATCH_EVERY_NS);
    }
  }

  private onFetch({ from, request, key, by }: ErasureMessage): void {
    const { context, store } = this;
    const tell = (held: Held, isSuperseded: boolean): void => {
      const answer = messageOf(context, ErasureType.Fetched);
      answer.request = request;
      answer.key = key;
      answer.held = held;
      answer.fragment = undefined;
      answer.isSuperseded = isSuperseded;
      answer.isBlank = !this.remembers.value;
      answer.values = held.fragments.length / this.policy.data;
      context.send(from, answer);
    };
    // Until it is settled it neither promises nor takes anything.
    if (!this.settled.value) return tell(NOTHING_HELD, false);
    if (by === undefined) return store.whenFlushed(key, (held) => tell(held, false));
    if (!context.storage.hasRoom) return;
    if (!store.promise(key, by, (held) => tell(held, false))) tell(NOTHING_HELD, true);
  }

  private onStore({ from, request, key, fragment }: ErasureMessage): void {
    // Where there is no room nothing is promised: the coordinator will count this node among the silent.
    if (fragment === undefined || !this.settled.value || !this.context.storage.hasRoom) return;
    const tell = (isSuperseded: boolean): void => {
      if (request < 0) return;
      const answer = messageOf(this.context, ErasureType.Stored);
      answer.request = request;
      answer.key = key;
      answer.isSuperseded = isSuperseded;
      this.context.send(from, answer);
    };
    if (!this.store.take(key, fragment, () => tell(false))) tell(true);
  }

  private onList({ from }: ErasureMessage): void {
    const inventory = new Map<number, Tag>();
    const attempts = new Map<number, readonly Attempts[]>();
    for (const key of this.store.keys()) {
      const held = this.store.held(key);
      const newest = newestTag(held);
      if (newest !== undefined) inventory.set(key, newest);
      if (held.attempts.length > 0) attempts.set(key, held.attempts);
    }
    const answer = messageOf(this.context, ErasureType.Listed);
    answer.inventory = inventory;
    answer.attempts = attempts;
    answer.isInformed = this.settled.value;
    answer.isBlank = !this.remembers.value;
    this.context.send(from, answer);
  }

  private rebuilt(): void {
    if (!this.remembers.value) this.remembers.value = true;
    this.context.storage.sync(() => undefined);
  }
}
