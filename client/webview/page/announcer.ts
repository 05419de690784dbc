import { html } from '../dom/elements';

/** Says aloud, to those who listen to the page, what others see change. */
export interface Announcer {
  readonly element: HTMLElement;
  say(text: string): void;
}

export function createAnnouncer(): Announcer {
  const element = html('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  return {
    element,
    say: (text) => {
      element.textContent = text;
    },
  };
}
