import { html, setAttributes } from '../dom/elements';
import type { Store } from '../state/store';
import type { Split, ViewState } from '../state/view-state';

const LEAST = 0.15;
const MOST = 0.85;
const KEY_STEP = 0.03;

/** A bar between two parts of the page that is dragged, or moved with the arrow keys. */
export function createSplitter(store: Store<ViewState>, part: keyof Split, box: () => DOMRect): HTMLElement {
  const isTop = part === 'top';
  const element = html('div', {
    ...{ class: `splitter splitter-${part}`, role: 'separator', tabindex: 0 },
    ...{ 'aria-orientation': isTop ? 'horizontal' : 'vertical' },
    'aria-label': isTop ? 'Height of the topology' : 'Width of the topology',
  });
  const set = (share: number): void => {
    store.change({ split: { ...store.state.split, [part]: Math.min(Math.max(share, LEAST), MOST) } });
  };
  element.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const { left, top, width, height } = box();
      set(isTop ? (moved.clientY - top) / height : (moved.clientX - left) / width);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener(
      'pointerup',
      () => {
        element.removeEventListener('pointermove', move);
      },
      { once: true },
    );
  });
  element.addEventListener('keydown', (event) => {
    const [less, more] = isTop ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    if (event.key === less || event.key === more) {
      set(store.state.split[part] + (event.key === more ? KEY_STEP : -KEY_STEP));
      event.preventDefault();
      event.stopPropagation();
    }
  });
  const tell = ({ split }: ViewState): void => {
    setAttributes(element, { 'aria-valuenow': Math.round(split[part] * 100) });
  };
  tell(store.state);
  store.listen(tell);
  return element;
}
