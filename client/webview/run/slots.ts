/** A lane shows at most this many lines of operations above each other; busier ones share the last. */
export const MOST_SLOTS = 10;

/** Gives each interval, sorted by start, the first line that is free again; an open end frees its line at once. */
export function assignSlots(
  starts: Float64Array,
  ends: Float64Array,
): { readonly slots: Uint8Array; readonly slotCount: number } {
  const slots = new Uint8Array(starts.length);
  const freeAt = new Float64Array(MOST_SLOTS).fill(-Infinity);
  let slotCount = 1;
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row] as number;
    const end = ends[row] as number;
    let slot = 0;
    while (slot < MOST_SLOTS - 1 && (freeAt[slot] as number) > start) {
      slot++;
    }
    freeAt[slot] = Number.isNaN(end) ? start : end;
    slots[row] = slot;
    slotCount = Math.max(slotCount, slot + 1);
  }
  return { slots, slotCount };
}
