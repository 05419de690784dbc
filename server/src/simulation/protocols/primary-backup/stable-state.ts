import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import { NO_EPOCH } from './epoch';
import { garbledEntry, type IssuedConfiguration, type LogEntry, type StateCopy } from './message';

interface Allegiance {
  /** Highest epoch that this replica has accepted: it takes no part in lower ones any more. */
  readonly epoch: number;
  /** Place id of the primary (or candidate) of that epoch, or -1. */
  readonly primary: number;
}

/** What a replica keeps on disk: its allegiance, its log, its last checkpoint. */
export class StableState {
  /** A rebuilt replica begins a new log, as a new base backup begins in a new directory. */
  private readonly generation: StableCell<number>;
  private current: StableLog<LogEntry>;
  private readonly allegiance: StableCell<Allegiance>;
  private readonly copyCell: StableCell<StateCopy | undefined>;
  private readonly incompleteCell: StableCell<boolean>;
  private found: IssuedConfiguration | undefined;

  constructor(
    private readonly storage: StableStorage,
    /** Who belongs to the store before any log says so; the first is the configured primary. */
    private readonly configured: readonly number[],
  ) {
    this.generation = storage.cell<number>('generation', 0);
    this.current = this.openLog();
    this.allegiance = storage.cell<Allegiance>('allegiance', { epoch: NO_EPOCH, primary: configured[0] ?? -1 });
    this.copyCell = storage.cell<StateCopy | undefined>('checkpoint', undefined, weightOfSnapshot);
    this.incompleteCell = storage.cell<boolean>('incomplete', false);
  }

  /** Reads the disk. A record whose checksum does not match ends the log, and what came after it is missing. */
  recover(): void {
    this.current = this.openLog();
    if (this.log.discardDamaged(this.copyCell.value?.lastIndex) > 0) this.incompleteCell.value = true;
    this.found = undefined;
  }

  get log(): StableLog<LogEntry> {
    return this.current;
  }

  get epoch(): number {
    return this.allegiance.value.epoch;
  }

  get primary(): number {
    return this.allegiance.value.primary;
  }

  follow(epoch: number, primary: number): void {
    this.allegiance.value = { epoch, primary };
  }

  /** Entries were lost to damage: until a primary has given them back this log says nothing about what is the newest. */
  get isIncomplete(): boolean {
    return this.incompleteCell.value;
  }

  completed(): void {
    if (this.incompleteCell.value) this.incompleteCell.value = false;
  }

  get copy(): StateCopy | undefined {
    return this.copyCell.value;
  }

  set copy(copy: StateCopy | undefined) {
    this.copyCell.value = copy;
  }

  /** Index of the last entry, in the log or in the checkpoint. */
  get lastIndex(): number {
    return Math.max(this.log.lastIndex, this.copy?.lastIndex ?? 0);
  }

  get lastEpoch(): number {
    return this.epochAt(this.lastIndex);
  }

  /** Epoch of the entry at an index; 0 before the first, -1 where neither log nor checkpoint can tell. */
  epochAt(index: number): number {
    if (index === 0) return NO_EPOCH;
    const entry = this.log.get(index);
    if (entry !== undefined) return entry.epoch;
    return this.copy?.lastIndex === index ? this.copy.lastEpoch : -1;
  }

  append(entry: LogEntry): number {
    if (entry.configuration !== undefined) this.found = undefined;
    return this.log.append(entry);
  }

  truncateFrom(index: number): void {
    this.log.truncateFrom(index);
    this.found = undefined;
  }

  /** Takes a copy in place of everything there is. */
  install(copy: StateCopy): void {
    this.log.truncateFrom(this.log.firstIndex);
    this.generation.value++;
    this.current = this.openLog();
    this.copy = copy;
    this.log.dropBefore(copy.lastIndex + 1);
    this.found = undefined;
  }

  /** The latest configuration in the log, acknowledged or not. */
  latest(): IssuedConfiguration {
    return (this.found ??= this.configurationAt(this.lastIndex));
  }

  /** The configuration that was the latest at an index. */
  configurationAt(upTo: number): IssuedConfiguration {
    for (let index = Math.min(upTo, this.log.lastIndex); index >= this.log.firstIndex; index--) {
      const entry = this.log.get(index);
      if (entry?.configuration !== undefined) return { configuration: entry.configuration, index, epoch: entry.epoch };
    }
    return (
      this.copy?.issued ?? { configuration: { members: this.configured, entitled: [] }, index: 0, epoch: NO_EPOCH }
    );
  }

  private openLog(): StableLog<LogEntry> {
    return this.storage.log<LogEntry>(`log ${this.generation.value}`, garbledEntry);
  }
}
