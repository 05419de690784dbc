import { faultsAt } from '../run/place-state';
import type { Store } from '../state/store';
import { runOf, type ViewState } from '../state/view-state';
import type { HostBridge } from './host-bridge';

const REST_MS = 200;

/** Tells the host where the cursor has come to rest, so that the editor can show the lines of the faults there. */
export function reportCursor(store: Store<ViewState>, host: HostBridge): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.listen((state, previous) => {
    if (state.cursor === previous.cursor) {
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      const run = runOf(store.state);
      if (run !== null) {
        const { cursor } = store.state;
        const sources = faultsAt(run, cursor).flatMap(({ source }) => (source === null ? [] : [source]));
        host.send({ kind: 'cursorMoved', at: cursor, sources });
      }
    }, REST_MS);
  });
}
