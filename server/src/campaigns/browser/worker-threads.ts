/**
 * `node:worker_threads` as far as runs need it, made of the browser's workers: the bundles of the web editor are built
 * with this in its place (`esbuild.js`), so that runs know of one kind of thread.
 */

/** What both ends of a browser's worker have. */
interface MessageEnd {
  postMessage(message: unknown): void;
  addEventListener(kind: string, listener: (event: { readonly data: unknown; readonly message: string }) => void): void;
}

interface BrowserWorker extends MessageEnd {
  terminate(): void;
}

const scope = globalThis as unknown as MessageEnd & { readonly Worker: new (address: string) => BrowserWorker };

/** A thread that runs the program at an address. */
export class Worker {
  private readonly worker: BrowserWorker;

  constructor(address: string) {
    this.worker = new scope.Worker(address);
  }

  on(kind: 'message' | 'error' | 'exit', listener: (value: never) => void): void {
    // A browser does not say that a worker has ended; whoever ends it knows.
    if (kind === 'exit') return;
    this.worker.addEventListener(kind, (event) => {
      listener((kind === 'message' ? event.data : new Error(event.message)) as never);
    });
  }

  postMessage(message: unknown): void {
    this.worker.postMessage(message);
  }

  /** A page does not wait for its workers. */
  ref(): void {
    return undefined;
  }

  unref(): void {
    return undefined;
  }

  terminate(): Promise<number> {
    this.worker.terminate();
    return Promise.resolve(0);
  }
}

/** The end of a worker's own program. */
export const parentPort = {
  on(_kind: 'message', listener: (message: never) => void): void {
    scope.addEventListener('message', ({ data }) => {
      listener(data as never);
    });
  },
  postMessage(message: unknown): void {
    scope.postMessage(message);
  },
};
