const HOUR_NS = 3600e9;
const DAY_NS = 24 * HOUR_NS;
const UNITS: readonly (readonly [string, number])[] = [
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
];

/** A duration as a person reads it: some significant digits and a unit, `1.2 ms`, `340 ms`, `12.3 s`, `4 min`, `90 d`. */
export function durationText(ns: number, digits = 3): string {
  if (!Number.isFinite(ns)) return 'for ever';
  if (ns === 0) return '0 s';
  if (ns >= 2 * DAY_NS) return `${trimmed(ns / DAY_NS, digits)} d`;
  if (ns >= HOUR_NS) return `${trimmed(ns / HOUR_NS, digits)} h`;
  if (ns >= 120e9) return `${trimmed(ns / 60e9, digits)} min`;
  let [unit, scale] = UNITS[0] as readonly [string, number];
  for (const [name, size] of UNITS) if (Math.abs(ns) >= size) [unit, scale] = [name, size];
  return `${trimmed(ns / scale, digits)} ${unit}`;
}

/**
 * An instant of a run: seconds, as fine as the run's events need, without trailing zeros; from an hour on as a clock shows
 * it, `1d 2:14:05.5`, and below a microsecond in nanoseconds, as recordings may count them. `decimals`: so many, instead of as many as needed.
 */
export function instantText(ns: number, decimals?: number): string {
  if (!Number.isFinite(ns)) return 'the end';
  if (decimals === undefined && ns > 0 && ns < 1e3) return durationText(ns);
  const shown = (seconds: number): string =>
    decimals === undefined ? String(Number(seconds.toFixed(6))) : seconds.toFixed(decimals);
  if (ns < HOUR_NS) return `${shown(ns / 1e9)} s`;
  const step = 10 ** (9 - (decimals ?? 6));
  const rounded = Math.round(ns / step) * step;
  const minutes = Math.floor(rounded / 60e9);
  const seconds = shown((rounded - minutes * 60e9) / 1e9);
  const clock = `${Math.floor(minutes / 60) % 24}:${padded(String(minutes % 60))}:${padded(seconds)}`;
  return rounded < DAY_NS ? clock : `${Math.floor(rounded / DAY_NS)}d ${clock}`;
}

/** The same to a millisecond, which is as fine as a person compares it with other moments of a run. */
export function shortInstantText(ns: number): string {
  return instantText(Number.isFinite(ns) ? Math.round(ns / 1e6) * 1e6 : ns);
}

function padded(seconds: string): string {
  return /^\d(?:\.|$)/.test(seconds) ? `0${seconds}` : seconds;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
