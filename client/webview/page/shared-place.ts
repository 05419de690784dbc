/**
 * A narrow or short page has no room for topology and lists at once: they share one place, by tabs. In a narrow one that
 * place is above the timeline, in a short one beside it. Where it is narrow and very short, the timeline is one of the
 * tabs too. The style sheets use the same sizes.
 */
const SHARED = '(max-width: 800px), (max-height: 600px)';
const ALL_SHARED = '(max-width: 640px) and (max-height: 420px)';

export function isPlaceShared(): boolean {
  return window.matchMedia(SHARED).matches;
}

export function isTimelineATab(): boolean {
  return window.matchMedia(ALL_SHARED).matches;
}

export function watchSharedPlace(changed: () => void): void {
  for (const size of [SHARED, ALL_SHARED]) {
    window.matchMedia(size).addEventListener('change', changed);
  }
}
