import { Worker } from 'node:worker_threads';
import {
  RUN_WIRE_VERSION,
  type Explaining,
  type RunRequest,
  type RunResult,
  type StartMessage,
  type WorkerMessage,
} from './run-wire';

export interface RunWorkerOptions {
  /** The worker's program: `run-worker.js` beside the program that asks. */
  readonly file: string;
  /** Flags of Node for the worker; a test passes its TypeScript loader. */
  readonly execArgv?: readonly string[];
}

/** A run that has begun. */
export interface StartedRun {
  /** Never rejects: a crash is a result of kind `failed`. */
  readonly result: Promise<RunResult>;
  /** Ends the run soon, whatever it is doing. */
  cancel(): void;
}

/** A cancelled run is polled a few thousand events apart; a worker that takes longer than this is ended by force. */
const CANCEL_GRACE_MS = 500;

interface Running {
  readonly worker: Worker;
  readonly request: RunRequest;
  readonly cancelled: SharedArrayBuffer | null;
  readonly onProgress: (simulatedNs: number) => void;
  readonly onExplaining: (news: Explaining) => void;
  readonly settle: (result: RunResult) => void;
}

/**
 * Runs scenarios one at a time in a thread of their own, so that neither a long run nor a crashed one disturbs the
 * caller. The thread is started with the first run, kept for the next ones, and replaced after a crash.
 */
export class RunWorkerClient {
  private worker: Worker | undefined;
  private running: Running | undefined;

  constructor(private readonly options: RunWorkerOptions) {}

  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Starts a run; the caller waits for one run to end before it starts the next. */
  start(
    request: RunRequest,
    onProgress: (simulatedNs: number) => void = () => undefined,
    onExplaining: (news: Explaining) => void = () => undefined,
  ): StartedRun {
    if (this.running !== undefined) throw new Error('This worker is busy with another run.');
    const worker = this.liveWorker();
    const cancelled = newFlag();
    const result = new Promise<RunResult>((settle) => {
      this.running = { worker, request, cancelled, onProgress, onExplaining, settle };
    });
    worker.ref();
    const message: StartMessage = { kind: 'start', request, cancelled };
    worker.postMessage(message);
    return { result, cancel: () => this.cancel(request, cancelled) };
  }

  /** Ends the thread; a run that is under way ends as cancelled. */
  async dispose(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    this.settle({ kind: 'cancelled' });
    await worker?.terminate();
  }

  private cancel(request: RunRequest, cancelled: SharedArrayBuffer | null): void {
    const end = (): void => {
      if (this.running?.request === request) void this.dispose();
    };
    if (cancelled === null) {
      end();
      return;
    }
    Atomics.store(new Int32Array(cancelled), 0, 1);
    const timer: NodeJS.Timeout | number = setTimeout(end, CANCEL_GRACE_MS);
    // In a browser a timer is a number, and a page does not wait for it.
    if (typeof timer === 'object') timer.unref();
  }

  private liveWorker(): Worker {
    if (this.worker !== undefined) return this.worker;
    const { file, execArgv } = this.options;
    const worker = new Worker(file, execArgv ? { execArgv: [...execArgv] } : {});
    worker.on('message', (message: WorkerMessage) => this.receive(worker, message));
    worker.on('error', (error) => this.crashed(worker, error.message, error.stack ?? error.message));
    worker.on('exit', (code) => this.crashed(worker, `its thread ended with code ${code}`, ''));
    this.worker = worker;
    return worker;
  }

  private receive(worker: Worker, message: WorkerMessage): void {
    if (this.worker !== worker) return;
    switch (message.kind) {
      case 'ready':
        if (message.version !== RUN_WIRE_VERSION) {
          this.crashed(worker, `it speaks version ${message.version}, not ${RUN_WIRE_VERSION}`, '');
          void worker.terminate();
        }
        return;
      case 'progress':
        this.running?.onProgress(message.simulatedNs);
        return;
      case 'explaining':
        this.running?.onExplaining({ runs: message.runs, atMost: message.atMost });
        return;
      case 'done':
      case 'cancelled':
        this.settle(message);
        return;
      case 'failed':
        this.settle({ ...message, message: `${this.runName()} failed: ${message.message}` });
        return;
    }
  }

  /** The thread is gone or cannot be used; the next run gets a new one. */
  private crashed(worker: Worker, message: string, detail: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.settle({ kind: 'failed', message: `${this.runName()} crashed: ${message}`, detail });
  }

  private runName(): string {
    const request = this.running?.request;
    return request === undefined ? 'A run' : `The run of ${request.scenario.name} with seed ${request.seed}`;
  }

  private settle(result: RunResult): void {
    const running = this.running;
    if (running === undefined) return;
    this.running = undefined;
    // A waiting thread keeps no process alive.
    running.worker.unref();
    running.settle(result);
  }
}

/** A web page shares no memory with its workers unless its server allows that: there a run is ended with its thread. */
function newFlag(): SharedArrayBuffer | null {
  return typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}
