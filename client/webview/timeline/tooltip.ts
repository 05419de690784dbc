import { html } from '../dom/elements';

export interface Tooltip {
  readonly element: HTMLElement;
  show(lines: readonly string[], clientX: number, clientY: number): void;
  hide(): void;
}

/** Follows the pointer and repeats what the inspector says after a click, so it is hidden from assistive technology. */
export function createTooltip(): Tooltip {
  const element = html('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true });
  return {
    element,
    show: (lines, clientX, clientY) => {
      const [title, ...rest] = lines;
      if (title === undefined) {
        element.hidden = true;
        return;
      }
      element.replaceChildren(html('strong', {}, title), ...rest.map((line) => html('div', {}, line)));
      element.hidden = false;
      const { width, height } = element.getBoundingClientRect();
      const left = clientX + 14 + width > innerWidth ? clientX - width - 10 : clientX + 14;
      const top = clientY + 16 + height > innerHeight ? clientY - height - 10 : clientY + 16;
      element.style.transform = `translate(${String(Math.max(2, left))}px, ${String(Math.max(2, top))}px)`;
    },
    hide: () => {
      element.hidden = true;
    },
  };
}
