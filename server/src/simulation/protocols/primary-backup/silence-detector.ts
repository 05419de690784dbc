import type { PrimaryBackupPolicy } from '../../../language/model';

/** How often a primary makes itself heard, and how long a silence means that it has failed. */
export interface Timing {
  readonly heartbeatNs: number;
  readonly timeoutNs: number;
}

/**
 * `timeout` takes the place of the policy's own pair. `phi` brings its heartbeat; the policy's `timeout` stays the length
 * of leases. Of `swim` only the periods are taken: members do not ping for each other here.
 */
export function timingOf(policy: PrimaryBackupPolicy): Timing {
  const { detector } = policy;
  switch (detector?.kind) {
    case undefined:
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.timeoutNs };
    case 'timeout':
      return { heartbeatNs: detector.heartbeatNs, timeoutNs: detector.timeoutNs };
    case 'phi':
      return { heartbeatNs: detector.heartbeatNs, timeoutNs: policy.timeoutNs };
    case 'swim':
      return { heartbeatNs: detector.periodNs, timeoutNs: detector.periodNs + detector.suspicionNs };
  }
}

/** Intervals between heartbeats that phi looks back on (Cassandra's sample size). */
const WINDOW = 1000;
const NATURAL_LOGARITHM_OF_10 = 2.302585092994046;

/**
 * How long a backup bears the primary's silence. With `phi` (Hayashibara et al., "The phi accrual failure detector", SRDS
 * 2004) that follows from the intervals seen: under the exponential model that Cassandra uses, phi is the silence divided by
 * the mean interval and by ln 10, so it reaches a threshold after threshold x ln 10 x mean.
 */
export class SilenceDetector {
  private readonly intervals: number[] = [];
  private next = 0;
  private sum = 0;
  private lastHeard = -1;

  constructor(
    private readonly policy: PrimaryBackupPolicy,
    private readonly timing: Timing,
  ) {}

  /** A heartbeat came at an instant of the local stopwatch. */
  heard(now: number): void {
    if (this.policy.detector?.kind !== 'phi') return;
    if (this.lastHeard >= 0) this.sample(now - this.lastHeard);
    this.lastHeard = now;
  }

  /** Another primary: what was learned of the last one's rhythm stays, the gap between the two is no interval. */
  changed(): void {
    this.lastHeard = -1;
  }

  get patienceNs(): number {
    const { detector } = this.policy;
    if (detector?.kind !== 'phi') return this.timing.timeoutNs;
    const mean = this.intervals.length === 0 ? detector.heartbeatNs : this.sum / this.intervals.length;
    return detector.threshold * NATURAL_LOGARITHM_OF_10 * mean;
  }

  private sample(interval: number): void {
    this.sum += interval - (this.intervals[this.next] ?? 0);
    this.intervals[this.next] = interval;
    this.next = (this.next + 1) % WINDOW;
  }
}
