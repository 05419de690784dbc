import type { ToldResult } from '../../campaigns';
import type { Snapshot } from '../snapshot';
import type { RunVerdict } from '../wire';

/** A run that has ended and may be explained. */
export interface Unexplained {
  readonly snapshot: Snapshot;
  /** Its name, where the explanation belongs to the results of a document; null for a cell of an experiment. */
  readonly scenario: string | null;
  readonly result: ToldResult;
  /** What the client was told. */
  readonly verdict: RunVerdict;
}

/** A client that asks at all asks at once. */
const MOST_KEPT = 32;

/** Runs that their clients may yet ask about, by the id that each was given. */
export class PendingExplanations {
  private readonly byRun = new Map<string, Unexplained>();

  /** The report itself is the client's by now. */
  put(runId: string, { result, ...rest }: Unexplained): void {
    this.byRun.delete(runId);
    this.byRun.set(runId, { ...rest, result: { ...result, picture: null } });
    const [oldest] = this.byRun.keys();
    if (this.byRun.size > MOST_KEPT && oldest !== undefined) this.byRun.delete(oldest);
  }

  take(runId: string): Unexplained | undefined {
    const found = this.byRun.get(runId);
    this.byRun.delete(runId);
    return found;
  }
}
