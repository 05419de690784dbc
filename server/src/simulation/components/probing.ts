import type { HealthCheckModel } from '../../language/model';
import { FailureReason } from '../run';

/** One health check of one instance: when it is due, which answer it waits for, and how many failed in a row. */
export class Probing {
  failures = 0;
  /** What the answer waited for brings back; -1 while none is. */
  call = -1;
  /** The next one is due and waits for the end of this one (a kubelet runs the checks of one probe one after another). */
  isDue = false;

  constructor(
    readonly model: HealthCheckModel,
    readonly timer: number,
    readonly timeout: number,
  ) {}

  /** Counts the outcome of a check; true when as many in a row have failed as it takes to believe it. */
  ended(reason: FailureReason): boolean {
    this.failures = reason === FailureReason.None ? 0 : this.failures + 1;
    return this.failures >= this.model.failures;
  }
}
