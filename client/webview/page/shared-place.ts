/**
 * A narrow or short page has no room for topology and lists at once: they share one place, by tabs. In a narrow one that
 * place is above the timeline, in a short one beside it. The style sheets use the same sizes.
 */
const SHARED = '(max-width: 800px), (max-height: 600px)';

export function isPlaceShared(): boolean {
  return window.matchMedia(SHARED).matches;
}

export function watchSharedPlace(changed: () => void): void {
  window.matchMedia(SHARED).addEventListener('change', changed);
}
