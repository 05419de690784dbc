import type { Command } from '../../environment/command';
import { FailureReason } from '../../run';
import { digestOf } from './digest';
import { PbftType, type Answer, type PbftMessage, type Proposal } from './message';
import type { PbftReplica } from './replica';
import { Slot } from './slot';

/** Normal-case operation: sections 4.2 and 4.3's water marks. */
export class Ordering {
  readonly slots = new Map<number, Slot>();
  /** Next free place of the order, where this replica is the primary. */
  private next = 1;
  /** Newest operation of each session that this primary has ordered in its view. */
  private readonly ordered = new Map<number, number>();

  constructor(private readonly replica: PbftReplica) {}

  /** Reads the log back after a restart. */
  recover(): void {
    const { replica } = this;
    const { stable, context } = replica;
    for (const record of stable.records()) {
      const slot = this.slot(record.sequence);
      slot.accept(record.view, record.command);
      slot.stored = true;
      // What an earlier view proposed and nobody took over leaves its place free.
      if (record.view === stable.view || record.committed) this.next = record.sequence + 1;
      slot.committed = record.committed;
      if (record.view !== stable.view || !stable.isActive) continue;
      if (!replica.isPrimary) slot.addPrepare(context.self, slot.view, slot.digest);
      if (record.certificate?.view !== slot.view) continue;
      slot.prepared = true;
      slot.addCommit(context.self, slot.view, slot.digest);
    }
    this.next = Math.max(this.next, stable.low + 1);
    this.execute();
  }

  slot(sequence: number): Slot {
    let slot = this.slots.get(sequence);
    if (slot === undefined) this.slots.set(sequence, (slot = new Slot(sequence)));
    return slot;
  }

  /** The primary gives a request the next place and multicasts the pre-prepare, the request with it. */
  order(command: Command): void {
    const { replica } = this;
    if ((this.ordered.get(command.session) ?? -1) >= command.operation) return;
    // At the high water mark it waits for the next stable checkpoint.
    if (this.next > replica.high || !replica.context.storage.hasRoom) return;
    this.ordered.set(command.session, command.operation);
    const sequence = this.next++;
    const { view } = replica;
    this.accept(sequence, view, command);
    replica.context.storage.sync(() => {
      if (!this.isIn(view)) return;
      const slot = this.slot(sequence);
      slot.stored = true;
      this.sendPrePrepare(sequence, -1);
      this.check(slot);
    });
    replica.retransmission.arm();
  }

  orderPending(): void {
    for (const command of [...this.replica.pending.values()]) this.order(command);
  }

  /** Starts a view: what its new-view proposes is pre-prepared, the rest of the log is open again (section 4.4). */
  begin(view: number, low: number, proposals: readonly Proposal[]): void {
    const { replica } = this;
    const { context } = replica;
    this.ordered.clear();
    this.next = Math.max(low, replica.stable.low) + 1;
    for (const slot of this.slots.values()) if (!slot.committed) slot.forget();
    for (const { sequence, command } of proposals) {
      this.next = Math.max(this.next, sequence + 1);
      if (command !== undefined) this.ordered.set(command.session, command.operation);
      if (sequence <= replica.stable.low) continue;
      this.accept(sequence, view, command);
    }
    context.storage.sync(() => {
      if (!this.isIn(view)) return;
      for (const { sequence } of proposals) {
        if (sequence > replica.stable.low) this.prepare(this.slot(sequence));
      }
    });
  }

  onPrePrepare(m: PbftMessage): void {
    const { replica } = this;
    const { view, sequence, command, from } = m;
    if (!this.isIn(view) || from !== replica.primaryOf(view) || from === replica.context.self) return;
    if (!this.isWithinMarks(sequence)) return;
    // Only a client's request can be proposed, and only as it is: its authenticator tells.
    if (command === undefined || m.digest !== digestOf(command)) return;
    const slot = this.slot(sequence);
    // Never two for one place in one view: an equivocating primary gets no second word in.
    if (slot.view === view || (slot.committed && slot.digest !== m.digest)) return;
    replica.keep(command);
    this.accept(sequence, view, command);
    replica.views.watchPrimary();
    replica.retransmission.arm();
    replica.context.storage.sync(() => {
      if (this.isIn(view)) this.prepare(slot);
    });
  }

  onPrepare(m: PbftMessage): void {
    // The primary's pre-prepare is its word: prepares are the backups'.
    if (!this.isFromMember(m) || m.from === this.replica.primaryOf(m.view)) return;
    if (m.view < this.replica.view || !this.isWithinMarks(m.sequence)) return;
    const slot = this.slot(m.sequence);
    slot.addPrepare(m.from, m.view, m.digest);
    this.replica.retransmission.arm();
    this.check(slot);
  }

  onCommit(m: PbftMessage): void {
    if (!this.isFromMember(m) || m.view < this.replica.view || !this.isWithinMarks(m.sequence)) return;
    const slot = this.slot(m.sequence);
    slot.addCommit(m.from, m.view, m.digest);
    this.replica.retransmission.arm();
    this.check(slot);
  }

