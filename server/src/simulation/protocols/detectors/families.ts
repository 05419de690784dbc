import type { PolicyFamily, PolicyModel } from '../../../language/model';

/** Families that detect failures by the `detector` of their policy. The others go by rules of their own. */
const HEEDING: ReadonlySet<PolicyFamily> = new Set<PolicyFamily>(['primary-backup', 'quorum']);

/** True where a policy names a detector that its family would pass over. */
export function passesOverDetector({ family, detector }: PolicyModel): boolean {
  return detector !== undefined && !HEEDING.has(family);
}
