import type { Command } from '../../environment/command';
import type { StableCell, StableMap } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import type { Certificate, CheckpointState, Proposal, ViewChangeRecord } from './message';

/** What a replica has promised for one place of the order. Immutable. */
export interface SlotRecord {
  readonly sequence: number;
  /** View of the last pre-prepare accepted. */
  readonly view: number;
  readonly command: Command | undefined;
  /** The last certificate, which an earlier view may have made. */
  readonly certificate: Certificate | undefined;
  readonly committed: boolean;
}

/** The new-view message by which a primary began its view, to be sent again to those who missed it. */
export interface NewView {
  readonly records: readonly ViewChangeRecord[];
  readonly proposals: readonly Proposal[];
}

interface ViewState {
  readonly view: number;
  /** False from the replica's view-change message to the new-view. */
  readonly active: boolean;
  /** Undefined in view 0 and at backups. */
  readonly newView: NewView | undefined;
}

/**
 * What a replica keeps on disk. The paper keeps all in memory and counts a replica that forgets among the f faulty;
 * that is what `storage { log: off }` gives. With a disk a replica keeps its promises through a crash.
 */
export class StableState {
  private readonly viewCell: StableCell<ViewState>;
  private readonly checkpointCell: StableCell<CheckpointState | undefined>;
  readonly log: StableMap<SlotRecord>;

  constructor(storage: StableStorage) {
    this.viewCell = storage.cell<ViewState>('view', { view: 0, active: true, newView: undefined });
    this.checkpointCell = storage.cell<CheckpointState | undefined>('checkpoint', undefined, weightOfSnapshot);
    this.log = storage.map<SlotRecord>('log', (record) => ({
      ...record,
      command: record.command?.garbled() ?? record.command,
    }));
  }

  get view(): number {
    return this.viewCell.value.view;
  }

  get isActive(): boolean {
    return this.viewCell.value.active;
  }

  get newView(): NewView | undefined {
    return this.viewCell.value.newView;
  }

  leaveFor(view: number): void {
    this.viewCell.value = { view, active: false, newView: undefined };
  }

  enter(view: number, newView: NewView | undefined): void {
    this.viewCell.value = { view, active: true, newView };
  }

  get checkpoint(): CheckpointState | undefined {
    return this.checkpointCell.value;
  }

  /** A stable checkpoint takes the place of the log up to it (section 4.3). */
  set checkpoint(checkpoint: CheckpointState | undefined) {
    this.checkpointCell.value = checkpoint;
    if (checkpoint !== undefined) this.log.deleteBelow(checkpoint.sequence + 1);
  }

  /** The low water mark: sequence number of the last stable checkpoint. */
  get low(): number {
    return this.checkpoint?.sequence ?? 0;
  }

  accepted(sequence: number, view: number, command: Command | undefined): void {
    const before = this.log.get(sequence);
    const committed = before?.committed ?? false;
    this.log.set(sequence, { sequence, view, command, certificate: before?.certificate, committed });
  }

  prepared(sequence: number, view: number, command: Command | undefined): void {
    const committed = this.log.get(sequence)?.committed ?? false;
    this.log.set(sequence, { sequence, view, command, certificate: { sequence, view, command }, committed });
  }

  committed(sequence: number): void {
    const record = this.log.get(sequence);
    if (record !== undefined) this.log.set(sequence, { ...record, committed: true });
  }

  /** Decided elsewhere, without this replica's part in it. */
  learnt(sequence: number, command: Command | undefined): void {
    const before = this.log.get(sequence);
    this.log.set(sequence, { sequence, view: -1, command, certificate: before?.certificate, committed: true });
  }

  /** Everything that prepared here beyond the last stable checkpoint: the P of a view-change message. */
  certificates(): Certificate[] {
    return this.records().flatMap(({ certificate }) => (certificate === undefined ? [] : [certificate]));
  }

  /** Undamaged records in order. A damaged one is as good as lost: others have it. */
  records(): SlotRecord[] {
    const found: SlotRecord[] = [];
    for (const sequence of this.log.keys()) {
      const record = this.log.isCorrupt(sequence) ? undefined : this.log.get(sequence);
      if (record !== undefined && sequence > this.low) found.push(record);
    }
    return found.sort((a, b) => a.sequence - b.sequence);
  }
}
