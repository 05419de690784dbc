/** Of longer times than this in whole minutes or hours these are said, as they were written most likely. */
const LONG_NS = 120e9;

const LONG_UNITS = [
  ['h', 3600e9],
  ['min', 60e9],
] as const;

const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
] as const;

/** A duration as the language writes it: `1.5s`, `10min`. */
export function writtenDuration(ns: number): string {
  const long = ns < LONG_NS ? undefined : LONG_UNITS.find(([, scale]) => ns % scale === 0);
  if (long !== undefined) return `${ns / long[1]}${long[0]}`;
  const [unit, size] = UNITS.find(([, scale]) => ns >= scale) ?? (['ns', 1] as const);
  return `${Number((ns / size).toPrecision(6))}${unit}`;
}
