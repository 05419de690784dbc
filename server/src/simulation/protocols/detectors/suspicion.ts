import type { DetectorModel } from '../../../language/model';
import type { ReplicaContext } from '../replica-context';
import { createDetector } from './create-detector';
import type { Detector } from './detector';
import { ReplicaDetectorHost, type DetectorMessage } from './replica-host';

/** Which of a family's numbers are the detector's, and whom to watch. */
export interface SuspicionPlace {
  /** Message type of the first of `SIGNALS`; the others follow. */
  readonly firstType: number;
  readonly timer: number;
  peers(): readonly number[];
}

/**
 * Whom a replica holds for failed. With a detector that is for the detector to say; without one a family may say so itself,
 * of a peer that left something unanswered, and whoever is heard of is trusted again.
 */
export class Suspicion<M extends DetectorMessage> {
  /** Instant of this node's stopwatch from which on each has been suspected. */
  private readonly silent = new Map<number, number>();
  private detector: Detector | undefined;

  constructor(
    private readonly context: ReplicaContext<M>,
    private readonly place: SuspicionPlace,
  ) {}

  /** Begins to go by a detector, or by none; what another one held is forgotten. */
  watchBy(model: DetectorModel | undefined): void {
    const { context, place } = this;
    for (const suspect of this.places) this.trust(suspect);
    context.cancelTimer(place.timer);
    this.detector = model && createDetector(model, new ReplicaDetectorHost(context, this.hostPlace()));
    this.detector?.start();
  }

  get hasDetector(): boolean {
    return this.detector !== undefined;
  }

  has(place: number): boolean {
    return this.silent.has(place);
  }

  get places(): readonly number[] {
    return [...this.silent.keys()];
  }

  /** For how long a place has been suspected without a break, in nanoseconds; 0 where it is not. */
  lasts(place: number): number {
    const since = this.silent.get(place);
    return since === undefined ? 0 : this.context.monotonic() - since;
  }

  /** A peer has left something unanswered. */
  unanswered(place: number): void {
    if (this.detector === undefined) this.suspect(place);
  }

  /** Any message: a signal of another's detector, or a sign of life. True where there is nothing more to it. */
  receive(message: M): boolean {
    const isSignal = message.type >= this.place.firstType;
    if (this.detector === undefined) this.trust(message.from);
    else if (isSignal && message.signal !== undefined) this.detector.receive(message.from, message.signal);
    else this.detector.heard(message.from);
    return isSignal;
  }

  wake(): void {
    this.detector?.wake();
  }

  private hostPlace() {
    const { firstType, timer, peers } = this.place;
    const suspected = (place: number): void => this.suspect(place);
    const trusted = (place: number): void => this.trust(place);
    return { firstType, timer, peers, suspected, trusted };
  }

  private suspect(place: number): void {
    if (place === this.context.self || this.silent.has(place)) return;
    this.silent.set(place, this.context.monotonic());
    this.context.suspect(place);
  }

  private trust(place: number): void {
    if (this.silent.delete(place)) this.context.trust(place);
  }
}
