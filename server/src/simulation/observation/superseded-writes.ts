/** Which value of a register took the place of which, where replicas order writes by their timestamps. */
export interface SupersededRecord {
  /** Value to the values that took its place at some replica that held it. */
  readonly replaced: ReadonlyMap<number, readonly number[]>;
  /** Value to the values for which some replica refused to hold it. */
  readonly refused: ReadonlyMap<number, readonly number[]>;
}

/**
 * What became of writes that no longer show, kept for the verdict: a write that a later one replaced is done with, one that
 * an older one with a faster clock kept out is lost. Values are unique in a run.
 */
export class SupersededWrites {
  private readonly stores: { readonly replaced: Map<number, number[]>; readonly refused: Map<number, number[]> }[];

  constructor(stores: number) {
    this.stores = Array.from({ length: stores }, () => ({ replaced: new Map(), refused: new Map() }));
  }

  replaced(store: number, value: number, by: number): void {
    note(this.stores[store]?.replaced, value, by);
  }

  refused(store: number, value: number, by: number): void {
    note(this.stores[store]?.refused, value, by);
  }

  finish(): readonly SupersededRecord[] {
    return this.stores;
  }
}

function note(of: Map<number, number[]> | undefined, value: number, by: number): void {
  const known = of?.get(value);
  if (known === undefined) of?.set(value, [by]);
  else if (!known.includes(by)) known.push(by);
}
