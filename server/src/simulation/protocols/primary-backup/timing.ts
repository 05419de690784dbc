import type { PrimaryBackupPolicy } from '../../../language/model';
import { AccrualPatience, FixedPatience, type Patience } from '../detectors';

/** How often a primary makes itself heard, and how long a silence means that it has failed. */
export interface Timing {
  readonly heartbeatNs: number;
  readonly timeoutNs: number;
}

/**
 * `timeout` takes the place of the policy's own pair. `phi` brings its heartbeat; the policy's `timeout` stays the length
 * of leases. `swim` comes beside both: see `membership.ts`.
 */
export function timingOf(policy: PrimaryBackupPolicy): Timing {
  const { detector } = policy;
  switch (detector?.kind) {
    case undefined:
    case 'swim':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.timeoutNs };
    case 'timeout':
      return { heartbeatNs: detector.heartbeatNs, timeoutNs: detector.timeoutNs };
    case 'phi':
      return { heartbeatNs: detector.heartbeatNs, timeoutNs: policy.timeoutNs };
  }
}

/** How long a backup bears the primary's silence; with `phi` that follows from the heartbeats seen. */
export function patienceOf({ detector }: PrimaryBackupPolicy, { timeoutNs }: Timing): Patience {
  if (detector?.kind !== 'phi') return new FixedPatience(timeoutNs);
  return new AccrualPatience(detector.threshold, detector.heartbeatNs);
}
