import type { QuorumPolicy } from '../../../language/model';
import type { ReplicaContext } from '../replica-context';
import type { KeyedVersion, Version } from '../conflict/version';
import type { Detector } from '../detectors';
import { detectorFor } from './detection';
import { Hints } from './hints';
import { QuorumType, type QuorumMessage } from './message';
import { Peers } from './peers';
import { QuorumTimer } from './timers';

/** A suspected peer is asked this often whether it is back (Cassandra's gossip interval: 1 s). */
const PROBE_EVERY_NS = 1e9;

/**
 * Whom a node of the store holds for down, and what it keeps for them until they are back: hinted handoff (DeCandia et
 * al., SOSP 2007, section 4.6). Failures are noticed by use (section 4.8.3) where the policy names no detector.
 */
export class HintedHandoff {
  private readonly hints: Hints;
  private readonly peers = new Peers();
  private detector: Detector | undefined;

  constructor(
    private readonly context: ReplicaContext<QuorumMessage>,
    private policy: QuorumPolicy,
  ) {
    this.hints = new Hints(context.storage);
  }

  start(): void {
    this.startDetector();
    // Hints survive a crash; their receivers may be back by now.
    for (const home of this.hints.homes) this.expectBack(home);
  }

  reconfigure(policy: QuorumPolicy): void {
    const changes = this.policy.detector !== policy.detector;
    this.policy = policy;
    if (!changes) return;
    for (const place of this.peers.suspected) this.trust(place);
    this.startDetector();
  }

  /** A signal of the detector; one that was under way when the policy changed is heard by nobody. */
  receive({ from, signal }: QuorumMessage): void {
    if (signal !== undefined) this.detector?.receive(from, signal);
  }

  wakeDetector(): void {
    this.detector?.wake();
  }

  /** Asks those that are held for down, and hands over to those that are not. */
  probe(): void {
    const { context, peers } = this;
    if (this.detector === undefined) {
      for (const place of peers.suspected) context.send(place, context.message(QuorumType.Probe));
      if (peers.suspected.length > 0) this.tryHintsLater();
    }
    this.handOverToAll();
  }

  isSuspected(place: number): boolean {
    return this.peers.isSuspected(place);
  }

  get suspectsSomebody(): boolean {
    return this.peers.suspected.length > 0;
  }

  answered(place: number): void {
    if (this.detector === undefined) this.trust(place);
    else this.detector.heard(place);
  }

  /** An operation has waited for this replica in vain: where no detector decides, that is how a failure is noticed. */
  unanswered(place: number): void {
    if (this.detector === undefined) this.suspect(place);
  }

  /** A write did not reach a home replica: keep it for later, unless that has been down beyond the hint window. */
  missed(place: number, key: number, version: Version): void {
    const { context, policy } = this;
    if (!policy.hintedHandoff || place === context.self) return;
    if (!context.members.includes(place)) return;
    const since = this.peers.silentFrom(place);
    if (since !== undefined && context.monotonic() - since > policy.hintWindowNs) return;
    this.keep(place, key, version);
  }

  keep(home: number, key: number, version: Version): void {
    this.hints.keep(home, key, version);
    this.context.hinted(home, key, version.values[0] ?? -1);
    // Probing begins even if this node itself has never missed the home replica.
    this.expectBack(home);
  }

  heldFor(home: number, key: number): Version | undefined {
    return this.hints.heldFor(home, key);
  }

  get kept(): readonly KeyedVersion[] {
    return this.hints.all;
  }

  handedOver(message: QuorumMessage): void {
    this.answered(message.from);
    if (message.version !== undefined) this.hints.delivered(message.from, message.key, message.version);
  }

  private startDetector(): void {
    const suspected = (place: number): void => this.suspect(place);
    const trusted = (place: number): void => this.trust(place);
    this.detector = detectorFor(this.context, this.policy, QuorumTimer.Detector, suspected, trusted);
    this.detector?.start();
  }

  private suspect(place: number): void {
    const { context } = this;
    if (place === context.self || !this.peers.suspect(place, context.monotonic())) return;
    context.suspect(place);
    if (this.detector === undefined) this.tryHintsLater();
  }

  private trust(place: number): void {
    if (!this.peers.trust(place)) return;
    this.context.trust(place);
    this.handOver(place);
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

  /** Hints go to all that are not suspected, again and again until they have arrived. */
  private handOverToAll(): void {
    const { homes } = this.hints;
    for (const home of homes) if (!this.peers.isSuspected(home)) this.handOver(home);
    if (homes.size > 0) this.tryHintsLater();
  }

  private handOver(home: number): void {
    const { context } = this;
    for (const { key, version } of this.hints.of(home)) {
      const message = context.message(QuorumType.Store);
      message.request = -1;
      message.key = key;
      message.version = version;
      message.hintFor = -1;
      message.isWhole = false;
      message.values = version.weight;
      message.toStore = true;
      context.send(home, message);
    }
  }
}
