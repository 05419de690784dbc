import { PbftType, type PbftMessage } from './message';
import { PbftTimer, type PbftReplica } from './replica';

/** Castro's thesis (MIT 2001, section 5.2): replicas that miss something say so about every 150 ms. */
const RETRANSMIT_NS = 150e6;
/** On long links the time is counted in one-way delays: a round of agreement takes three. */
const RETRANSMIT_DELAYS = 10;
/** Places of the order sent again at once. */
const MAX_REPEATED = 64;
/** A peer is helped at most this often, however often it asks. */
const HELP_EVERY_NS = 50e6;

/**
 * Messages get lost, and the paper leaves it to the implementation to send them again (section 5.2 and Castro's thesis):
 * a replica that makes no progress tells the others how far it is, and they repeat what they have said beyond that.
 */
export class Retransmission {
  private executedWhenArmed = 0;
  private viewWhenArmed = 0;
  private isBeyondMarks = false;
  private readonly helpedAt = new Map<number, number>();

  constructor(private readonly replica: PbftReplica) {}

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

  askOthers(): void {
    const { context, view, stable, lastExecuted } = this.replica;
    const m = context.message(PbftType.Status);
    m.view = view;
    m.flag = stable.isActive;
    m.sequence = lastExecuted;
    context.sendToOthers(m);
  }

  timedOut(): void {
    const { replica } = this;
    const isBeyondMarks = this.isBeyondMarks;
    this.isBeyondMarks = false;
    if (!isBeyondMarks && !this.isWaiting) return;
    const isMoving = replica.lastExecuted > this.executedWhenArmed || replica.view > this.viewWhenArmed;
    if (!isMoving) {
      this.askOthers();
      if (!replica.stable.isActive) replica.views.repeat(-1);
      else this.repeatFrom(replica.lastExecuted, -1);
    }
    replica.checkpoints.fetch();
    this.arm();
  }

  onStatus(m: PbftMessage): void {
    const { replica } = this;
    const { context, stable } = replica;
    const { from, view, flag, sequence } = m;
    const now = context.monotonic();
    if (!context.members.includes(from) || now - (this.helpedAt.get(from) ?? -Infinity) < HELP_EVERY_NS) return;
    this.helpedAt.set(from, now);
    if (!stable.isActive) replica.views.repeat(from);
    else if (view < replica.view || (view === replica.view && !flag)) replica.views.sendNewView(from);
    if (sequence < stable.low) replica.checkpoints.tellStable(from);
    else if (stable.isActive && view === replica.view) this.repeatFrom(sequence, from);
  }

  private get isWaiting(): boolean {
    const { replica } = this;
    if (!replica.stable.isActive || replica.checkpoints.isBehind) return true;
    for (const slot of replica.ordering.slots.values()) if (slot.sequence > replica.lastExecuted) return true;
    return false;
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
