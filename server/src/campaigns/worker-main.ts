import { parentPort } from 'node:worker_threads';
import { performRun } from './perform-run';
import { RUN_WIRE_VERSION, type Explaining, type StartMessage, type WorkerMessage } from './run-wire';

/** Progress messages are no more frequent than this, so that a fast run does not flood its host. */
const PROGRESS_INTERVAL_MS = 50;

const port = parentPort;
if (port === null) throw new Error('The run worker is started as a worker thread, not as a program.');

const send = (message: WorkerMessage): void => port.postMessage(message);

port.on('message', (message: StartMessage) => send(perform(message)));
send({ kind: 'ready', version: RUN_WIRE_VERSION });

function perform({ request, cancelled }: StartMessage): WorkerMessage {
  const flag = cancelled === null ? undefined : new Int32Array(cancelled);
  let toldAt = 0;
  let isExplaining = false;
  const onProgress = (simulatedNs: number): boolean => {
    const now = performance.now();
    if (!isExplaining && now - toldAt > PROGRESS_INTERVAL_MS) {
      toldAt = now;
      send({ kind: 'progress', simulatedNs });
    }
    return flag === undefined || Atomics.load(flag, 0) === 0;
  };
  const onExplaining = (news: Explaining): void => {
    const now = performance.now();
    if (isExplaining && now - toldAt <= PROGRESS_INTERVAL_MS) return;
    isExplaining = true;
    toldAt = now;
    send({ kind: 'explaining', ...news });
  };
  try {
    const outcome = performRun(request, onProgress, onExplaining);
    return outcome === undefined ? { kind: 'cancelled' } : { kind: 'done', outcome };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message, detail: error instanceof Error ? (error.stack ?? message) : message };
  }
}
