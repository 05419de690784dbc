import { countText as measuredCountText, shareText as measuredShareText } from '../analysis/wording/number-text';
import {
  durationText as measuredDurationText,
  instantText as measuredInstantText,
} from '../analysis/wording/time-text';

/** What stands where nothing was measured. */
export const NOT_MEASURED = '-';

/** A duration in the words of the verdict: `850 ns`, `1.25 ms`, `42 s`. */
export function durationText(ns: number | null): string {
  return ns === null || Number.isNaN(ns) ? NOT_MEASURED : measuredDurationText(ns);
}

/** An instant of a run in the words of the verdict, always with milliseconds, so that a column of them lines up. */
export function instantText(ns: number): string {
  return measuredInstantText(ns, 3);
}

/** A share of 1 in percent, in the words of the verdict: never rounded up to everything or down to nothing. */
export function shareText(share: number | null): string {
  return share === null || Number.isNaN(share) ? NOT_MEASURED : measuredShareText(share);
}

/** A whole number with its thousands set apart: `12,345`. */
export function countText(count: number | null): string {
  if (count === null || Number.isNaN(count)) return NOT_MEASURED;
  return Number.isInteger(count) ? measuredCountText(count) : trimmed(count);
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

/** `a, b and c`. */
export function listText(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}
