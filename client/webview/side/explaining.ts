import type { Explaining } from '../../../server/src/report/webview-messages';
import { button, html } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';

/** Says how far it has come to find out why expectations do not hold: what is found takes its place. */
export function createExplaining(host: HostBridge): {
  readonly element: HTMLElement;
  readonly show: (explaining: Explaining | null) => void;
} {
  const bar = html('progress', { max: 1, 'aria-label': 'Progress of the explanation' });
  const text = html('span', {});
  const element = html(
    'div',
    { class: 'explaining', role: 'group', 'aria-label': 'Explanation', hidden: true },
    bar,
    text,
    button('Cancel', () => {
      host.send({ kind: 'cancel' });
    }),
  );
  return {
    element,
    show: (explaining) => {
      element.hidden = explaining === null;
      if (explaining !== null) {
        bar.value = explaining.share;
        text.textContent = `Finding out why \u2026 ${explaining.text}`;
      }
    },
  };
}
