import type { StableCell, StableLog } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { garbledUpdate, type ChainState, type Update } from './message';

/** The updates that a server has processed (Hist in the paper), on its disk; the beginning may be a checkpoint. */
export class UpdateHistory {
  private readonly generation: StableCell<number>;
  private readonly stateCell: StableCell<ChainState | undefined>;
  private updates: StableLog<Update>;

  constructor(private readonly storage: StableStorage) {
    this.generation = storage.cell<number>('generation', 0);
    this.stateCell = storage.cell<ChainState | undefined>('checkpoint', undefined);
    this.updates = this.open();
  }

  /** Reads the disk; returns how many updates were lost to damage. */
  recover(): number {
    this.updates = this.open();
    return this.updates.discardDamaged();
  }

  get state(): ChainState | undefined {
    return this.stateCell.value;
  }

  set state(state: ChainState | undefined) {
    this.stateCell.value = state;
  }

  get lastIndex(): number {
    return Math.max(this.updates.lastIndex, this.state?.lastIndex ?? 0);
  }

  /** Configuration of the update at an index; 0 before the first, -1 where neither log nor checkpoint can tell. */
  configurationAt(index: number): number {
    if (index === 0) return 0;
    const update = this.updates.get(index);
    if (update !== undefined) return update.configuration;
    return this.state?.lastIndex === index ? this.state.lastConfiguration : -1;
  }

  get(index: number): Update | undefined {
    return this.updates.get(index);
  }

  slice(from: number, to: number): Update[] {
    return this.updates.slice(from, to);
  }

  append(update: Update): number {
    return this.updates.append(update);
  }

  truncateFrom(index: number): void {
    this.updates.truncateFrom(index);
  }

  dropBefore(index: number): void {
    this.updates.dropBefore(index);
  }

  /** Takes a state in place of everything there is. */
  install(state: ChainState): void {
    this.updates.truncateFrom(this.updates.lastIndex - this.updates.records + 1);
    this.generation.value++;
    this.updates = this.open();
    this.state = state;
    this.updates.dropBefore(state.lastIndex + 1);
  }

  private open(): StableLog<Update> {
    return this.storage.log<Update>(`updates ${this.generation.value}`, garbledUpdate);
  }
}
