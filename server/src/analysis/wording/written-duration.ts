const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
] as const;

/** A duration as the language writes it: `1.5s`. */
export function writtenDuration(ns: number): string {
  const [unit, size] = UNITS.find(([, scale]) => ns >= scale) ?? (['ns', 1] as const);
  return `${Number((ns / size).toPrecision(6))}${unit}`;
}
