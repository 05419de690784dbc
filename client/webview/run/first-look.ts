import { badStarts, faultStarts } from './jump-points';
import { recentlyNs } from './place-state';
import type { RunIndex } from './run-index';
import { lowerBound } from './search';

/**
 * A new run is first looked at where it matters: at a witness, or else a moment into the first failures while a fault
 * lasts, so that what is said of the last second speaks of them, at the first fault, at any failure, or where the measuring
 * begins. What happened before the measuring began, such as a leader that is put in its place, comes after all else.
 */
export function firstLook(run: RunIndex): number {
  const { expectations } = run.report;
  const witness = (
    expectations.find(({ decision }) => decision === 'fail') ?? expectations.find(({ why }) => why?.isShown === true)
  )?.witness?.at;
  if (witness !== undefined) {
    return Math.min(run.durationNs, witness);
  }
  const faults = faultStarts(run);
  const bad = badStarts(run);
  const measured = bad[lowerBound(bad, run.report.warmUpNs)];
  const underFault = run.report.faults
    .flatMap(({ from, to }) => {
      const first = bad[lowerBound(bad, Math.max(from, run.report.warmUpNs))];
      return first === undefined || first > to ? [] : [{ first, look: Math.min(first + recentlyNs(run), to) }];
    })
    .reduce<{ first: number; look: number } | null>(
      (one, other) => (one && one.first <= other.first ? one : other),
      null,
    );
  const isBroken = run.report.decision === 'fail';
  const fault = faults.find((at) => at >= run.report.warmUpNs) ?? faults[0];
  const at = underFault?.look ?? (isBroken ? measured : undefined) ?? fault ?? measured ?? run.report.warmUpNs;
  return Math.min(run.durationNs, at);
}
