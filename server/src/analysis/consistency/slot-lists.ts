/** More slots than this are kept in a map; an array of them would be mostly empty. */
const MOST_FLAT_SLOTS = 2_000_000;

/** A list of rows for each slot (a session and a key). */
export class SlotLists {
  private readonly flat: (number[] | undefined)[] | undefined;
  private readonly sparse: Map<number, number[]> | undefined;

  constructor(slots: number) {
    if (slots <= MOST_FLAT_SLOTS) this.flat = new Array<number[] | undefined>(slots).fill(undefined);
    else this.sparse = new Map();
  }

  get(slot: number): readonly number[] | undefined {
    return this.flat === undefined ? this.sparse?.get(slot) : this.flat[slot];
  }

  push(slot: number, row: number): void {
    const list = this.get(slot) as number[] | undefined;
    if (list !== undefined) list.push(row);
    else if (this.flat !== undefined) this.flat[slot] = [row];
    else this.sparse?.set(slot, [row]);
  }
}
