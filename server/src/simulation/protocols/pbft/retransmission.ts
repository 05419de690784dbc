import type { Command } from '../../environment/command';
import { digestOf } from './digest';
import { PbftType, type PbftMessage } from './message';
import type { PbftReplica } from './replica';
import { PbftTimer } from './timers';

/** Castro's thesis (MIT 2001, section 5.2): replicas that miss something say so about every 150 ms. */
const RETRANSMIT_NS = 150e6;
/** On long links the time is counted in one-way delays: a round of agreement takes three. */
const RETRANSMIT_DELAYS = 10;
/** Places of the order sent again at once. */
const MAX_REPEATED = 64;
/** A peer is helped at most this often, however often it asks. */
const HELP_EVERY_NS = 50e6;

/** How far a replica says it is. */
interface Progress {
  readonly view: number;
  readonly isActive: boolean;
  readonly executed: number;
}

/** Who says what was decided for a place. */
interface Claim {
  readonly command: Command | undefined;
  readonly by: Set<number>;
}

/**
 * Messages get lost, and the paper leaves it to the implementation to send them again (section 5.2 and Castro's thesis):
 * a replica that makes no progress tells the others how far it is, until it knows that all are equally far. Whoever is
 * further tells it what was decided since, and repeats what it has said about what is not decided yet.
 *
 * What f + 1 replicas have committed a correct one has, so it is decided whatever the view (section 4.5.1): a replica that
 * has left its view alone, or was given another request by an equivocating primary, learns it without a vote of its own.
 */
export class Retransmission {
  private executedWhenArmed = 0;
  private viewWhenArmed = 0;
  private isBeyondMarks = false;
  private readonly helpedAt = new Map<number, number>();
  private readonly others = new Map<number, Progress>();
  /** By place and digest. */
  private readonly claims = new Map<number, Map<number, Claim>>();

  constructor(private readonly replica: PbftReplica) {}

  /** The others may have gone on while this replica was down. */
  start(): void {
    this.askOthers();
    this.arm();
  }

  /** Something is under way that should be done before long. */
  arm(): void {
    const { context, lastExecuted, view } = this.replica;
    if (context.isTimerSet(PbftTimer.Retransmit)) return;
    this.executedWhenArmed = lastExecuted;
    this.viewWhenArmed = view;
    context.setTimer(PbftTimer.Retransmit, this.intervalNs());
  }

  /** A message came for a place that this replica cannot take yet. */
  fellBehind(): void {
    this.isBeyondMarks = true;
    this.arm();
  }

  truncate(low: number): void {
    for (const sequence of this.claims.keys()) if (sequence <= low) this.claims.delete(sequence);
  }

  timedOut(): void {
    const { replica } = this;
    const isBeyondMarks = this.isBeyondMarks;
    this.isBeyondMarks = false;
    if (!isBeyondMarks && !this.isWaiting && this.areAllEqual) return;
    const isMoving = replica.lastExecuted > this.executedWhenArmed || replica.view > this.viewWhenArmed;
    if (!isMoving) {
      this.askOthers();
      if (!replica.stable.isActive) replica.views.repeat(-1);
      else if (this.isWaiting) this.repeatFrom(replica.lastExecuted, -1);
    }
    replica.checkpoints.fetch();
    this.arm();
  }

  onStatus(m: PbftMessage): void {
    const { replica } = this;
    const { context, stable } = replica;
    const { from, view, flag, sequence } = m;
    const now = context.monotonic();
    if (!context.members.includes(from)) return;
    this.others.set(from, { view, isActive: flag, executed: sequence });
    this.confirmView();
    if (m.asks) this.tellStatus(from);
    if (!this.areAllEqual) this.arm();
    if (now - (this.helpedAt.get(from) ?? -Infinity) < HELP_EVERY_NS) return;
    this.helpedAt.set(from, now);
    if (!stable.isActive) replica.views.repeat(from);
    else if (view < replica.view || (view === replica.view && !flag)) replica.views.sendNewView(from);
    if (sequence < stable.low) return replica.checkpoints.tellStable(from);
    this.tellCommitted(sequence, from);
    if (stable.isActive && view === replica.view) this.repeatFrom(Math.max(sequence, replica.lastExecuted), from);
  }

