import { rounded } from './fault-population';
import type { SearchAction, SearchFault } from './search-fault';

/** Whether a set of faults still breaks the same expectation; undefined: no more runs are left. */
export type StillFails = (faults: readonly SearchFault[]) => Promise<boolean | undefined>;

/**
 * Makes a set of faults that breaks an expectation as small and as plain as it can while it breaks the same one: fewer
 * faults first, then fewer targets, then shorter, then at round instants. Each step is kept only if a run confirms it.
 */
export async function shrinkFaults(
  found: readonly SearchFault[],
  stillFails: StillFails,
): Promise<readonly SearchFault[]> {
  let faults = await withoutNeedless(found, stillFails);
  for (let index = 0; index < faults.length; index++) {
    for (const smaller of [fewerTargets, shorter, rounder])
      faults = await simplified(faults, index, smaller, stillFails);
  }
  return faults;
}

/** Sets are small (a handful of faults), so each fault is tried in turn until none can go. */
async function withoutNeedless(found: readonly SearchFault[], stillFails: StillFails): Promise<readonly SearchFault[]> {
  let faults = found;
  for (let index = faults.length - 1; index >= 0 && faults.length > 1; index--) {
    const fewer = faults.filter((_, at) => at !== index);
    if ((await stillFails(fewer)) === true) {
      faults = fewer;
      index = faults.length;
    }
  }
  return faults;
}

/** Takes the first simpler form of one fault that still fails, again and again. */
async function simplified(
  faults: readonly SearchFault[],
  index: number,
  formsOf: (fault: SearchFault) => readonly SearchFault[],
  stillFails: StillFails,
): Promise<readonly SearchFault[]> {
  let now = faults;
  for (let isSimpler = true; isSimpler;) {
    isSimpler = false;
    for (const form of formsOf(now[index] as SearchFault)) {
      const changed = now.map((fault, at) => (at === index ? form : fault));
      if ((await stillFails(changed)) !== true) continue;
      now = changed;
      isSimpler = true;
      break;
    }
  }
  return now;
}

function fewerTargets(fault: SearchFault): readonly SearchFault[] {
  const { action } = fault;
  if (!('targets' in action) || action.targets.length < 2) return [];
  return action.targets.map((left) => {
    const targets = action.targets.filter((target) => target !== left);
    const fewer: SearchAction = { ...action, targets };
    return { ...fault, action: fewer };
  });
}

/** Half as long, then three quarters, down to a tenth of a second; always a number that a person would write. */
function shorter(fault: SearchFault): readonly SearchFault[] {
  return [0.5, 0.75, 0.9]
    .map((share) => ({ ...fault, forNs: plain(share * fault.forNs) }))
    .filter(({ forNs }) => forNs >= 1e8 && forNs < fault.forNs);
}

/** At a whole ten seconds, second or tenth of one, if it is not already. */
function rounder(fault: SearchFault): readonly SearchFault[] {
  return [1e10, 1e9, 1e8].flatMap((unit) => {
    if (fault.atNs % unit === 0) return [];
    // Whatever is rounder than what it is already is worth a try; what is as round would never end.
    const coarser = [1e10, 1e9, 1e8].find((each) => fault.atNs % each === 0) ?? 0;
    return unit <= coarser
      ? []
      : [{ ...fault, atNs: Math.round(fault.atNs / unit) * unit }].filter(({ atNs }) => atNs > 0);
  });
}

/** Two significant digits, in whole milliseconds. */
function plain(ns: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(ns)) - 1);
  return rounded(Math.floor(ns / scale) * scale);
}
