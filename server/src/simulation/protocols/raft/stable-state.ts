import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import { NOBODY, type Configuration } from './configuration';
import { garbledEntry, type LogEntry, type RaftSnapshot } from './raft-message';

interface Ballot {
  readonly term: number;
  /** Place id of the candidate that got this server's vote in the term, or -1. */
  readonly votedFor: number;
}

/** What damage took from an earlier life: its log reached this far when it knew this term. */
interface Loss {
  readonly term: number;
  readonly lastIndex: number;
}

/**
 * What a server keeps on disk (figure 2 of the paper, "persistent state"): its term and vote, its log, its last snapshot,
 * the voters that it was first configured with, and who it is itself.
 */
export class StableState {
  readonly log: StableLog<LogEntry>;
  private readonly ballot: StableCell<Ballot>;
  private readonly snapshotCell: StableCell<RaftSnapshot | undefined>;
  private readonly bootstrap: StableCell<Configuration | undefined>;
  private readonly identityCell: StableCell<number>;
  /** Entries of an earlier life were lost to damage, so this server's log may lack committed entries. */
  private readonly lossCell: StableCell<Loss | undefined>;

  constructor(storage: StableStorage) {
    this.log = storage.log<LogEntry>('log', garbledEntry);
    this.ballot = storage.cell<Ballot>('ballot', { term: 0, votedFor: -1 });
    this.snapshotCell = storage.cell<RaftSnapshot | undefined>('snapshot', undefined, weightOfSnapshot);
    this.bootstrap = storage.cell<Configuration | undefined>('bootstrap', undefined);
    this.identityCell = storage.cell<number>('identity', 0);
    this.lossCell = storage.cell<Loss | undefined>('loss', undefined);
  }

  /**
   * Reads the disk. `newborn`: what an empty disk begins with; a server that joins a running cluster has to be told who votes.
   */
  recover(newborn: { readonly configuration: Configuration; readonly identity: number }): void {
    if (this.bootstrap.value === undefined) {
      this.bootstrap.value = newborn.configuration;
      this.identityCell.value = newborn.identity;
    }
    // A record that does not match its checksum ends the log. What came after it may have been committed with this
    // server's help, so it must not vote before a leader has given it back ("Protocol-Aware Recovery", FAST 2018).
    const lastIndex = Math.max(this.log.lastIndex, this.lossCell.value?.lastIndex ?? 0);
    if (this.log.discardDamaged(this.snapshot?.lastIndex) > 0) this.lossCell.value = { term: this.term, lastIndex };
  }

  get identity(): number {
    return this.identityCell.value;
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
    return this.lossCell.value !== undefined;
  }

  /**
   * The log is that of a leader of `term` up to `match`, and committed up to `commit`. It holds again whatever this server may
   * have helped to commit where it reaches as far as it did, or holds an entry that a leader elected since, without this
   * server's vote, has committed in its own term: all that was committed before stands in front of that (3.6.2).
   */
  regained(term: number, match: number, commit: number): void {
    const loss = this.lossCell.value;
    if (loss === undefined) return;
    const isOfLaterTerm = term > loss.term && commit <= match && this.termAt(commit) === term;
    if (match >= loss.lastIndex || isOfLaterTerm) this.lossCell.value = undefined;
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
  latestConfiguration(): Configuration {
    return this.configurationAt(this.log.lastIndex);
  }

  /** The latest configuration up to an index that is not before the snapshot's: what a snapshot there has to say (5.1). */
  configurationAt(upTo: number): Configuration {
    for (let index = upTo; index >= this.log.firstIndex; index--) {
      const configuration = this.log.get(index)?.configuration;
      if (configuration !== undefined) return configuration;
    }
    return this.snapshot?.configuration ?? this.bootstrap.value ?? NOBODY;
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
