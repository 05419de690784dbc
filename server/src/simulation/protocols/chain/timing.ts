import type { ChainPolicy } from '../../../language/model';

/** The policy with its detector's times in the place of its own. A lease lasts a fixed time, so no other detector will do. */
export function timedByDetector(policy: ChainPolicy): ChainPolicy {
  const { detector } = policy;
  if (detector?.kind !== 'timeout') return policy;
  return { ...policy, heartbeatNs: detector.heartbeatNs, timeoutNs: detector.timeoutNs };
}
