import { faultsAt } from '../run/place-state';
import { runOf, type ViewState } from '../state/view-state';
import type { Extent } from './camera';
import type { Shown } from './topology-selection';

/** Where a reader looks first: at what is selected, or else at the boxes that faults strike at the cursor. */
export function whatMatters(shown: Shown, state: ViewState): Extent | null {
  const selected = placeBox(shown, state.selection?.kind === 'place' ? state.selection.place : -1);
  return selected ?? struckBoxes(shown, state);
}

/** The box that stands for a place; null if there is none. */
export function placeBox({ folded, layout }: Shown, place: number): Extent | null {
  const closed = [...folded.members].find(([, places]) => places.includes(place));
  const id = closed?.[0] ?? folded.graph.nodes.find((node) => node.place === place)?.id;
  return place < 0 || id === undefined ? null : (layout.boxes.get(id) ?? null);
}

/** The smallest extent around all boxes that active faults strike. */
export function struckBoxes(shown: Shown, state: ViewState): Extent | null {
  const run = runOf(state);
  const places = run === null ? [] : faultsAt(run, state.cursor).flatMap((fault) => fault.places);
  const boxes = [...new Set(places)].map((place) => placeBox(shown, place)).filter((box) => box !== null);
  if (boxes.length === 0) {
    return null;
  }
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
