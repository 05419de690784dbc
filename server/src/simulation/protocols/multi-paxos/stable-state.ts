import type { StableCell, StableMap } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import { weightOfSnapshot } from '../state-machine';
import { NOBODY, type Configuration } from './configuration';
import { garbledProposal, type PaxosSnapshot, type Proposal } from './message';

interface Promised {
  readonly ballot: number;
  /** The longest that the leader of that ballot was ever granted at once: what a restarted acceptor has to wait. */
  readonly leaseNs: number;
}

/**
 * What a replica keeps on disk ("Paxos Made Simple", section 2.5; "Paxos Made Moderately Complex", section 4.3): the
 * ballot it has promised, the proposals it has accepted, a snapshot of the state, and for a quick restart how far it
 * knows them to be chosen.
 */
export class StableState {
  private readonly accepted: StableMap<Proposal>;
  private readonly promisedCell: StableCell<Promised>;
  private readonly chosenCell: StableCell<number>;
  private readonly snapshotCell: StableCell<PaxosSnapshot | undefined>;
  private readonly incompleteCell: StableCell<number>;
  private readonly bootstrap: StableCell<Configuration>;
  private readonly identityCell: StableCell<number>;
  /** The highest slot with an accepted proposal. */
  lastSlot = 0;

  constructor(storage: StableStorage) {
    this.accepted = storage.map<Proposal>('accepted', garbledProposal);
    this.promisedCell = storage.cell<Promised>('promised', { ballot: 0, leaseNs: 0 });
    this.chosenCell = storage.cell<number>('chosen', 0);
    this.snapshotCell = storage.cell<PaxosSnapshot | undefined>('snapshot', undefined, weightOfSnapshot);
    this.incompleteCell = storage.cell<number>('incomplete', 0);
    this.bootstrap = storage.cell<Configuration>('bootstrap', NOBODY);
    this.identityCell = storage.cell<number>('identity', 0);
  }

  /** Reads the disk. `newborn`: what an empty disk begins with. */
  recover(newborn: { readonly configuration: Configuration; readonly identity: number }): void {
    if (this.bootstrap.value === NOBODY && this.identityCell.value === 0) {
      this.bootstrap.value = newborn.configuration;
      this.identityCell.value = newborn.identity;
    }
    this.lastSlot = this.snapshot?.lastSlot ?? 0;
    for (const slot of this.accepted.keys()) if (slot > this.lastSlot) this.lastSlot = slot;
    this.findDamage();
  }

  /** The configuration after the snapshot, or that of the beginning. */
  get configuration(): Configuration {
    return this.snapshot?.configuration ?? this.bootstrap.value;
  }

  get identity(): number {
    return this.identityCell.value;
  }

  get promised(): number {
    return this.promisedCell.value.ballot;
  }

  /** The lease that a restarted acceptor has to honour, whenever it was granted. */
  get grantedNs(): number {
    return this.promisedCell.value.leaseNs;
  }

  promise(ballot: number): void {
    if (ballot !== this.promised) this.promisedCell.value = { ballot, leaseNs: 0 };
  }

  granted(leaseNs: number): void {
    if (leaseNs > this.grantedNs) this.promisedCell.value = { ballot: this.promised, leaseNs };
  }

  /** The proposal accepted for a slot, or undefined where there is none or its record is damaged. */
  proposal(slot: number): Proposal | undefined {
    return this.accepted.get(slot);
  }

  accept(proposal: Proposal): void {
    this.accepted.set(proposal.slot, proposal);
    if (proposal.slot > this.lastSlot) this.lastSlot = proposal.slot;
  }

  /** How far the proposals on disk were known to be chosen when this was last noted. */
  get chosenUpTo(): number {
    return this.chosenCell.value;
  }

  /** Noted now and then, and flushed with whatever comes next: only the speed of a restart rests on it. */
  noteChosen(upTo: number): void {
    if (upTo > this.chosenCell.value) this.chosenCell.value = upTo;
  }

  get snapshot(): PaxosSnapshot | undefined {
    return this.snapshotCell.value;
  }

  set snapshot(snapshot: PaxosSnapshot | undefined) {
    this.snapshotCell.value = snapshot;
    this.lastSlot = Math.max(this.lastSlot, snapshot?.lastSlot ?? 0);
  }

  /** Drops what the snapshot holds ("Paxos Made Live", section 5.5). */
  truncate(): void {
    this.accepted.deleteBelow((this.snapshot?.lastSlot ?? 0) + 1);
  }

  /**
   * Looks for records whose checksum does not match. What they said may have been chosen with this acceptor's help, so it
   * must not take part in phase 1 before it has learned all the slots in question ("Paxos Made Live", section 5.1).
   */
  findDamage(): void {
    const damaged = [...this.accepted.keys()].filter((slot) => this.accepted.isCorrupt(slot));
    if (damaged.length === 0) return;
    for (const slot of damaged) {
      this.accepted.get(slot); // Reading it reports the damage.
      this.accepted.delete(slot);
    }
    this.incompleteCell.value = Math.max(this.incompleteCell.value, this.lastSlot);
  }

  isDamaged(slot: number): boolean {
    return this.accepted.isCorrupt(slot);
  }

  get isIncomplete(): boolean {
    return this.incompleteCell.value > 0;
  }

  /** Everything up to a slot is known again. */
  learned(upTo: number): void {
    if (this.isIncomplete && upTo >= this.incompleteCell.value) this.incompleteCell.value = 0;
  }
}
