import { PbType, type LogEntry, type PrimaryBackupMessage, type StateCopy } from './message';
import type { PrimaryBackupReplica } from './replica';
import { PbTimer } from './timers';

/** Why a log does not match the primary's. */
const Mismatch = { TooShort: -1, Diverged: -2 } as const;

/**
 * The backups' side: take the primary's log, apply it, confirm it. A backup that followed another primary may hold entries
 * that this one does not know. They are dropped, whoever was told that they were safe: with `rewind` back to the last common
 * entry (pg_rewind, MongoDB's rollback), with `rebuild` together with everything else, for a copy of the whole state.
 */
export class Following {
  /** Up to here the log is known to be the one of this epoch's primary. */
  private matched = 0;
  private matchedEpoch = -1;
  /** First entry that is not the primary's, where the whole state is about to be replaced; -1 otherwise. */
  private divergedFrom = -1;
  private incoming: { readonly copy: StateCopy; readonly from: number; readonly sentAt: number } | undefined;

  constructor(private readonly server: PrimaryBackupReplica) {}

  onUpdate(m: PrimaryBackupMessage): void {
    const { server } = this;
    if (!this.accepts(m)) return;
    const { from, sentAt, index, commit } = m;
    const { epoch } = server;
    if (server.role === 'rebuilding') return this.reply(from, epoch, false, 0, false, sentAt);
    const match = this.takeEntries(m);
    if (match < 0) {
      const hopeless = match === Mismatch.Diverged;
      const hint = hopeless ? 0 : this.hintFor(index);
      return server.context.storage.sync(() => this.reply(from, epoch, false, hint, hopeless, sentAt));
    }
    server.context.storage.sync(() => {
      // A new primary may have cut the log meanwhile; it asks anew.
      if (server.epoch !== epoch || server.role !== 'backup') return;
      server.applyUpTo(match);
      if (commit > 0 && commit <= match) server.stable.completed();
      this.reply(from, epoch, true, match, false, sentAt);
    });
  }

  onCopy(m: PrimaryBackupMessage): void {
    const { server } = this;
    const { copy, from, sentAt } = m;
    if (!this.accepts(m) || copy === undefined || server.role === 'rebuilding') return;
    // Sent twice, or late: nothing that was confirmed since may go for it.
    if (this.divergedFrom < 0 && this.matched >= copy.lastIndex) {
      const { epoch } = server;
      return server.context.storage.sync(() => this.confirmCopy(from, epoch, copy.lastIndex, sentAt));
    }
    const { lastIndex } = server.stable;
    if (this.divergedFrom >= 0 && lastIndex >= this.divergedFrom) {
      server.context.truncated(this.divergedFrom, lastIndex - this.divergedFrom + 1);
    }
    this.incoming = { copy, from, sentAt };
    server.machine.restore(undefined);
    server.become('rebuilding');
    // Loading a copy takes as long as replaying that many entries.
    const { replayPerS } = server.context.store.storage;
    server.context.setTimer(PbTimer.Rebuild, (copy.state.weight * 1e9) / replayPerS);
  }

  /** The copy is loaded. */
  rebuilt(): void {
    const { server, incoming } = this;
    if (incoming === undefined) return;
    this.incoming = undefined;
    this.divergedFrom = -1;
    const { copy, from, sentAt } = incoming;
    const { epoch } = server;
    server.stable.install(copy);
    server.stable.completed();
    server.rebuildMachine(copy.lastIndex);
    server.context.storage.sync(() => {
      server.become('backup');
      if (server.epoch !== epoch) return;
      this.matched = copy.lastIndex;
      this.matchedEpoch = epoch;
      this.confirmCopy(from, epoch, copy.lastIndex, sentAt);
    });
  }

  private confirmCopy(to: number, epoch: number, index: number, sentAt: number): void {
    const m = this.server.context.message(PbType.CopyReply);
    m.epoch = epoch;
    m.index = index;
    m.sentAt = sentAt;
    this.server.context.send(to, m);
  }

  /** True where the sender is the primary that this replica follows, from now on if not before. */
  private accepts(m: PrimaryBackupMessage): boolean {
    const { server } = this;
    if (m.epoch < server.epoch) {
      const answer = server.context.message(PbType.Superseded);
      answer.epoch = server.epoch;
      answer.index = server.stable.primary;
      server.context.send(m.from, answer);
      return false;
    }
    if (m.epoch > server.epoch) server.follow(m.epoch, m.from);
    if (server.primary !== m.from) {
      server.primary = m.from;
      server.context.trust(m.from);
    }
    server.succession.heardPrimary(m.type === PbType.Update && m.entries.length === 0);
    if (this.matchedEpoch !== m.epoch) {
      this.matchedEpoch = m.epoch;
      this.matched = 0;
      this.divergedFrom = -1;
    }
    return true;
  }

  /** Raft's log matching (section 3.5), by epochs. Returns up to where the log now matches, or why it does not. */
  private takeEntries(m: PrimaryBackupMessage): number {
    const { server } = this;
    const { stable } = server;
    const { entries, index: previous } = m;
    // Until the copy has come nothing more is confirmed: it may not reach as far.
    if (this.divergedFrom >= 0) return Mismatch.Diverged;
    const known = Math.max(0, this.matched - previous);
    if (known === 0 && stable.epochAt(previous) !== m.logEpoch) {
      if (stable.lastIndex < previous) return Mismatch.TooShort;
      return this.diverged(previous) ? Mismatch.Diverged : Mismatch.TooShort;
    }
    for (let i = known; i < entries.length; i++) {
      const index = previous + 1 + i;
      const entry = entries[i] as LogEntry;
      const held = stable.epochAt(index);
      if (held === entry.epoch) continue;
      if (index <= stable.lastIndex) {
        if (this.diverged(index)) return Mismatch.Diverged;
        server.truncateFrom(index);
      }
      if (!server.context.storage.hasRoom) return Math.max(this.matched, index - 1);
      server.append(entry);
    }
    this.matched = Math.max(this.matched, previous + entries.length);
    return this.matched;
  }

  /** The entry at an index is not the primary's. True where only a copy of everything helps. */
  private diverged(index: number): boolean {
    const { stable, policy } = this.server;
    const isInCheckpoint = index <= (stable.copy?.lastIndex ?? 0);
    if (policy.rejoin === 'rewind' && !isInCheckpoint) return false;
    if (this.divergedFrom < 0 || index < this.divergedFrom) this.divergedFrom = index;
    return true;
  }

  /** The highest index worth trying when `previous` does not match: back over the whole epoch that conflicts. */
  private hintFor(previous: number): number {
    const { stable } = this.server;
    if (stable.lastIndex < previous) return stable.lastIndex;
    const epoch = stable.epochAt(previous);
    let index = previous - 1;
    while (index > stable.log.firstIndex && stable.epochAt(index) === epoch) index--;
    return Math.max(0, index);
  }

  private reply(to: number, epoch: number, matched: boolean, index: number, other: boolean, sentAt: number): void {
    const m = this.server.context.message(PbType.UpdateReply);
    m.epoch = epoch;
    m.flag = matched;
    m.index = index;
    m.other = other;
    m.sentAt = sentAt;
    this.server.context.send(to, m);
  }
}
