import type { Message } from '../../environment/message';
import type { ReplicaContext } from '../replica-context';
import type { DetectorHost } from './detector';
import { SIGNALS, type Signal } from './signal';

/** A family's message, with room for a signal. */
export interface DetectorMessage extends Message {
  signal: Signal | undefined;
}

/** What the family gives: which of its numbers are the detector's, whom to watch, and what a decision means. */
export interface DetectorPlace {
  /** Message type of the first of `SIGNALS`; the others follow. */
  readonly firstType: number;
  readonly timer: number;
  peers(): readonly number[];
  suspected(place: number): void;
  trusted(place: number): void;
}

/** A detector's world inside a replica. */
export class ReplicaDetectorHost<M extends DetectorMessage> implements DetectorHost {
  constructor(
    private readonly context: ReplicaContext<M>,
    private readonly place: DetectorPlace,
  ) {}

  get self(): number {
    return this.context.self;
  }

  get peers(): readonly number[] {
    return this.place.peers();
  }

  monotonic(): number {
    return this.context.monotonic();
  }

  random(): number {
    return this.context.random();
  }

  wakeIn(delayNs: number): void {
    this.context.setTimer(this.place.timer, delayNs);
  }

  send(to: number, signal: Signal): void {
    const message = this.context.message(this.place.firstType + SIGNALS.indexOf(signal.kind));
    message.signal = signal;
    this.context.send(to, message);
  }

  suspected(place: number): void {
    this.place.suspected(place);
  }

  trusted(place: number): void {
    this.place.trusted(place);
  }

  remark(text: string, place: number, incarnation: number): void {
    this.context.remark(text, place, incarnation);
  }
}
