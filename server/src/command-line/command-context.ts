import type { RunWorkerOptions } from '../campaigns/run-worker-client';
import type { Terminal } from './terminal';

/** What every command works with, so that a test can give it something else than the process. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly input: AsyncIterable<Uint8Array>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly worker: RunWorkerOptions;
  /** Folder of the built bundles. */
  readonly bundles: string;
}
