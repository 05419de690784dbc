import type { ViewMessage } from '../../../server/src/report/webview-messages';

/** What VS Code puts into a webview's page; it may be asked for once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The other side: VS Code, or nobody when the page is a saved report. */
export interface HostBridge {
  /** Whether somebody can open source lines and run again. */
  readonly canAct: boolean;
  send(message: ViewMessage): void;
  savedState(): unknown;
  saveState(state: unknown): void;
}

export function connectToHost(): HostBridge {
  return typeof acquireVsCodeApi === 'function' ? vsCodeHost(acquireVsCodeApi()) : standAlone();
}

function vsCodeHost(api: VsCodeApi): HostBridge {
  return {
    canAct: true,
    send: (message) => {
      api.postMessage(message);
    },
    savedState: () => api.getState(),
    saveState: (state) => {
      api.setState(state);
    },
  };
}

/** The history entry keeps the state of a saved report over a reload, from disk too, where storage is forbidden. */
function standAlone(): HostBridge {
  return {
    canAct: false,
    send: () => undefined,
    savedState: () => history.state as unknown,
    saveState: (state) => {
      history.replaceState(state, '');
    },
  };
}
