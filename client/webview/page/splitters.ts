import { html, setAttributes } from '../dom/elements';
import type { Store } from '../state/store';
import type { Split, ViewState } from '../state/view-state';

const LEAST = 0.15;
const MOST = 0.85;
const KEY_STEP = 0.03;

const BARS: Readonly<Record<keyof Split, { readonly label: string; readonly moves: 'x' | 'y' }>> = {
  top: { label: 'Height of the topology', moves: 'y' },
  left: { label: 'Width of the topology', moves: 'x' },
  beside: { label: 'Width of what stands beside the timeline', moves: 'x' },
};

/** A bar between two parts of the page that is dragged, or moved with the arrow keys. */
export function createSplitter(store: Store<ViewState>, part: keyof Split, box: () => DOMRect): HTMLElement {
  const { label, moves } = BARS[part];
  const isUpright = moves === 'x';
  const element = html('div', {
    ...{ class: `splitter splitter-${part}`, role: 'separator', tabindex: 0 },
    ...{ 'aria-orientation': isUpright ? 'vertical' : 'horizontal' },
    'aria-label': label,
  });
  const set = (share: number): void => {
    store.change({ split: { ...store.state.split, [part]: Math.min(Math.max(share, LEAST), MOST) } });
  };
  element.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const { left, top, width, height } = box();
      set(isUpright ? (moved.clientX - left) / width : (moved.clientY - top) / height);
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
    const [less, more] = isUpright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
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
