import { button, html, icon } from '../dom/elements';
import type { Camera } from '../state/view-state';
import { zoomCamera } from './camera';

/** @param showAll shows all of it, or what can be read if all is shown already */
export function zoomButtons(
  holder: { current(): Camera; change(camera: Camera | null): void },
  showAll: () => void,
): HTMLElement {
  const middle = { x: 0, y: 0 };
  return html(
    'div',
    { class: 'topology-zoom', role: 'group', 'aria-label': 'Zoom of the topology' },
    button(
      'Zoom in',
      () => {
        holder.change(zoomCamera(holder.current(), 1.25, middle));
      },
      icon('plus'),
    ),
    button(
      'Zoom out',
      () => {
        holder.change(zoomCamera(holder.current(), 0.8, middle));
      },
      icon('dash'),
    ),
    button('Show all', showAll, icon('fit')),
  );
}
