import type { Dimension } from './syntax/value-nodes';

/** What one unit measures, and how many base units it is: nanoseconds, bytes, bits a second, per second, or 1. */
export interface Unit {
  readonly dimension: Dimension;
  readonly scale: number;
}

const MINUTE_NS = 60e9;
const HOUR_NS = 60 * MINUTE_NS;
const DAY_NS = 24 * HOUR_NS;

const durations: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  min: MINUTE_NS,
  m: MINUTE_NS,
  h: HOUR_NS,
  d: DAY_NS,
  w: 7 * DAY_NS,
  // 8,760 hours, the year of reliability figures.
  y: 365 * DAY_NS,
};

// Decimal prefixes are powers of 1000 as in IEC 80000-13; the binary ones are there for who means 1024.
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  PB: 1e15,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

const bandwidths: Readonly<Record<string, number>> = { bps: 1, Kbps: 1e3, Mbps: 1e6, Gbps: 1e9, Tbps: 1e12 };

/** Every unit by its spelling; the empty spelling is a bare count. */
export const units: ReadonlyMap<string, Unit> = new Map([
  ['', { dimension: 'count', scale: 1 }],
  ['ticks', { dimension: 'count', scale: 1 }],
  ['entries', { dimension: 'count', scale: 1 }],
  ['x', { dimension: 'factor', scale: 1 }],
  ['%', { dimension: 'ratio', scale: 0.01 }],
  ['ppm', { dimension: 'ratio', scale: 1e-6 }],
  ...entriesOf(durations, 'duration'),
  ...entriesOf(sizes, 'size'),
  ...entriesOf(bandwidths, 'bandwidth'),
  ...Object.entries(durations).map(([name, ns]): [string, Unit] => [
    `/${name}`,
    { dimension: 'rate', scale: 1e9 / ns },
  ]),
  ...Object.entries(sizes).map(([name, bytes]): [string, Unit] => [
    `${name}/s`,
    { dimension: 'bandwidth', scale: 8 * bytes },
  ]),
]);

/** What people write from habit, and the unit they mean. */
export const unitAliases: ReadonlyMap<string, string> = new Map([
  ...aliases('ns', 'nanos', 'nsec', 'nanosecond', 'nanoseconds'),
  ...aliases('us', 'µs', 'μs', 'micros', 'usec', 'microsecond', 'microseconds'),
  ...aliases('ms', 'millis', 'msec', 'msecs', 'millisecond', 'milliseconds'),
  ...aliases('s', 'sec', 'secs', 'second', 'seconds'),
  ...aliases('min', 'mins', 'minute', 'minutes'),
  ...aliases('h', 'hr', 'hrs', 'hour', 'hours'),
  ...aliases('d', 'day', 'days'),
  ...aliases('w', 'wk', 'week', 'weeks'),
  ...aliases('y', 'yr', 'yrs', 'year', 'years'),
  ...aliases('/s', '/sec', '/second', 'rps', 'qps', 'tps', 'Hz'),
  ...aliases('/min', '/minute'),
  ...aliases('/h', '/hr', '/hour'),
  ...aliases('ticks', 'tick'),
  ...aliases('entries', 'entry'),
  ...aliases('x', 'X', 'times'),
]);

function entriesOf(scales: Readonly<Record<string, number>>, dimension: Dimension): [string, Unit][] {
  return Object.entries(scales).map(([name, scale]) => [name, { dimension, scale }]);
}

function aliases(unit: string, ...spellings: readonly string[]): [string, string][] {
  return spellings.map((spelling) => [spelling, unit]);
}
