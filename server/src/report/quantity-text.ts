import { NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SECOND } from '../language/model';

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_DAY = 86_400;

/** What stands where nothing was measured. */
export const NOT_MEASURED = '-';

/** A duration as a person says it: `850 ns`, `1.25 ms`, `42 s`, `2 min 5 s`, `3 d 4 h`. */
export function durationText(ns: number | null): string {
  if (ns === null || Number.isNaN(ns)) return NOT_MEASURED;
  if (!Number.isFinite(ns)) return 'for good';
  if (ns < 0) return `-${durationText(-ns)}`;
  if (ns === 0) return '0 s';
  if (ns < NANOS_PER_MICRO) return `${trimmed(ns)} ns`;
  if (ns < NANOS_PER_MILLI) return `${trimmed(ns / NANOS_PER_MICRO)} us`;
  if (ns < NANOS_PER_SECOND) return `${trimmed(ns / NANOS_PER_MILLI)} ms`;
  const seconds = ns / NANOS_PER_SECOND;
  if (seconds < SECONDS_PER_MINUTE) return `${trimmed(seconds)} s`;
  if (seconds < SECONDS_PER_HOUR) return pair(seconds, SECONDS_PER_MINUTE, 'min', 1, 's');
  if (seconds < SECONDS_PER_DAY) return pair(seconds, SECONDS_PER_HOUR, 'h', SECONDS_PER_MINUTE, 'min');
  return pair(seconds, SECONDS_PER_DAY, 'd', SECONDS_PER_HOUR, 'h');
}

/** An instant of a run, always in seconds with milliseconds, so that a column of them lines up. */
export function instantText(ns: number): string {
  return `${(ns / NANOS_PER_SECOND).toFixed(3)} s`;
}

/**
 * A share of 1 in percent. What is not quite everything is never written as 100%, and what is not quite nothing never
 * as 0%: those two are promises.
 */
export function shareText(share: number | null): string {
  if (share === null || Number.isNaN(share)) return NOT_MEASURED;
  if (share === 0 || share === 1) return `${share * 100}%`;
  for (let digits = 2; digits <= 9; digits += 1) {
    const text = (share * 100).toFixed(digits);
    if (Number(text) !== 0 && Number(text) !== 100) return `${text.replace(/\.?0+$/, '')}%`;
  }
  return share > 0.5 ? 'almost 100%' : 'almost 0%';
}

/** A whole number with its thousands set apart: `12,345`. */
export function countText(count: number | null): string {
  if (count === null || Number.isNaN(count)) return NOT_MEASURED;
  return Number.isInteger(count) ? count.toString().replace(/\B(?=(\d{3})+$)/g, ',') : trimmed(count);
}

/** A rate a second. */
export function rateText(perSecond: number | null): string {
  return perSecond === null ? NOT_MEASURED : `${countText(Number(trimmed(perSecond)))}/s`;
}

/** A plain number with three significant digits, and no fewer than its whole part has. */
export function numberText(value: number | null): string {
  return value === null || Number.isNaN(value) ? NOT_MEASURED : trimmed(value);
}

/** `1 write`, `3 writes`. */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : many}`;
}

function trimmed(value: number): string {
  const whole = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(Math.abs(value) < 0.1 && value !== 0 ? 4 : whole);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function pair(seconds: number, major: number, majorUnit: string, minor: number, minorUnit: string): string {
  const whole = Math.round(seconds / minor);
  const perMajor = major / minor;
  const rest = whole % perMajor;
  const first = `${Math.floor(whole / perMajor)} ${majorUnit}`;
  return rest === 0 ? first : `${first} ${rest} ${minorUnit}`;
}
