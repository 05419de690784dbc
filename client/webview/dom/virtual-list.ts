import { html, setAttributes } from './elements';
import { onSecondClick } from './second-click';

const ROW_HEIGHT = 24;
const SPARE_ROWS = 8;

export interface VirtualListOptions {
  readonly label: string;
  /** Fills an empty row element. `index` counts in the list as it is shown now. */
  readonly fill: (row: HTMLElement, index: number) => void;
  /** Changes what depends on the rest of the state in a row that is there already. */
  readonly update?: (row: HTMLElement, index: number) => void;
  readonly chosen: (index: number) => void;
  /** Double click or Enter on the chosen row. */
  readonly opened: (index: number) => void;
}

export interface VirtualList {
  readonly element: HTMLElement;
  /** Shows a list of another length or content; the place scrolled to stays. */
  setCount(count: number): void;
  /** Marks a row, or none with -1, and brings it into view when asked. */
  mark(index: number, reveal: boolean): void;
}

let lists = 0;

/**
 * A list box of any length, of which only the rows in view exist. Arrow keys move the mark, and assistive technology
 * learns position and size from the attributes of the rows.
 */
export function createVirtualList({ label, fill, update, chosen, opened }: VirtualListOptions): VirtualList {
  const id = `list-${String(++lists)}`;
  const content = html('div', { class: 'virtual-content', role: 'presentation' });
  const element = html('div', { class: 'virtual-list', role: 'listbox', tabindex: 0, 'aria-label': label }, content);
  let count = 0;
  let marked = -1;

  let rows = new Map<number, HTMLElement>();
  // Asking the page for a size while it changes would make it lay itself out then and there, so sizes are kept.
  const view = { height: 0, top: 0 };

  /** Rows that stay in view stay the same elements. */
  const render = (): void => {
    const isSeen = view.height > 0;
    const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT) - SPARE_ROWS);
    const last = isSeen ? Math.min(count, Math.ceil((view.top + view.height) / ROW_HEIGHT) + SPARE_ROWS) : 0;
    const shown = new Map<number, HTMLElement>();
    for (let index = first; index < last; index++) {
      shown.set(index, rows.get(index) ?? makeRow(index));
    }
    for (const [index, row] of rows) {
      if (!shown.has(index)) {
        row.remove();
      }
    }
    content.append(...[...shown].filter(([index]) => !rows.has(index)).map(([, row]) => row));
    rows = shown;
    showState();
  };
  const makeRow = (index: number): HTMLElement => {
    const row = html('div', {
      class: 'virtual-row',
      role: 'option',
      id: `${id}-${String(index)}`,
      'data-index': index,
    });
    setAttributes(row, { 'aria-posinset': index + 1, 'aria-setsize': count });
    row.style.top = `${String(index * ROW_HEIGHT)}px`;
    fill(row, index);
    return row;
  };
  const showState = (): void => {
    for (const [index, row] of rows) {
      setAttributes(row, { 'aria-selected': String(index === marked) });
      update?.(row, index);
    }
    setAttributes(element, { 'aria-activedescendant': marked < 0 ? false : `${id}-${String(marked)}` });
  };
  const mark = (index: number, reveal: boolean): void => {
    marked = index;
    if (reveal) {
      bringIntoView();
    }
    showState();
  };
  const bringIntoView = (): void => {
    const top = marked * ROW_HEIGHT;
    const isInView = top >= view.top && top + ROW_HEIGHT <= view.top + view.height;
    if (marked >= 0 && view.height > 0 && !isInView) {
      element.scrollTop = top - view.height / 2;
    }
  };
  const rowOf = (event: Event): number => {
    const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    return row === null ? -1 : Number(row.getAttribute('data-index'));
  };
  element.addEventListener('scroll', () => {
    view.top = element.scrollTop;
    render();
  });
  element.addEventListener('click', (event) => {
    const index = rowOf(event);
    if (index >= 0) {
      onSecondClick(event, () => {
        opened(index);
      });
      mark(index, false);
      chosen(index);
    }
  });
  element.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 1);
    const target = keyTarget(event.key, marked, page, count);
    if (event.key === 'Enter' && marked >= 0) {
      opened(marked);
    } else if (target !== null && count > 0) {
      mark(target, true);
      chosen(target);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  new ResizeObserver(() => {
    const wasSeen = view.height > 0;
    view.height = element.clientHeight;
    view.top = element.scrollTop;
    render();
    if (!wasSeen) {
      bringIntoView();
    }
  }).observe(element);
  return {
    element,
    mark,
    setCount: (next) => {
      count = next;
      content.style.height = `${String(count * ROW_HEIGHT)}px`;
      marked = Math.min(marked, count - 1);
      content.replaceChildren();
      rows = new Map();
      render();
    },
  };
}

function keyTarget(key: string, marked: number, page: number, count: number): number | null {
  const within = (index: number): number => Math.min(Math.max(index, 0), count - 1);
  switch (key) {
    case 'ArrowDown':
      return within(marked + 1);
    case 'ArrowUp':
      return within(marked - 1);
    case 'PageDown':
      return within(marked + page);
    case 'PageUp':
      return within(marked - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
