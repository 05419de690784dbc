/** The stretch of time that the timeline shows, in nanoseconds. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** Nothing in a run is shorter than a microsecond, so closer looks show nothing more. */
const SHORTEST_NS = 1_000;

export function wholeRun(durationNs: number): Viewport {
  return { from: 0, to: Math.max(durationNs, SHORTEST_NS) };
}

export function clampViewport(viewport: Viewport, durationNs: number): Viewport {
  const end = Math.max(durationNs, SHORTEST_NS);
  const span = Math.min(Math.max(viewport.to - viewport.from, SHORTEST_NS), end);
  const from = Math.min(Math.max(viewport.from, 0), end - span);
  return { from, to: from + span };
}

/** Shows `factor` times as long a stretch; the instant `around` stays where it is on the screen. */
export function zoomViewport(viewport: Viewport, around: number, factor: number, durationNs: number): Viewport {
  const span = Math.min(Math.max((viewport.to - viewport.from) * factor, SHORTEST_NS), durationNs);
  const share = (around - viewport.from) / (viewport.to - viewport.from);
  const from = around - span * share;
  return clampViewport({ from, to: from + span }, durationNs);
}

export function panViewport(viewport: Viewport, byNs: number, durationNs: number): Viewport {
  return clampViewport({ from: viewport.from + byNs, to: viewport.to + byNs }, durationNs);
}

/** The viewport moved just far enough that the instant stands at least a tenth away from both edges. */
export function withInstant(viewport: Viewport, at: number, durationNs: number): Viewport {
  const margin = (viewport.to - viewport.from) / 10;
  if (at < viewport.from + margin) {
    return panViewport(viewport, at - margin - viewport.from, durationNs);
  }
  if (at > viewport.to - margin) {
    return panViewport(viewport, at + margin - viewport.to, durationNs);
  }
  return viewport;
}

/** A viewport around a stretch with as much room on both sides, and enough of the run to see what went on around it. */
export function framing({ from, to }: Viewport, durationNs: number, leastShare = 1 / 100): Viewport {
  const span = Math.max(to - from, durationNs * leastShare, SHORTEST_NS);
  const middle = (from + to) / 2;
  return clampViewport({ from: middle - span, to: middle + span }, durationNs);
}