  /** A request was decided for a place, whether or not this replica had a part in that. */
  learn(sequence: number, command: Command | undefined): void {
    const { stable, context } = this.replica;
    const slot = this.slot(sequence);
    if (!slot.committed) {
      slot.learn(command);
      stable.learnt(sequence, command);
      context.appended(sequence, command?.value ?? 0);
      // A primary whose view the others have left alone has no place to give away that they have filled.
      this.next = Math.max(this.next, sequence + 1);
    }
    this.execute();
  }

  /** Sends again what this replica has said about a place: to one replica, or to all others. */
  repeat(slot: Slot, to: number): void {
    const { context, isPrimary } = this.replica;
    if (!this.isIn(slot.view)) return;
    if (isPrimary) this.sendPrePrepare(slot.sequence, to);
    else if (slot.hasPrepareOf(context.self)) this.vote(PbftType.Prepare, slot, to);
    if (slot.hasCommitOf(context.self)) this.vote(PbftType.Commit, slot, to);
  }

  /** Forgets the log up to a stable checkpoint; the primary may go on. */
  truncate(low: number): void {
    for (const sequence of this.slots.keys()) if (sequence <= low) this.slots.delete(sequence);
    this.next = Math.max(this.next, low + 1);
    if (this.replica.isPrimary && this.replica.stable.isActive) this.orderPending();
  }

  /** Executes committed requests in their order. */
  execute(): void {
    const { replica } = this;
    for (;;) {
      const slot = this.slots.get(replica.lastExecuted + 1);
      if (slot?.committed !== true) return;
      replica.lastExecuted = slot.sequence;
      if (slot.command !== undefined) this.perform(slot.command);
      replica.context.committed(slot.sequence);
      replica.views.progressed();
      replica.checkpoints.executed(slot.sequence);
    }
  }

  /** What is committed is decided: nothing else takes its place in any view. */
  private accept(sequence: number, view: number, command: Command | undefined): void {
    const slot = this.slot(sequence);
    if (slot.committed && slot.digest !== digestOf(command)) return;
    slot.accept(view, command);
    this.replica.stable.accepted(sequence, view, command);
    this.replica.context.appended(sequence, command?.value ?? 0);
  }

  private prepare(slot: Slot): void {
    const { context, isPrimary } = this.replica;
    slot.stored = true;
    if (!isPrimary) {
      slot.addPrepare(context.self, slot.view, slot.digest);
      this.vote(PbftType.Prepare, slot, -1);
    }
    this.check(slot);
  }

  /** The predicates prepared and committed-local of section 4.2. */
  private check(slot: Slot): void {
    const { replica } = this;
    const { view } = slot;
    if (!this.isIn(view)) return;
    if (!slot.prepared) {
      if (slot.matchingPrepares() < replica.quorum - 1) return;
      slot.prepared = true;
      replica.views.confirm();
      replica.stable.prepared(slot.sequence, view, slot.command);
      return replica.context.storage.sync(() => {
        if (!this.isIn(view)) return;
        slot.addCommit(replica.context.self, view, slot.digest);
        this.vote(PbftType.Commit, slot, -1);
        this.check(slot);
      });
    }
    if (slot.committed || slot.matchingCommits() < replica.quorum) return;
    slot.committed = true;
    replica.stable.committed(slot.sequence);
    this.execute();
  }

  private perform(command: Command): void {
    const { replica } = this;
    const { session, operation, client } = command;
    const waiting = replica.pending.get(session);
    if (waiting !== undefined && waiting.operation <= operation) replica.pending.delete(session);
    // A session's requests are executed in the order of its ids, each once (section 4.1).
    if ((replica.answers.get(session)?.operation ?? -1) >= operation) return;
    const { reason, output, observation } = command.isRead
      ? replica.machine.read(command)
      : replica.machine.apply(command);
    const answer: Answer = { operation, client, reason, output, observation };
    // What this replica's own disk has damaged is its own affair; the others' answers count.
    if (reason !== FailureReason.Corrupt) replica.answers.set(session, answer);
    replica.reply(answer);
  }

  private sendPrePrepare(sequence: number, to: number): void {
    const { context, view } = this.replica;
    const slot = this.slots.get(sequence);
    // A null request is only ever proposed by a new-view.
    if (slot?.command === undefined || slot.view !== view || !slot.stored) return;
    const m = context.message(PbftType.PrePrepare);
    m.view = view;
    m.sequence = sequence;
    m.digest = slot.digest;
    m.command = slot.command;
    m.values = slot.command.isRead ? 0 : 1;
    m.toStore = !slot.command.isRead;
    this.send(m, to);
  }

  private vote(type: PbftType, slot: Slot, to: number): void {
    const m = this.replica.context.message(type);
    m.view = slot.view;
    m.sequence = slot.sequence;
    m.digest = slot.digest;
    this.send(m, to);
  }

  private send(m: PbftMessage, to: number): void {
    const { context } = this.replica;
    if (to < 0) context.sendToOthers(m);
    else context.send(to, m);
  }

  private isIn(view: number): boolean {
    return this.replica.view === view && this.replica.stable.isActive;
  }

  private isFromMember(m: PbftMessage): boolean {
    return this.replica.context.members.includes(m.from);
  }

  isWithinMarks(sequence: number): boolean {
    const { replica } = this;
    if (sequence > replica.high) replica.retransmission.fellBehind();
    return sequence > replica.stable.low && sequence <= replica.high;
  }
}
