import type { Detector, DetectorHost } from './detector';
import type { Rumour, Signal, Standing } from './signal';
import { SwimDissemination } from './swim-dissemination';
import { SwimMembership } from './swim-membership';

export interface SwimTiming {
  readonly periodNs: number;
  readonly pingTimeoutNs: number;
  /** How many others are asked to ping a member that does not answer: the paper's k. */
  readonly indirect: number;
  readonly suspicionNs: number;
}

/** Local time is rounded: an alarm this much early is on time. */
const ROUNDING_NS = 1000;

/**
 * Das, Gupta, Motivala, "SWIM: Scalable Weakly-consistent Infection-style Process Group Membership Protocol", DSN 2002. Each
 * period one member is pinged, and where it does not answer in time by k others too (section 3.1); members are taken in turn,
 * in an order that is shuffled after each turn (4.3). One that nobody could reach is suspected; it has `suspicion` to hear
 * of it and refute it by a higher incarnation, and is then faulty for all (4.2). News travels on pings and acks (4.1).
 */
export class SwimDetector implements Detector {
  private readonly membership: SwimMembership;
  private readonly dissemination = new SwimDissemination();
  private incarnation = 0;
  private turn: number[] = [];
  private round = 0;
  /** Member pinged in this period, or -1 for none or one that has answered. */
  private target = -1;
  private askOthersAt = Infinity;
  private periodEndsAt = 0;

  constructor(
    private readonly host: DetectorHost,
    private readonly timing: SwimTiming,
  ) {
    this.membership = new SwimMembership(timing.suspicionNs);
  }

  /** Periods of members that start together are spread out: nothing in the protocol is in step. */
  start(): void {
    this.periodEndsAt = this.host.monotonic() + this.timing.periodNs * this.host.random();
    this.wake();
  }

  heard(): void {
    // Only answers to pings count.
  }

  isSuspected(place: number): boolean {
    return this.membership.standing(place) === 'faulty';
  }

  wake(): void {
    const now = this.host.monotonic();
    const due = now + ROUNDING_NS;
    this.membership.keepOnly(this.host.peers);
    if (due >= this.askOthersAt) this.askOthers();
    for (const place of this.membership.due(due)) this.spread(this.withStanding(place, 'faulty'));
    if (due >= this.periodEndsAt) this.nextPeriod(now);
    this.setAlarm();
  }

  receive(from: number, signal: Signal): void {
    if (signal.kind === 'heartbeat') return;
    for (const rumour of signal.rumours) this.hear(rumour);
    const { round } = signal;
    switch (signal.kind) {
      case 'ping': {
        const { onBehalfOf } = signal;
        const rumours = this.rumoursFor(from);
        return this.host.send(from, { kind: 'ack', round, subject: this.host.self, onBehalfOf, rumours });
      }
      case 'ping-request':
        return this.ping(signal.subject, round, from);
      case 'ack': {
        const { subject, onBehalfOf } = signal;
        if (onBehalfOf >= 0 && onBehalfOf !== this.host.self) {
          return this.host.send(onBehalfOf, { ...signal, rumours: this.rumoursFor(onBehalfOf) });
        }
        if (round !== this.round || subject !== this.target) return;
        this.target = -1;
        this.askOthersAt = Infinity;
      }
    }
  }

  private nextPeriod(now: number): void {
    if (this.host.peers.includes(this.target) && this.membership.standing(this.target) === 'alive') {
      this.spread(this.withStanding(this.target, 'suspect'));
    }
    this.periodEndsAt = now + this.timing.periodNs;
    this.askOthersAt = Infinity;
    this.target = this.nextInTurn();
    this.round++;
    if (this.target < 0) return;
    this.ping(this.target, this.round, -1);
    this.askOthersAt = now + this.timing.pingTimeoutNs;
  }

  private ping(to: number, round: number, onBehalfOf: number): void {
    this.host.send(to, { kind: 'ping', round, onBehalfOf, rumours: this.rumoursFor(to) });
  }

  private askOthers(): void {
    this.askOthersAt = Infinity;
    const { target, round } = this;
    if (!this.host.peers.includes(target) || this.isSuspected(target)) return;
    const able = this.host.peers.filter((place) => place !== target && !this.isSuspected(place));
    for (const helper of this.shuffled(able).slice(0, this.timing.indirect)) {
      this.host.send(helper, { kind: 'ping-request', round, subject: target, rumours: this.rumoursFor(helper) });
    }
  }

  /** Faulty members stay in the turn: they are configured and do not join anew, so it is the others who look for them. */
  private nextInTurn(): number {
    const { peers } = this.host;
    this.turn = this.turn.filter((place) => peers.includes(place));
    if (this.turn.length === 0) this.turn = this.shuffled(peers);
    return this.turn.pop() ?? -1;
  }

  private shuffled(places: readonly number[]): number[] {
    const rest = [...places];
    const result: number[] = [];
    while (rest.length > 0) result.push(...rest.splice(Math.floor(this.host.random() * rest.length), 1));
    return result;
  }

  /** News from another member. What is said of this one is refuted where it is wrong. */
  private hear(rumour: Rumour): void {
    const { host } = this;
    if (rumour.place !== host.self) {
      if (host.peers.includes(rumour.place)) this.spread(rumour);
      return;
    }
    if (rumour.standing === 'alive' || rumour.incarnation < this.incarnation) return;
    this.incarnation = rumour.incarnation + 1;
    host.remark('refutes suspicion', host.self, this.incarnation);
    this.dissemination.add({ place: host.self, standing: 'alive', incarnation: this.incarnation });
  }

  /** Takes news over and passes it on, unless it is old. */
  private spread(rumour: Rumour): void {
    const { host, membership } = this;
    const { place, standing, incarnation } = rumour;
    const before = membership.learn(rumour, host.monotonic());
    if (before === undefined) return;
    this.dissemination.add(rumour);
    if (standing === 'faulty') host.suspected(place);
    else if (before === 'faulty') host.trusted(place);
    else if (standing !== before) {
      host.remark(standing === 'suspect' ? 'suspicion begins' : 'suspicion refuted', place, incarnation);
    }
    this.setAlarm();
  }

  private setAlarm(): void {
    const next = Math.min(this.askOthersAt, this.periodEndsAt, this.membership.nextVerdictAt);
    this.host.wakeIn(Math.max(ROUNDING_NS, Math.ceil(next - this.host.monotonic())));
  }

  private withStanding(place: number, standing: Standing): Rumour {
    return { ...this.membership.rumourOf(place), standing };
  }

  /** Whoever is not held for alive is told so in any case: its answer then refutes it. */
  private rumoursFor(to: number): readonly Rumour[] {
    const { membership, dissemination, host } = this;
    const own = membership.standing(to) === 'alive' ? undefined : membership.rumourOf(to);
    return dissemination.take(host.peers.length + 1, own);
  }
}
