import { Role, type RegisterOperations } from './register-operations';

/**
 * The operations on a register that are under way at one moment of its history. Those that ended have a slot, which is
 * used again after their end; indeterminate ones have a slot of their own for ever.
 */
export class PendingOperations {
  /** Positions by slot. */
  readonly positionAt: Int32Array;
  readonly openPositionAt: Int32Array;
  readonly slotOf: Int32Array;
  /** Slots of the reads of a value. */
  private readonly reads: (number[] | undefined)[];
  /** Slots of the writes of a value. */
  private readonly writes: (number[] | undefined)[];
  readonly misses: number[] = [];
  /** Bits of the slots in use, and of those of writes. */
  readonly bits: Int32Array;
  readonly writeBits: Int32Array;
  /** Kinds of writes, and of swaps by the value they expect, of which some operation is under way. */
  readonly writeKinds: number[] = [];
  private readonly swapKinds: (number[] | undefined)[];
  /** Slots of the operations of a kind that end, the one that ends first before the others. */
  private readonly closing: (number[] | undefined)[];
  private readonly openEnded: (number[] | undefined)[];
  private readonly free: number[] = [];
  private openCount = 0;

  constructor(
    private readonly operations: RegisterOperations,
    words: number,
    private readonly endOf: (position: number) => number,
  ) {
    const { rows, values, kinds, mostPending, openEnded } = operations;
    this.slotOf = new Int32Array(rows.length).fill(-1);
    this.positionAt = new Int32Array(mostPending).fill(-1);
    this.openPositionAt = new Int32Array(openEnded).fill(-1);
    this.reads = new Array<number[] | undefined>(values).fill(undefined);
    this.writes = new Array<number[] | undefined>(values).fill(undefined);
    this.swapKinds = new Array<number[] | undefined>(values).fill(undefined);
    this.closing = new Array<number[] | undefined>(kinds).fill(undefined);
    this.openEnded = new Array<number[] | undefined>(kinds).fill(undefined);
    this.bits = new Int32Array(words);
    this.writeBits = new Int32Array(words);
    for (let slot = mostPending - 1; slot >= 0; slot--) this.free.push(slot);
  }

  readsOf(value: number): readonly number[] {
    return this.reads[value] ?? NONE;
  }

  writesOf(value: number): readonly number[] {
    return this.writes[value] ?? NONE;
  }

  swapsFrom(value: number): readonly number[] {
    return this.swapKinds[value] ?? NONE;
  }

  closingOf(kind: number): readonly number[] {
    return this.closing[kind] ?? NONE;
  }

  openEndedOf(kind: number): readonly number[] {
    return this.openEnded[kind] ?? NONE;
  }

  /** The register's value explains the operation's answer as it is. */
  meets(value: number, position: number): boolean {
    const { role, wanted, written } = this.operations;
    switch (role[position] as Role) {
      case Role.Read:
        return value === wanted[position];
      case Role.Miss:
        return value !== wanted[position];
      case Role.Write:
        return value === written[position];
      case Role.Cas:
        return false;
    }
  }

  /** The value at which the answered operation is explained explains the one in a slot too. */
  isMetAnyway(slot: number, answered: number): boolean {
    const { operations } = this;
    const position = this.positionAt[slot] as number;
    switch (operations.role[answered] as Role) {
      case Role.Read:
        return this.meets(operations.wanted[answered] as number, position);
      case Role.Write:
        return this.meets(operations.written[answered] as number, position);
      case Role.Cas:
        return (
          this.meets(operations.wanted[answered] as number, position) ||
          this.meets(operations.written[answered] as number, position)
        );
      case Role.Miss:
        return operations.role[position] === Role.Miss && operations.wanted[position] === operations.wanted[answered];
    }
  }

  /** Positions of all writes and swaps under way. */
  effects(): number[] {
    const open = this.openPositionAt.subarray(0, this.openCount);
    return [...this.positionAt, ...open].filter(
      (position) => position >= 0 && (this.operations.kind[position] as number) >= 0,
    );
  }

  /** The slot of an operation that begins; `isOpen` where it never ends. */
  begin(position: number, isOpen: boolean): number {
    const kind = this.operations.kind[position] as number;
    if (isOpen) {
      const slot = this.openCount++;
      this.openPositionAt[slot] = position;
      this.addKind(kind, position);
      (this.openEnded[kind] ??= []).push(slot);
      return slot;
    }
    const slot = this.free.pop() as number;
    this.positionAt[slot] = position;
    this.slotOf[position] = slot;
    mark(this.bits, slot, true);
    const wanted = this.operations.wanted[position] as number;
    switch (this.operations.role[position] as Role) {
      case Role.Read:
        (this.reads[wanted] ??= []).push(slot);
        return slot;
      case Role.Miss:
        this.misses.push(slot);
        return slot;
      case Role.Write:
        (this.writes[this.operations.written[position] as number] ??= []).push(slot);
        mark(this.writeBits, slot, true);
        break;
      case Role.Cas:
    }
    this.addKind(kind, position);
    const same = (this.closing[kind] ??= []);
    let at = same.length;
    while (at > 0 && this.endOf(this.positionAt[same[at - 1] as number] as number) > this.endOf(position)) at--;
    same.splice(at, 0, slot);
    return slot;
  }

  end(position: number): void {
    const slot = this.slotOf[position] as number;
    this.positionAt[slot] = -1;
    this.free.push(slot);
    mark(this.bits, slot, false);
    const wanted = this.operations.wanted[position] as number;
    switch (this.operations.role[position] as Role) {
      case Role.Read:
        remove(this.reads[wanted], slot);
        return;
      case Role.Miss:
        remove(this.misses, slot);
        return;
      case Role.Write:
        remove(this.writes[this.operations.written[position] as number], slot);
        mark(this.writeBits, slot, false);
        break;
      case Role.Cas:
    }
    const kind = this.operations.kind[position] as number;
    remove(this.closing[kind], slot);
    if (this.closingOf(kind).length + this.openEndedOf(kind).length > 0) return;
    remove(this.operations.role[position] === Role.Write ? this.writeKinds : this.swapKinds[wanted], kind);
  }

  private addKind(kind: number, position: number): void {
    if (this.closingOf(kind).length + this.openEndedOf(kind).length > 0) return;
    if (this.operations.role[position] === Role.Write) this.writeKinds.push(kind);
    else (this.swapKinds[this.operations.wanted[position] as number] ??= []).push(kind);
  }
}

const NONE: readonly number[] = [];

function remove(list: number[] | undefined, item: number): void {
  if (list === undefined) return;
  // In place: `splice` would make an array of what it removes, once for each operation of the history.
  const at = list.indexOf(item);
  if (at < 0) return;
  for (let i = at + 1; i < list.length; i++) list[i - 1] = list[i] as number;
  list.pop();
}

function mark(words: Int32Array, slot: number, isSet: boolean): void {
  const word = words[slot >>> 5] as number;
  const bit = 1 << (slot & 31);
  words[slot >>> 5] = isSet ? word | bit : word & ~bit;
}
