const UNITS: readonly (readonly [string, number])[] = [
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
];

/** A duration as a person reads it: some significant digits and a unit, `1.2 ms`, `340 ms`, `12.3 s`, `4 min`. */
export function durationText(ns: number, digits = 3): string {
  if (!Number.isFinite(ns)) return 'for ever';
  if (ns === 0) return '0 s';
  if (ns >= 3600e9) return `${trimmed(ns / 3600e9, digits)} h`;
  if (ns >= 120e9) return `${trimmed(ns / 60e9, digits)} min`;
  let [unit, scale] = UNITS[0] as readonly [string, number];
  for (const [name, size] of UNITS) if (Math.abs(ns) >= size) [unit, scale] = [name, size];
  return `${trimmed(ns / scale, digits)} ${unit}`;
}

/** An instant of a run: seconds, as fine as the run's events need, without trailing zeros. */
export function instantText(ns: number): string {
  if (!Number.isFinite(ns)) return 'the end';
  return `${String(Number((ns / 1e9).toFixed(6)))} s`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
