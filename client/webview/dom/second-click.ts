/** Two clicks in a row are a double click within this time and distance, as is usual on desktops. */
const WITHIN_MS = 500;
const WITHIN_PX = 8;

/**
 * Calls back where the click that has just been is the first of a double click. The second one belongs to what the first one
 * chose, also where the page has meanwhile put something else under the pointer: that gets nothing of it.
 */
export function onSecondClick(first: MouseEvent, act: () => void): void {
  const pressed = (event: MouseEvent): void => {
    window.removeEventListener('mousedown', pressed, true);
    const isSecond =
      event.button === 0 &&
      event.timeStamp - first.timeStamp <= WITHIN_MS &&
      Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) <= WITHIN_PX;
    if (isSecond) {
      swallow(event);
      swallowClick();
      act();
    }
  };
  window.addEventListener('mousedown', pressed, true);
}

/** What follows a press that was swallowed: the events of its release, which come one right after the other. */
function swallowClick(): void {
  const kinds = ['click', 'dblclick'] as const;
  for (const kind of kinds) {
    window.addEventListener(kind, swallow, true);
  }
  const released = (): void => {
    setTimeout(() => {
      for (const kind of kinds) {
        window.removeEventListener(kind, swallow, true);
      }
    });
  };
  window.addEventListener('mouseup', released, { capture: true, once: true });
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
