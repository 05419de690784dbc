import type { IsrLogPolicy } from '../../../language/model';
import { AccrualPatience, FixedPatience, type Patience } from '../detectors';
import type { IsrMessage } from './message';
import { IsrType } from './message';
import { incarnationOf, led, withIncarnation, withLeader, withoutBroker, type PartitionState } from './partition-state';
import type { IsrReplica } from './replica';

/** Beacons within the time after which a controller is missed; KRaft: 500 ms polls within a fetch timeout of 2 s. */
const BEACONS_PER_TIMEOUT = 4;
const LONGEST_BEACON_NS = 500e6;
/** A session is renewed at least this often (KRaft: heartbeats of 2 s within 9 s). */
const BEACONS_PER_SESSION = 8;

/**
 * The controller: it watches the brokers' sessions and decides who leads and who is in sync. As in KRaft with combined roles,
 * every node of the store is a voter of the controller quorum, and one of them is the active controller: the owner of a
 * replicated register (see `configuration-register`). So a decision needs a majority of the nodes.
 */
export class Controller {
  private readonly heardAt = new Map<number, number>();
  private readonly expired = new Set<number>();
  /** How long the silence of each broker is borne. */
  private patience = new Map<number, Patience>();
  private readonly incarnations = new Map<number, number>();
  private wanted: { readonly isr: readonly number[]; readonly basedOn: number; readonly by: number } | undefined;
  private promoted = -1;
  private readonly removed = new Set<number>();
  private readonly added = new Set<number>();
  /** When this node last heard the active controller, by its own stopwatch. */
  private controllerHeardAt = 0;
  private patienceNs = 0;

  constructor(private readonly server: IsrReplica) {}

  get beaconNs(): number {
    const { detector } = this.server.policy;
    if (detector !== undefined && detector.kind !== 'swim') return detector.heartbeatNs;
    return Math.min(LONGEST_BEACON_NS, this.server.policy.sessionTimeoutNs / BEACONS_PER_SESSION);
  }

  start(): void {
    this.heardController();
  }

  /** The register is ours: every broker's session starts anew, so that the change of controller expires none. */
  began(): void {
    const now = this.server.context.monotonic();
    this.heardAt.clear();
    this.expired.clear();
    this.patience = new Map();
    for (const place of this.server.replicas) this.heardAt.set(place, now);
    this.proceed();
  }

  /** Every beacon interval, at every node. */
  tick(): void {
    const { server } = this;
    const { register, context } = server;
    if (!register.isOwner) {
      const { owner } = register;
      const isMissed = context.monotonic() - this.controllerHeardAt >= this.patienceNs;
      if (!server.voters.includes(context.self) || (owner !== context.self && !this.removed.has(owner) && !isMissed))
        return;
      if (owner >= 0 && owner !== context.self) context.suspect(owner);
      this.heardController();
      return register.takeOver();
    }
    const m = context.message(IsrType.Beacon);
    m.version = register.current;
    m.ballot = register.highestBallot;
    for (const place of this.everybody()) if (place !== context.self) context.send(place, m);
    this.renew(context.self, server.incarnation);
    this.watchSessions();
    register.repeat();
    this.proceed();
  }

  /** An order of randomised patience keeps two nodes from standing at once (Raft's election timeout, which KRaft has too). */
  heardController(): void {
    const { context } = this.server;
    this.controllerHeardAt = context.monotonic();
    this.patienceNs = this.beaconNs * BEACONS_PER_TIMEOUT * (1 + context.random() / 2);
  }

  onSession(m: IsrMessage): void {
    this.renew(m.from, m.request);
    this.proceed();
  }

  onAlterIsr(m: IsrMessage): void {
    this.wanted = { isr: m.isr, basedOn: m.request, by: m.from };
    this.proceed();
  }

  order(kind: 'add' | 'remove' | 'promote', place: number): void {
    if (kind === 'promote') this.promoted = place;
    else {
      const [to, from] = kind === 'add' ? [this.added, this.removed] : [this.removed, this.added];
      to.add(place);
      from.delete(place);
    }
    this.proceed();
  }

  proceed(): void {
    const { register } = this.server;
    const current = register.current?.value;
    if (!register.isOwner || register.isBusy || current === undefined) return;
    const next = this.next(current);
    if (next !== current) register.propose(next);
  }

  /** What the brokers' silence means may be another thing from now on. */
  policyChanged(): void {
    this.patience = new Map();
  }

