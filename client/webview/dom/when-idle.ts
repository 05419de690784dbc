/** When there is nothing else to do. Not every browser says so; a report opens in any. */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) {
    requestIdleCallback(act);
  } else {
    setTimeout(act);
  }
}
