import { button, html, icon } from '../dom/elements';
import type { HostBridge } from '../host/host-bridge';
import type { Store } from '../state/store';
import type { ViewState } from '../state/view-state';

/** Says what is wrong or going on, above the last good picture. */
export function createBanner(store: Store<ViewState>, host: HostBridge): HTMLElement {
  const problem = html('div', { class: 'banner', role: 'alert', hidden: true });
  const progress = html('progress', { max: 1, 'aria-label': 'Progress of the run' });
  const runningText = html('span', {});
  const running = html(
    'div',
    { class: 'banner running', role: 'status', hidden: true },
    progress,
    runningText,
    button('Cancel', () => {
      host.send({ kind: 'cancel' });
    }),
  );
  store.listen((state, previous) => {
    if (state.problem !== previous.problem) {
      showProblem(problem, state, host);
    }
    if (state.running !== previous.running) {
      running.hidden = state.running === null;
      if (state.running !== null) {
        runningText.textContent = `Running ${state.running.title} …`;
        if (state.running.share === null) {
          progress.removeAttribute('value');
        } else {
          progress.value = state.running.share;
        }
      }
    }
  });
  return html('div', { class: 'banners' }, problem, running);
}

function showProblem(element: HTMLElement, { problem, picture }: ViewState, host: HostBridge): void {
  element.hidden = problem === null;
  if (problem === null) {
    element.replaceChildren();
    return;
  }
  const { severity, message, source } = problem;
  const kept = picture.kind === 'none' ? '' : ' Below is the last good picture.';
  element.className = `banner ${severity}`;
  element.replaceChildren(
    icon(severity === 'info' ? 'dot' : 'triangle', severity === 'error' ? 'bad' : 'doubt'),
    html('span', {}, `${message}${kept}`),
    ...(source === null || !host.canAct
      ? []
      : [
          button('Go to line', () => {
            host.send({ kind: 'openSource', source });
          }),
        ]),
  );
}