  private renew(place: number, incarnation: number): void {
    const { context } = this.server;
    const now = context.monotonic();
    this.heardAt.set(place, now);
    this.patienceWith(place).heartbeat(now);
    if (this.server.replicas.includes(place)) this.incarnations.set(place, incarnation);
    if (this.expired.delete(place)) context.trust(place);
  }

  private watchSessions(): void {
    const { server } = this;
    const now = server.context.monotonic();
    for (const place of server.replicas) {
      const silence = now - (this.heardAt.get(place) ?? now);
      if (!this.heardAt.has(place)) this.heardAt.set(place, now);
      if (this.expired.has(place) || silence < this.patienceWith(place).ns) continue;
      this.expired.add(place);
      this.patienceWith(place).interrupted();
      server.context.suspect(place);
    }
  }

  private patienceWith(place: number): Patience {
    let patience = this.patience.get(place);
    if (patience === undefined) {
      patience = sessionPatience(this.server.policy);
      this.patience.set(place, patience);
    }
    return patience;
  }

  private next(current: PartitionState): PartitionState {
    let next = this.nextMembers(current);
    for (const place of next.replicas) {
      const incarnation = this.incarnations.get(place);
      if (incarnation !== undefined && incarnation !== incarnationOf(next, place)) {
        next = withIncarnation(withoutBroker(next, place), place, incarnation);
      } else if (
        this.expired.has(place) &&
        (next.leader === place || (next.isr.length > 1 && next.isr.includes(place)))
      ) {
        next = withoutBroker(next, place);
      }
    }
    next = this.nextIsr(next);
    if (this.promoted >= 0) {
      const place = this.promoted;
      this.promoted = -1;
      if (next.leader >= 0 && next.leader !== place && next.isr.includes(place) && this.isAlive(place))
        next = led(next, place);
    }
    return withLeader(next, (place) => this.isAlive(place), this.server.policy.uncleanElection);
  }

  /** The leader's wish, if it still is the leader that it was when it wished. */
  private nextIsr(state: PartitionState): PartitionState {
    const { wanted, server } = this;
    this.wanted = undefined;
    if (wanted === undefined || wanted.basedOn !== server.number || wanted.by !== state.leader) return state;
    const isr = wanted.isr.filter((place) => state.replicas.includes(place) && this.isAlive(place));
    if (!isr.includes(wanted.by) || sameMembers(isr, state.isr)) return state;
    return { ...state, isr };
  }

  /** What the operator wants; one voter at a time. */
  private nextMembers(state: PartitionState): PartitionState {
    const gone = state.replicas.find((place) => this.removed.has(place));
    if (gone !== undefined && state.replicas.length > 1) {
      const left = withoutBroker(state, gone);
      const replicas = left.replicas.filter((place) => place !== gone);
      const incarnations = replicas.map((place) => incarnationOf(left, place));
      const isr = left.isr.includes(gone) ? replicas.slice(0, 1) : left.isr;
      return { ...left, replicas, incarnations, isr, voters: left.voters.filter((voter) => voter !== gone) };
    }
    const come = [...this.added].find((place) => !state.replicas.includes(place));
    if (come === undefined) return state;
    const voters = state.voters.includes(come) ? state.voters : [...state.voters, come];
    return { ...state, replicas: [...state.replicas, come], incarnations: [...state.incarnations, 0], voters };
  }

  private isAlive(place: number): boolean {
    return this.heardAt.has(place) && !this.expired.has(place) && !this.removed.has(place);
  }

  private everybody(): readonly number[] {
    const { server } = this;
    const all = new Set([...server.voters, ...server.replicas, ...this.added]);
    return [...all].filter((place) => !this.removed.has(place));
  }
}

/** A session ends after a fixed silence, or as phi accrual says by the intervals between a broker's signs of life. */
function sessionPatience({ detector, sessionTimeoutNs }: IsrLogPolicy): Patience {
  switch (detector?.kind) {
    case 'timeout':
      return new FixedPatience(detector.timeoutNs);
    case 'phi':
      return new AccrualPatience(detector.threshold, detector.heartbeatNs);
    default:
      return new FixedPatience(sessionTimeoutNs);
  }
}

function sameMembers(x: readonly number[], y: readonly number[]): boolean {
  return x.length === y.length && x.every((place) => y.includes(place));
}
