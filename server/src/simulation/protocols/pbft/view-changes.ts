import type { Command } from '../../environment/command';
import { PbftType, type Certificate, type PbftMessage, type Proposal, type ViewChangeRecord } from './message';
import type { PbftReplica } from './replica';
import { PbftTimer } from './timers';

/** The timeout doubles with each view change in a row, up to this often, so that it outgrows the network's delays. */
const MAX_DOUBLINGS = 10;

/** View changes: section 4.4, with the rules for liveness of 4.5.2. */
export class ViewChanges {
  /** View-change messages by view and replica. */
  private readonly received = new Map<number, Map<number, ViewChangeRecord>>();
  /** View changes since the last request was executed. */
  private doublings = 0;
  private confirmed = false;
  /** The last change of view is not on disk yet: nobody may hear of it, since a crash would take it back. */
  private isStoring = false;

  constructor(private readonly replica: PbftReplica) {}

  /**
   * A quorum is known to be in the view. Until then a primary that has just started is primary by its own word alone: the
   * others may have gone on without it.
   */
  get isConfirmed(): boolean {
    return this.confirmed;
  }

  confirm(): void {
    if (this.confirmed) return;
    this.confirmed = true;
    this.replica.announce();
  }

  /** A backup that waits for a request to be executed gives the primary so long. */
  watchPrimary(): void {
    const { context, isPrimary, stable, pending } = this.replica;
    if (isPrimary || !stable.isActive || pending.size === 0 || context.isTimerSet(PbftTimer.ViewChange)) return;
    context.setTimer(PbftTimer.ViewChange, this.timeoutNs);
  }

  /** A request was executed: the clock starts anew for the next that waits. */
  progressed(): void {
    if (!this.replica.stable.isActive) return;
    this.doublings = 0;
    this.replica.context.cancelTimer(PbftTimer.ViewChange);
    this.watchPrimary();
  }

  timedOut(): void {
    const { replica } = this;
    if (replica.stable.isActive && replica.pending.size === 0) return;
    this.doublings = Math.min(MAX_DOUBLINGS, this.doublings + 1);
    replica.context.suspect(replica.primaryOf(replica.view));
    this.leaveFor(replica.view + 1);
  }

  onViewChange(m: PbftMessage): void {
    const { replica } = this;
    const { view, from } = m;
    if (!replica.context.members.includes(from)) return;
    if (view < replica.view) return;
    if (view === replica.view && replica.stable.isActive) return this.sendNewView(from);
    this.store({
      replica: from,
      view,
      stable: m.sequence,
      stableDigest: m.digest,
      certificates: m.certificates,
    });
    this.joinOthers();
    this.concludeIfEnough();
  }

  /** Sends again what the present view change needs: its own view-change message. */
  repeat(to: number): void {
    const { replica } = this;
    if (this.isStoring) return;
    const own = this.received.get(replica.view)?.get(replica.context.self);
    if (own === undefined) {
      // After a restart: the promise is on disk, the message is made again from the log.
      this.store(this.ownRecord(replica.view));
      return this.repeat(to);
    }
    this.send(own, to);
  }

  /** The primary tells a replica that missed it how its view began. */
  sendNewView(to: number): void {
    const { replica } = this;
    const { newView, isActive } = replica.stable;
    if (!isActive || this.isStoring || !replica.isPrimary || newView === undefined) return;
    if (to === replica.context.self) return;
    const m = replica.context.message(PbftType.NewView);
    m.view = replica.view;
    m.records = newView.records;
    m.proposals = newView.proposals;
    m.values = newView.proposals.length;
    m.toStore = m.values > 0;
    if (to < 0) replica.context.sendToOthers(m);
    else replica.context.send(to, m);
  }

  onNewView(m: PbftMessage): void {
    const { replica } = this;
    const { view, records, proposals } = m;
    if (view < replica.view || (view === replica.view && replica.stable.isActive)) return;
    if (m.from !== replica.primaryOf(view) || !this.isValid(view, records, proposals)) return;
    this.enter(view, records, proposals);
  }

  private leaveFor(view: number): void {
    const { replica } = this;
    const { context, stable } = replica;
    stable.leaveFor(view);
    context.cancelTimer(PbftTimer.ViewChange);
    replica.announce();
    const record = this.ownRecord(view);
    this.isStoring = true;
    context.storage.sync(() => {
      if (replica.view !== view || stable.isActive) return;
      this.isStoring = false;
      this.store(record);
      this.send(record, -1);
      replica.retransmission.arm();
      this.concludeIfEnough();
    });
  }

  /** f + 1 replicas in later views include a correct one: this replica follows without waiting (4.5.2). */
  private joinOthers(): void {
    const { replica } = this;
    const ahead = new Map<number, number>();
    for (const [view, records] of this.received) {
      if (view <= replica.view) continue;
      for (const from of records.keys()) ahead.set(from, Math.min(view, ahead.get(from) ?? Infinity));
    }
    if (ahead.size >= replica.weakQuorum) this.leaveFor(Math.min(...ahead.values()));
  }

