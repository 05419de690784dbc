import { isEffect, isIndeterminate, type CheckedHistory } from './checked-history';
import type { RowsByKey } from './rows-by-key';
import { SlotLists } from './slot-lists';

/**
 * The order in which each session did things. An indeterminate operation follows what its session had done before it
 * and precedes nothing: it may take effect after the session's next operations.
 */
export class SessionOrder {
  /**
   * Position of a definite operation among those of its session, from 0. For an indeterminate one: how many definite
   * operations come before it.
   */
  readonly position: Int32Array;
  /** The definite operation just before, or -1. */
  readonly previous: Int32Array;
  private readonly keys: number;
  private readonly writes: SlotLists;

  constructor(
    private readonly history: CheckedHistory,
    private readonly byKey: RowsByKey,
  ) {
    this.keys = byKey.keys.length;
    this.writes = new SlotLists(this.slots);
    this.position = new Int32Array(history.length);
    this.previous = new Int32Array(history.length);
    const last = new Int32Array(history.sessions).fill(-1);
    const done = new Int32Array(history.sessions);
    for (let row = 0; row < history.length; row++) {
      const session = history.session[row] as number;
      this.position[row] = done[session] as number;
      this.previous[row] = last[session] as number;
      if (isIndeterminate(history, row)) continue;
      last[session] = row;
      done[session] = (done[session] as number) + 1;
      if (isEffect(history.action[row] as number)) this.writes.push(this.slot(session, this.keyOf(row)), row);
    }
  }

  /** Definite writes (or other effects) of a session to a key, in order. */
  writesOf(session: number, key: number): readonly number[] {
    return this.writes.get(this.slot(session, key)) ?? [];
  }

  /** The session's last definite write to a key at a position below the limit, or -1. */
  lastWrite(session: number, key: number, limit: number): number {
    return lastBefore(this.writes.get(this.slot(session, key)), this.position, limit);
  }

  keyOf(row: number): number {
    return this.byKey.keyIndex[row] as number;
  }

  sessionOf(row: number): number {
    return this.history.session[row] as number;
  }

  get slots(): number {
    return this.history.sessions * this.keys;
  }

  /** One number for a session and a key. */
  slot(session: number, key: number): number {
    return session * this.keys + key;
  }
}

export function listAt(lists: Map<number, number[]>, slot: number): number[] {
  let list = lists.get(slot);
  if (list === undefined) lists.set(slot, (list = []));
  return list;
}

/** The last of some rows (in session order) whose position is below the limit, or -1. */
export function lastBefore(rows: readonly number[] | undefined, position: Int32Array, limit: number): number {
  const index = countBefore(rows, position, limit) - 1;
  return index < 0 ? -1 : ((rows as readonly number[])[index] as number);
}

/** How many of some rows (in session order) have a position below the limit. */
export function countBefore(rows: readonly number[] | undefined, position: Int32Array, limit: number): number {
  let low = 0;
  let high = rows?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((position[(rows as readonly number[])[middle] as number] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
