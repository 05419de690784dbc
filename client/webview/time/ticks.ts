import type { Viewport } from './viewport';

export interface Ticks {
  readonly stepNs: number;
  readonly at: readonly number[];
}

const S = 1e9;
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** Round instants for the axis, no closer than `closestPx` to each other. */
export function ticksFor(viewport: Viewport, widthPx: number, closestPx = 90): Ticks {
  const span = viewport.to - viewport.from;
  const stepNs = stepAtLeast((span / Math.max(widthPx, 1)) * closestPx);
  const at: number[] = [];
  for (let tick = Math.ceil(viewport.from / stepNs) * stepNs; tick <= viewport.to; tick += stepNs) {
    at.push(tick);
  }
  return { stepNs, at };
}

function stepAtLeast(ns: number): number {
  if (ns > S) {
    const clock = CLOCK_STEPS.find((seconds) => seconds * S >= ns);
    return clock === undefined ? roundDecimal(ns / (86400 * S)) * 86400 * S : clock * S;
  }
  return Math.max(1, roundDecimal(ns));
}

/** The next of 1, 2, 5, 10, 20, 50 ... that is not smaller. */
function roundDecimal(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}
