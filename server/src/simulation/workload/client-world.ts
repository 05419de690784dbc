import type { Environment } from '../environment/environment';
import type { HistoryRecorder } from './history-recorder';
import type { Session } from './session';

/** What all clients of a run share. */
export interface ClientWorld {
  readonly environment: Environment;
  readonly history: HistoryRecorder;
  readonly maxOperations: number;
  readonly maxObservedValues: number;
  /** All sessions of the run by id. */
  readonly sessions: Session[];
  /** Unique values: each write of the run takes the next one. */
  nextValue: number;
}
