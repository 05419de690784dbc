import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { garbledEntry, type LogEntry, type RaftSnapshot } from './raft-message';

interface Ballot {
  readonly term: number;
  /** Place id of the candidate that got this server's vote in the term, or -1. */
  readonly votedFor: number;
}

/**
 * What a server keeps on disk (figure 2 of the paper, "persistent state"): its term and vote, its log, its last snapshot,
 * and the voters that it was first configured with.
 */
export class StableState {
  readonly log: StableLog<LogEntry>;
  private readonly ballot: StableCell<Ballot>;
  private readonly snapshotCell: StableCell<RaftSnapshot | undefined>;
  private readonly bootstrap: StableCell<readonly number[] | undefined>;
  /** Entries of an earlier life were lost to damage, so this server's log may lack committed entries. */
  private readonly incompleteCell: StableCell<boolean>;

  constructor(storage: StableStorage) {
    this.log = storage.log<LogEntry>('log', garbledEntry);
    this.ballot = storage.cell<Ballot>('ballot', { term: 0, votedFor: -1 });
    this.snapshotCell = storage.cell<RaftSnapshot | undefined>('snapshot', undefined);
    this.bootstrap = storage.cell<readonly number[] | undefined>('bootstrap', undefined);
    this.incompleteCell = storage.cell<boolean>('incomplete', false);
  }

  /**
   * Reads the disk. `configured`: the voters to begin with where the disk is empty; undefined for a server that joins a
   * running cluster and has to be told.
   */
  recover(configured: readonly number[] | undefined): void {
    if (this.bootstrap.value === undefined && configured !== undefined) this.bootstrap.value = configured;
    // A record that does not match its checksum ends the log. What came after it may have been committed with this
    // server's help, so it must not vote before a leader has given it back ("Protocol-Aware Recovery", FAST 2018).
    if (this.log.discardDamaged(this.snapshot?.lastIndex) > 0) this.incompleteCell.value = true;
  }

  get term(): number {
    return this.ballot.value.term;
  }

  get votedFor(): number {
    return this.ballot.value.votedFor;
  }

  vote(term: number, votedFor: number): void {
    this.ballot.value = { term, votedFor };
  }

  get isIncomplete(): boolean {
    return this.incompleteCell.value;
  }

  /** The log holds again all that a leader knew to be committed. */
  completed(): void {
    if (this.incompleteCell.value) this.incompleteCell.value = false;
  }

  get snapshot(): RaftSnapshot | undefined {
    return this.snapshotCell.value;
  }

  set snapshot(snapshot: RaftSnapshot | undefined) {
    this.snapshotCell.value = snapshot;
  }

  /** Index of the last entry, in the log or in the snapshot. */
  get lastIndex(): number {
    return Math.max(this.log.lastIndex, this.snapshot?.lastIndex ?? 0);
  }

  get lastTerm(): number {
    return this.termAt(this.lastIndex);
  }

  /** Term of the entry at an index; 0 before the first, -1 where neither log nor snapshot can tell. */
  termAt(index: number): number {
    if (index === 0) return 0;
    const entry = this.log.get(index);
    if (entry !== undefined) return entry.term;
    const snapshot = this.snapshot;
    return snapshot !== undefined && snapshot.lastIndex === index ? snapshot.lastTerm : -1;
  }

  /** The latest configuration in the log, committed or not (dissertation, section 4.1), else the snapshot's. */
  latestVoters(): readonly number[] {
    for (let index = this.log.lastIndex; index >= this.log.firstIndex; index--) {
      const voters = this.log.get(index)?.voters;
      if (voters !== undefined) return voters;
    }
    return this.snapshot?.voters ?? this.bootstrap.value ?? [];
  }

  /** Makes a snapshot the beginning of the log: keeps what follows it where the log agrees with it, else nothing. */
  install(snapshot: RaftSnapshot): void {
    const agrees = this.termAt(snapshot.lastIndex) === snapshot.lastTerm;
    this.snapshot = snapshot;
    if (!agrees) this.log.truncateFrom(this.log.firstIndex);
    this.log.dropBefore(snapshot.lastIndex + 1);
  }

  /** Forgets log and snapshot; term and vote stay. */
  clear(): void {
    this.snapshot = undefined;
    this.log.clear();
  }
}
