import { button, html } from '../dom/elements';
import { firstDivergence, type Divergence } from '../run/divergence';
import { isWhole, type RunIndex } from '../run/run-index';
import type { Actions } from '../state/actions';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import { formatInstant } from '../time/time-format';
import type { Painter } from './painter';

function areWhole(run: RunIndex, other: RunIndex): boolean {
  return isWhole(run) && isWhole(other);
}

/** Where the two runs that are shown part; found once for each pair. */
export function memoizedDivergence(): (state: ViewState) => Divergence | null {
  let known: { readonly run: RunIndex; readonly other: RunIndex; readonly found: Divergence | null } | null = null;
  return (state) => {
    const run = runOf(state);
    const { other } = state;
    if (run === null || other === null || !areWhole(run, other)) {
      return null;
    }
    if (known?.run !== run || known.other !== other) {
      known = { run, other, found: firstDivergence(run, other) };
    }
    return known.found;
  };
}

/** Says which run is below, and where it first does something else than the one above. */
export function createOtherHead(
  store: Store<ViewState>,
  actions: Actions,
  divergence: (state: ViewState) => Divergence | null,
): HTMLElement {
  const text = html('div', { class: 'other-title', role: 'status' });
  store.listen((state, previous) => {
    const { other } = state;
    const run = runOf(state);
    if (run === null || other === null || (other === previous.other && state.picture === previous.picture)) {
      return;
    }
    const { title, scenario, seed, decision } = other.report;
    const found = divergence(state);
    text.replaceChildren(
      html('strong', {}, `${title} \u00b7 ${scenario} \u00b7 seed ${String(seed)} \u00b7 ${decision}`),
      found === null
        ? html(
            'span',
            {},
            areWhole(run, other) ? 'Nothing differs.' : 'Where they part is known once both have come \u2026',
          )
        : button(`First differs at ${formatInstant(found.at, 1e5)}: ${found.text}`, () => {
            actions.moveCursor(found.at, 'into view');
          }),
    );
  });
  return html(
    'div',
    { class: 'timeline-head other-head' },
    html('span', { class: 'timeline-corner-label' }, 'against'),
    text,
  );
}

/** A line through all rows where the runs part. */
export function drawDivergence(painter: Painter, at: number | null, height: number): void {
  const { canvas, palette, width } = painter;
  const x = at === null ? -1 : painter.x(at);
  if (x < 0 || x > width) {
    return;
  }
  canvas.strokeStyle = palette.tone.lost;
  canvas.lineWidth = 1.5;
  canvas.setLineDash([6, 4]);
  canvas.beginPath();
  canvas.moveTo(x, 0);
  canvas.lineTo(x, height);
  canvas.stroke();
  canvas.setLineDash([]);
  const text = 'first difference';
  canvas.font = palette.boldFont;
  canvas.fillStyle = palette.tone.lost;
  canvas.fillRect(x, 0, canvas.measureText(text).width + 10, 16);
  painter.text(text, x + 5, 8, width, palette.on.lost, 'boldFont');
}