  onCommitted(m: PbftMessage): void {
    const { replica } = this;
    const { sequence, digest, command, from } = m;
    if (!replica.context.members.includes(from) || digest !== digestOf(command)) return;
    if (!replica.ordering.isWithinMarks(sequence) || sequence <= replica.lastExecuted) return;
    let claims = this.claims.get(sequence);
    if (claims === undefined) this.claims.set(sequence, (claims = new Map<number, Claim>()));
    let claim = claims.get(digest);
    if (claim === undefined) claims.set(digest, (claim = { command, by: new Set<number>() }));
    claim.by.add(from);
    if (claim.by.size < replica.weakQuorum) return;
    this.claims.delete(sequence);
    replica.ordering.learn(sequence, claim.command);
  }

  private askOthers(): void {
    const { replica } = this;
    const m = this.status();
    m.asks = replica.isPrimary && !replica.views.isConfirmed;
    replica.context.sendToOthers(m);
  }

  private tellStatus(to: number): void {
    this.replica.context.send(to, this.status());
  }

  private status(): PbftMessage {
    const { context, view, stable, lastExecuted } = this.replica;
    const m = context.message(PbftType.Status);
    m.view = view;
    m.flag = stable.isActive;
    m.sequence = lastExecuted;
    m.asks = false;
    return m;
  }

  /** A primary that has just started leads only a view in which a quorum is. */
  private confirmView(): void {
    const { view, views, quorum, stable } = this.replica;
    if (views.isConfirmed || !stable.isActive) return;
    let count = 1;
    for (const other of this.others.values()) if (other.view === view && other.isActive) count++;
    if (count >= quorum) views.confirm();
  }

  private get areAllEqual(): boolean {
    const { context, view, lastExecuted } = this.replica;
    for (const member of context.members) {
      if (member === context.self) continue;
      const other = this.others.get(member);
      if (other?.executed !== lastExecuted || other.view !== view || !other.isActive) return false;
    }
    return true;
  }

  private get isWaiting(): boolean {
    const { replica } = this;
    if (!replica.stable.isActive || replica.checkpoints.isBehind) return true;
    for (const slot of replica.ordering.slots.values()) if (slot.sequence > replica.lastExecuted) return true;
    return false;
  }

  private tellCommitted(executed: number, to: number): void {
    const { context, ordering, lastExecuted } = this.replica;
    const last = Math.min(lastExecuted, executed + MAX_REPEATED);
    for (let sequence = executed + 1; sequence <= last; sequence++) {
      const slot = ordering.slots.get(sequence);
      if (slot?.committed !== true) continue;
      const m = context.message(PbftType.Committed);
      m.sequence = sequence;
      m.digest = slot.digest;
      m.command = slot.command;
      m.values = slot.command === undefined || slot.command.isRead ? 0 : 1;
      m.toStore = m.values > 0;
      context.send(to, m);
    }
  }

  private repeatFrom(executed: number, to: number): void {
    const { slots } = this.replica.ordering;
    let left = MAX_REPEATED;
    for (let sequence = executed + 1; sequence <= this.replica.high && left > 0; sequence++) {
      const slot = slots.get(sequence);
      if (slot === undefined) continue;
      this.replica.ordering.repeat(slot, to);
      left--;
    }
  }

  private intervalNs(): number {
    const { context } = this.replica;
    const farthest = Math.max(...context.members.map((member) => context.expectedLatency(member)));
    return Math.max(RETRANSMIT_NS, RETRANSMIT_DELAYS * farthest);
  }
}
