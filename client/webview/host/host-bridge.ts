import { momentText } from '../../../server/src/report/moment';
import type { SavedFile, ViewMessage } from '../../../server/src/report/webview-messages';

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
    send: (message) => {
      if (message.kind === 'save') {
        download(message);
      } else if (message.kind === 'copyLink') {
        const address = `${location.href.replace(/#.*$/, '')}#${momentText(message)}`;
        void navigator.clipboard.writeText(address);
      }
    },
    savedState: () => history.state as unknown,
    saveState: (state) => {
      history.replaceState(state, '');
    },
  };
}

/** A page on its own hands a file to the browser, which knows where to put it. */
function download({ name, mime, content, encoding }: SavedFile): void {
  const data = encoding === 'base64' ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : content;
  const address = URL.createObjectURL(new Blob([data], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
