import type { Detector, DetectorHost } from './detector';
import type { Patience } from './patience';
import { HEARTBEAT, type Signal } from './signal';

interface Watched {
  readonly patience: Patience;
  heardAt: number;
  isSuspected: boolean;
}

/** The shortest time to the next look, so that rounding of local time cannot make it look again and again. */
const SHORTEST_WAIT_NS = 1000;

/**
 * Everybody tells everybody that it is there, every `heartbeat`; who has not been heard of for longer than the patience with
 * it has failed. What patience is makes the difference between a timeout and phi accrual.
 */
export class HeartbeatDetector implements Detector {
  private readonly watched = new Map<number, Watched>();
  private nextBeat = 0;

  constructor(
    private readonly host: DetectorHost,
    private readonly heartbeatNs: number,
    private readonly createPatience: () => Patience,
  ) {}

  start(): void {
    this.nextBeat = this.host.monotonic();
    this.wake();
  }

  receive(from: number, signal: Signal): void {
    if (signal.kind !== 'heartbeat' || !this.host.peers.includes(from)) return;
    this.alive(from);
    this.of(from).patience.heartbeat(this.host.monotonic());
  }

  heard(place: number): void {
    if (this.watched.has(place)) this.alive(place);
  }

  wake(): void {
    const { host } = this;
    const now = host.monotonic();
    if (now >= this.nextBeat - SHORTEST_WAIT_NS) {
      this.nextBeat = now + this.heartbeatNs;
      for (const peer of host.peers) host.send(peer, HEARTBEAT);
    }
    this.forgetFormerPeers();
    let next = this.nextBeat;
    for (const peer of host.peers) next = Math.min(next, this.look(peer, now));
    host.wakeIn(Math.max(SHORTEST_WAIT_NS, Math.ceil(next - now)));
  }

  /** One that was removed and is added again is watched anew: it was not silent, it was not there. */
  private forgetFormerPeers(): void {
    const { peers } = this.host;
    if (this.watched.size <= peers.length) return;
    for (const place of this.watched.keys()) if (!peers.includes(place)) this.watched.delete(place);
  }

  isSuspected(place: number): boolean {
    return this.watched.get(place)?.isSuspected === true;
  }

  /** Suspects a peer that has been silent for too long; returns when to look at it again. */
  private look(place: number, now: number): number {
    const watched = this.of(place);
    if (watched.isSuspected) return Infinity;
    const until = watched.heardAt + watched.patience.ns;
    if (now < until) return until;
    watched.isSuspected = true;
    watched.patience.interrupted();
    this.host.suspected(place);
    return Infinity;
  }

  private alive(place: number): void {
    const watched = this.of(place);
    watched.heardAt = this.host.monotonic();
    if (!watched.isSuspected) return;
    watched.isSuspected = false;
    this.host.trusted(place);
  }

  /** A peer is watched from when it is first known, as if it had just been heard. */
  private of(place: number): Watched {
    let watched = this.watched.get(place);
    if (watched === undefined) {
      watched = { patience: this.createPatience(), heardAt: this.host.monotonic(), isSuspected: false };
      this.watched.set(place, watched);
    }
    return watched;
  }
}
