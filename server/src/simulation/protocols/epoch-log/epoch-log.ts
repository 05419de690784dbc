import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import { garbledEntry, type EpochEntry, type EpochState } from './epoch-entry';

/** A log of commands by epoch on a replica's disk; a checkpoint may have taken the place of its beginning. */
export class EpochLog {
  /** A log that is replaced as a whole begins a new one, as a new base backup begins in a new directory. */
  private readonly generation: StableCell<number>;
  private readonly stateCell: StableCell<EpochState | undefined>;
  private entries: StableLog<EpochEntry>;

  constructor(private readonly storage: StableStorage) {
    this.generation = storage.cell<number>('generation', 0);
    this.stateCell = storage.cell<EpochState | undefined>('checkpoint', undefined, weightOfSnapshot);
    this.entries = this.open();
  }

  /** Reads the disk; returns how many entries were lost to damage. */
  recover(): number {
    this.entries = this.open();
    return this.entries.discardDamaged(this.state?.lastIndex);
  }

  get state(): EpochState | undefined {
    return this.stateCell.value;
  }

  set state(state: EpochState | undefined) {
    this.stateCell.value = state;
  }

  get lastIndex(): number {
    return Math.max(this.entries.lastIndex, this.state?.lastIndex ?? 0);
  }

  get lastEpoch(): number {
    return this.epochAt(this.lastIndex);
  }

  /** Epoch of the entry at an index; 0 before the first, -1 where neither log nor checkpoint can tell. */
  epochAt(index: number): number {
    if (index === 0) return 0;
    const entry = this.entries.get(index);
    if (entry !== undefined) return entry.epoch;
    return this.state?.lastIndex === index ? this.state.lastEpoch : -1;
  }

  get(index: number): EpochEntry | undefined {
    return this.entries.get(index);
  }

  slice(from: number, to: number): EpochEntry[] {
    return this.entries.slice(from, to);
  }

  append(entry: EpochEntry): number {
    return this.entries.append(entry);
  }

  truncateFrom(index: number): void {
    this.entries.truncateFrom(index);
  }

  dropBefore(index: number): void {
    this.entries.dropBefore(index);
  }

  /** Takes a state in place of everything there is. */
  install(state: EpochState): void {
    this.entries.truncateFrom(this.entries.firstIndex);
    this.generation.value++;
    this.entries = this.open();
    this.state = state;
    this.entries.dropBefore(state.lastIndex + 1);
  }

  private open(): StableLog<EpochEntry> {
    return this.storage.log<EpochEntry>(`log ${this.generation.value}`, garbledEntry);
  }
}
