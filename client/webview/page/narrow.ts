/**
 * A narrow page has no room for topology and lists side by side: they share one place, by tabs, above the timeline. The
 * style sheets use the same width.
 */
const NARROW = '(max-width: 800px)';

export function isNarrow(): boolean {
  return window.matchMedia(NARROW).matches;
}

export function watchNarrow(changed: () => void): void {
  window.matchMedia(NARROW).addEventListener('change', changed);
}
