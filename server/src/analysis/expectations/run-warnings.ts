import type { Evidence } from '../evidence';
import type { Warning } from '../verdict';
import { faultText } from '../wording/subject-text';
import { durationText } from '../wording/time-text';

/** Warnings about the run as a whole: what it was meant to try and did not. */
export function runWarnings(evidence: Evidence): Warning[] {
  const { scenario, run } = evidence;
  const warnings: Warning[] = [];
  if (run.limit !== undefined) {
    const message = `The run stopped after ${durationText(run.endedAt)} of ${durationText(scenario.durationNs)} at a limit (${run.limit}); its verdict is undecided.`;
    warnings.push({ code: 'FTM612', origin: scenario.origin, message });
  }
  const runsJobsOnly = scenario.jobs.length > 0 && scenario.workloads.length === 0;
  if (evidence.select().operations.length === 0 && !runsJobsOnly) {
    const origin = scenario.workloads[0]?.origin ?? scenario.origin;
    const when = run.history.length > 0 ? ' after the warm-up' : '';
    warnings.push({ code: 'FTM601', origin, message: `No operation was issued${when}, so nothing was tried.` });
  }
  scenario.faults.forEach((fault, index) => {
    const occurrences = run.occurrences.filter((occurrence) => occurrence.fault === index);
    const name = faultText(scenario, index);
    if (occurrences.length === 0)
      warnings.push({ code: 'FTM602', origin: fault.origin, message: `The fault ${name} never took effect.` });
    else if (occurrences.every((occurrence) => occurrence.vacuous))
      warnings.push({ code: 'FTM603', origin: fault.origin, message: `The fault ${name} hit nothing.` });
  });
  return warnings;
}
