import { failureStarts, faultStarts } from './jump-points';
import type { RunIndex } from './run-index';

/**
 * A new run is first looked at where it matters: at a witness, or else at the first failure while a fault lasts, at the
 * first fault, at any failure, or where the measuring begins. What happened before the measuring began, such as a leader
 * that is put in its place, comes after all else.
 */
export function firstLook(run: RunIndex): number {
  const witness = run.report.expectations.find(({ decision }) => decision === 'fail')?.witness?.at;
  if (witness !== undefined) {
    return Math.min(run.durationNs, witness);
  }
  const faults = faultStarts(run);
  const measured = failureStarts(run).filter((at) => at >= run.report.warmUpNs);
  const underFault = measured.find((at) => run.report.faults.some(({ from, to }) => from <= at && at <= to));
  const isBroken = run.report.decision === 'fail';
  const fault = faults.find((at) => at >= run.report.warmUpNs) ?? faults[0];
  const at = underFault ?? (isBroken ? measured[0] : undefined) ?? fault ?? measured[0] ?? run.report.warmUpNs;
  return Math.min(run.durationNs, at);
}