  /** With 2f + 1 view-changes the new primary starts the view, and the others give it a timeout to do so. */
  private concludeIfEnough(): void {
    const { replica } = this;
    const { context, stable, view } = replica;
    const records = this.received.get(view);
    if (stable.isActive || records === undefined || records.size < replica.quorum) return;
    if (!records.has(context.self)) return;
    if (replica.isPrimary) {
      const chosen = [...records.values()].sort((a, b) => a.replica - b.replica);
      return this.enter(view, chosen, proposalsFrom(chosen));
    }
    if (!context.isTimerSet(PbftTimer.ViewChange)) context.setTimer(PbftTimer.ViewChange, this.timeoutNs);
  }

  private enter(view: number, records: readonly ViewChangeRecord[], proposals: readonly Proposal[]): void {
    const { replica } = this;
    const { context, stable, ordering } = replica;
    const isPrimary = replica.primaryOf(view) === context.self;
    context.cancelTimer(PbftTimer.ViewChange);
    stable.enter(view, isPrimary ? { records, proposals } : undefined);
    for (const old of this.received.keys()) if (old <= view) this.received.delete(old);
    const base = latestStable(records);
    this.confirmed = true;
    if (base.stable > stable.low) replica.checkpoints.want(base.stable, base.stableDigest);
    replica.announce();
    ordering.begin(view, base.stable, proposals);
    this.isStoring = true;
    context.storage.sync(() => {
      if (replica.view !== view || !stable.isActive) return;
      this.isStoring = false;
      if (isPrimary) {
        this.sendNewView(-1);
        ordering.orderPending();
      } else this.handOver(replica.pending.values());
      this.watchPrimary();
      if (proposals.length > 0) replica.retransmission.arm();
    });
  }

  /** The new primary may not know what its predecessor left undone. */
  private handOver(pending: Iterable<Command>): void {
    for (const command of [...pending]) this.replica.relay(command);
  }

  private get timeoutNs(): number {
    return this.replica.policy.viewChangeTimeoutNs * 2 ** this.doublings;
  }

  private ownRecord(view: number): ViewChangeRecord {
    const { stable, context } = this.replica;
    return {
      replica: context.self,
      view,
      stable: stable.low,
      stableDigest: stable.checkpoint?.digest ?? 0,
      certificates: stable.certificates(),
    };
  }

  private store(record: ViewChangeRecord): void {
    let records = this.received.get(record.view);
    if (records === undefined) this.received.set(record.view, (records = new Map<number, ViewChangeRecord>()));
    records.set(record.replica, record);
  }

  private send(record: ViewChangeRecord, to: number): void {
    const { context } = this.replica;
    const m = context.message(PbftType.ViewChange);
    m.view = record.view;
    m.sequence = record.stable;
    m.digest = record.stableDigest;
    m.certificates = record.certificates;
    m.values = record.certificates.length;
    if (to < 0) context.sendToOthers(m);
    else context.send(to, m);
  }

  /** V: 2f + 1 replicas' messages for this view. O: a backup computes it itself (4.4, last but one paragraph). */
  private isValid(view: number, records: readonly ViewChangeRecord[], proposals: readonly Proposal[]): boolean {
    const { context, quorum } = this.replica;
    const senders = new Set(records.map(({ replica }) => replica));
    if (senders.size < quorum || ![...senders].every((sender) => context.members.includes(sender))) return false;
    if (records.some((record) => record.view !== view)) return false;
    const expected = proposalsFrom(records);
    return (
      expected.length === proposals.length &&
      expected.every(({ sequence, command }, i) => {
        const proposal = proposals[i];
        return proposal?.sequence === sequence && proposal.command === command;
      })
    );
  }
}

function latestStable(records: readonly ViewChangeRecord[]): {
  readonly stable: number;
  readonly stableDigest: number;
} {
  return records.reduce((best, record) => (record.stable > best.stable ? record : best), {
    stable: 0,
    stableDigest: 0,
  });
}

/** O: for each place between min-s and max-s what prepared in the highest view, or the null request. */
function proposalsFrom(records: readonly ViewChangeRecord[]): Proposal[] {
  const low = latestStable(records).stable;
  const best = new Map<number, Certificate>();
  let high = low;
  for (const { certificates } of records) {
    for (const certificate of certificates) {
      const { sequence, view } = certificate;
      if (sequence <= low) continue;
      high = Math.max(high, sequence);
      const before = best.get(sequence);
      if (before === undefined || before.view < view) best.set(sequence, certificate);
    }
  }
  return Array.from({ length: high - low }, (_, i) => {
    const sequence = low + 1 + i;
    return { sequence, command: best.get(sequence)?.command };
  });
}
