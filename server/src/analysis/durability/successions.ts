import { ungarbled, type SupersededRecord } from '../../simulation';

/** What the history tells of the values of one key. */
export interface ValueTimes {
  /** False of a value that no write of the key wrote: damage, or a lie. */
  isWritten(value: number): boolean;
  /** When the write began; NaN where that is not known. */
  invokedAt(value: number): number;
  /** By when it surely had taken effect; Infinity where that is not known. */
  effectBy(value: number): number;
}

/**
 * Of each value of a key: whether something that is held in the end took its place, or the place of what took it, and so on.
 * What had taken effect before a write began takes no place of that write's, however late its timestamp. So of the ways from a
 * value to what is held the best is looked for, the one on which the earliest effect is latest: the widest path, found by letting
 * values take part from the latest effect to the earliest.
 *
 * @returns of a value the earliest effect on that way: -Infinity where there is none, Infinity where it is held itself, or where
 *   the record does not say what became of it
 */
export function successions(
  values: readonly number[],
  held: ReadonlySet<number>,
  record: SupersededRecord,
  times: ValueTimes,
): (value: number) => number {
  const places = new Map<number, number[]>();
  const earliest = new Map<number, number>();
  const known = new Set(values);
  for (const value of known) {
    const heirs = heirsOf(value, record, times);
    if (held.has(value) || heirs === null) earliest.set(value, Infinity);
    for (const heir of heirs ?? []) {
      known.add(heir);
      const list = places.get(heir);
      if (list === undefined) places.set(heir, [value]);
      else list.push(value);
    }
  }
  const takesPart = new Set<number>();
  const order = [...known].sort((a, b) => times.effectBy(b) - times.effectBy(a) || 0);
  for (const next of order) {
    const effect = times.effectBy(next);
    takesPart.add(next);
    const reached = earliest.has(next) ? [next] : [];
    for (let heir = reached.pop(); heir !== undefined; heir = reached.pop()) {
      for (const value of places.get(heir) ?? []) {
        if (earliest.has(value)) continue;
        earliest.set(value, effect);
        if (takesPart.has(value)) reached.push(value);
      }
    }
  }
  return (value) => earliest.get(value) ?? -Infinity;
}

/**
 * The values that took the place of a value, at any replica, or were there when its last copy went. Null where nothing is told.
 * What a replica had refused for an older one had been discarded there, whoever refused it afterwards.
 */
function heirsOf(value: number, record: SupersededRecord, times: ValueTimes): readonly number[] | null {
  const refused = record.refused.get(value);
  const replaced = record.replaced.get(value);
  const vanished = record.vanished.get(value);
  if (refused === undefined && replaced === undefined && vanished === undefined) return null;
  const isDiscarded = refused?.some((other) => times.effectBy(other) < times.invokedAt(value)) === true;
  const heirs = [...(replaced ?? []), ...(vanished ?? []), ...(isDiscarded ? [] : (refused ?? []))];
  return heirs.filter((heir) => isWriteOfAnother(heir, value, times));
}

/** What is left of a value once it is damaged takes nobody's place; another write whose value was damaged on its way does. */
function isWriteOfAnother(heir: number, value: number, times: ValueTimes): boolean {
  const original = ungarbled(heir) ?? heir;
  return original !== value && times.isWritten(original);
}
