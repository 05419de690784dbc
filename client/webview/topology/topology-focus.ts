import type { TopologyLayout } from './elk-adapter';

/** The box to go to with an arrow key: the nearest one in that direction, sideways distance counting double. */
export function neighbourOf(
  layout: TopologyLayout,
  ids: readonly string[],
  from: string,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): string | null {
  const start = middle(layout, from);
  const candidates = ids
    .filter((id) => id !== from)
    .map((id) => ({ id, dx: middle(layout, id).x - start.x, dy: middle(layout, id).y - start.y }))
    .map(({ id, dx, dy }) => ({ id, ...along(key, dx, dy) }))
    .filter(({ ahead, aside }) => ahead > 1 && ahead >= aside / 4);
  candidates.sort((a, b) => a.ahead + 2 * a.aside - (b.ahead + 2 * b.aside));
  return candidates[0]?.id ?? null;
}

function along(key: string, dx: number, dy: number): { readonly ahead: number; readonly aside: number } {
  switch (key) {
    case 'ArrowLeft':
      return { ahead: -dx, aside: Math.abs(dy) };
    case 'ArrowRight':
      return { ahead: dx, aside: Math.abs(dy) };
    case 'ArrowUp':
      return { ahead: -dy, aside: Math.abs(dx) };
    default:
      return { ahead: dy, aside: Math.abs(dx) };
  }
}

function middle(layout: TopologyLayout, id: string): { readonly x: number; readonly y: number } {
  const box = layout.boxes.get(id);
  return box === undefined ? { x: 0, y: 0 } : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
