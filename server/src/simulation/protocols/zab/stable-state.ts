import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import type { Configuration } from './configuration';
import { garbledTransaction, type Transaction, type ZabSnapshot } from './message';

/** Transactions kept before the snapshot, so that a follower a little behind needs no snapshot (`commitLogCount`). */
const KEPT_BEFORE_SNAPSHOT = 500;

/**
 * What a server keeps on disk (DSN 2011, section IV): the history, the epoch of the last NEWEPOCH that it acknowledged
 * (f.p, ZooKeeper's acceptedEpoch) and of the last NEWLEADER (f.a, currentEpoch), and the last configuration that it knows to
 * be committed (`zoo.cfg.dynamic`).
 */
export class StableState {
  readonly log: StableLog<Transaction>;
  private readonly accepted: StableCell<number>;
  private readonly current: StableCell<number>;
  private readonly snapshotCell: StableCell<ZabSnapshot | undefined>;
  private readonly incompleteCell: StableCell<boolean>;
  private readonly configurationCell: StableCell<Configuration | undefined>;
  private readonly belongedCell: StableCell<boolean>;

  constructor(storage: StableStorage) {
    this.log = storage.log<Transaction>('log', garbledTransaction);
    this.accepted = storage.cell<number>('accepted epoch', 0);
    this.current = storage.cell<number>('current epoch', 0);
    this.snapshotCell = storage.cell<ZabSnapshot | undefined>('snapshot', undefined, weightOfSnapshot);
    this.incompleteCell = storage.cell<boolean>('incomplete', false);
    this.configurationCell = storage.cell<Configuration | undefined>('configuration', undefined);
    this.belongedCell = storage.cell<boolean>('belonged', false);
  }

  /** Reads the disk. A damaged record ends the log, and what came after it may have been committed with its help. */
  recover(): void {
    if (this.log.discardDamaged(this.snapshot?.lastIndex) > 0) this.incompleteCell.value = true;
  }

  /** The first start: with the members that it is configured with, or as one that joins a running ensemble and has no vote. */
  configure(members: readonly number[] | undefined): void {
    if (this.configuration !== undefined) return;
    if (members === undefined) this.incompleteCell.value = true;
    else {
      this.configuration = { version: 0, members };
      this.belongs();
    }
  }

  get configuration(): Configuration | undefined {
    return this.configurationCell.value;
  }

  set configuration(configuration: Configuration | undefined) {
    this.configurationCell.value = configuration;
  }

  /** It is a member now, or was one. */
  get belonged(): boolean {
    return this.belongedCell.value;
  }

  belongs(): void {
    if (!this.belongedCell.value) this.belongedCell.value = true;
  }

  get acceptedEpoch(): number {
    return this.accepted.value;
  }

  set acceptedEpoch(epoch: number) {
    this.accepted.value = epoch;
  }

  get currentEpoch(): number {
    return this.current.value;
  }

  set currentEpoch(epoch: number) {
    if (epoch !== this.current.value) this.current.value = epoch;
  }

  /** It lacks transactions that it once acknowledged: it must not vote before a leader has given them back. */
  get isIncomplete(): boolean {
    return this.incompleteCell.value;
  }

  completed(): void {
    if (this.incompleteCell.value) this.incompleteCell.value = false;
  }

  get snapshot(): ZabSnapshot | undefined {
    return this.snapshotCell.value;
  }

  set snapshot(snapshot: ZabSnapshot | undefined) {
    this.snapshotCell.value = snapshot;
  }

  get lastIndex(): number {
    return Math.max(this.log.lastIndex, this.snapshot?.lastIndex ?? 0);
  }

  get lastZxid(): number {
    return this.zxidAt(this.lastIndex);
  }

  /** Identifier of the transaction at a place in the history; 0 before the first, -1 where neither log nor snapshot can tell. */
  zxidAt(index: number): number {
    if (index === 0) return 0;
    const transaction = this.log.get(index);
    if (transaction !== undefined) return transaction.zxid;
    const snapshot = this.snapshot;
    return snapshot?.lastIndex === index ? snapshot.lastZxid : -1;
  }

  /** Place of the last transaction that is not after `zxid`; -1 where the log no longer reaches back to it. */
  indexNotAfter(zxid: number): number {
    const { log } = this;
    let low = log.firstIndex - 1;
    if (this.zxidAt(low) > zxid) return -1;
    let high = log.lastIndex;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.zxidAt(middle) <= zxid) low = middle;
      else high = middle - 1;
    }
    return this.zxidAt(low) < 0 ? -1 : low;
  }

  /** Drops the transactions after a place in the history; false where only the snapshot holds what would have to stay. */
  truncateAfter(index: number): boolean {
    if (index < (this.snapshot?.lastIndex ?? 0) || index < this.log.firstIndex - 1) return false;
    this.log.truncateFrom(index + 1);
    return true;
  }

  /** Takes a snapshot in place of everything there is, which may have been longer where disks have failed. */
  install(snapshot: ZabSnapshot): void {
    this.log.clear();
    this.snapshot = snapshot;
    this.log.dropBefore(snapshot.lastIndex + 1);
  }

  /** Forgets its history, and with it the right to vote. */
  startOver(): void {
    this.snapshot = undefined;
    this.log.clear();
    this.current.value = 0;
    this.incompleteCell.value = true;
  }

  dropCovered(): void {
    this.log.dropBefore((this.snapshot?.lastIndex ?? 0) + 1 - KEPT_BEFORE_SNAPSHOT);
  }
}
