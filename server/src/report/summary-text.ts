import { countsLossesFromBelow, type Metrics } from '../analysis';
import type { ScenarioModel } from '../language/model';
import { jobsText } from './job-text';
import type { JobRow } from './run-report';
import type { ScenarioResult } from './scenario-result';
import { toldRunText } from './told-run';
import { countText, durationText, plural, shareText } from './quantity-text';

/** Sentences that answer "what happens to my users and my data?", and to whoever waits for the results of jobs. */
export function summaryText(
  { stores }: Pick<ScenarioModel, 'stores'>,
  metrics: Metrics,
  jobs: readonly JobRow[],
  ofWhichRun = '',
): string {
  const ofJobs = jobsText(jobs);
  // Where there is nobody but jobs, there is nothing to say of answers.
  const isAsked = metrics.operations.issued > 0 || ofJobs === '';
  const ofClients = `Users: ${usersText(metrics)}. Data: ${dataText(metrics, stores.some(countsLossesFromBelow))}.`;
  return [...(isAsked ? [ofClients] : []), ...(ofJobs === '' ? [] : [`${ofWhichRun}${ofJobs}`])].join(' ');
}

/** The same of a scenario; of several runs the metrics are means, and what its jobs did is that of the run that is told. */
export function scenarioSummary(result: Pick<ScenarioResult, 'metrics' | 'picture' | 'scenario'>): string {
  const ofJobs = result.picture?.jobs ?? [];
  const told = toldRunText(result);
  return summaryText(
    result.scenario,
    result.metrics,
    ofJobs,
    told === '' ? '' : `${told.charAt(0).toUpperCase()}${told.slice(1)}: `,
  );
}

/** Of each store that faults hit, whether they were within what its policy claims to survive. */
export function claimTexts({ stores }: Pick<ScenarioResult, 'stores'>): readonly string[] {
  return stores.filter(({ claim }) => claim.kind !== 'untried').map(({ claim }) => claim.because);
}

function usersText(metrics: Metrics): string {
  const { issued } = metrics.operations;
  if (issued === 0 || metrics.availability === null) return 'no operation was issued';
  if (metrics.availability === 1) {
    return `all ${plural(issued, 'operation')} were answered${latencyText(metrics)}`;
  }
  const share = `${shareText(metrics.availability)} of ${plural(issued, 'operation')} were answered${latencyText(metrics)}`;
  return metrics.outageNs === null || metrics.outageNs === 0
    ? share
    : `${share}; for ${durationText(metrics.outageNs)} nothing succeeded`;
}

function latencyText({ latency }: Metrics): string {
  return latency.p99 === null ? '' : `, p99 in ${durationText(latency.p99)}`;
}

/** `fromBelow`: more writes may be lost than can be counted. */
function dataText(metrics: Metrics, fromBelow: boolean): string {
  const harm = [
    metrics.lostWrites ? `${fromBelow ? 'at least ' : ''}${plural(metrics.lostWrites, 'acknowledged write')} lost` : '',
    metrics.staleReads ? `${shareText(metrics.staleReads)} of reads stale` : '',
    metrics.splitBrainNs ? `two leaders at once for ${durationText(metrics.splitBrainNs)}` : '',
    metrics.duplicates ? plural(metrics.duplicates, 'duplicate') : '',
    metrics.corruptReads ? plural(metrics.corruptReads, 'corrupt read') : '',
  ].filter((part) => part !== '');
  if (harm.length > 0) return harm.join(', ');
  const kept = [
    metrics.lostWrites === 0 ? 'no acknowledged write was lost' : '',
    metrics.staleReads === 0 ? 'no read was stale' : '',
  ].filter((part) => part !== '');
  if (kept.length > 0) return kept.join(' and ');
  return metrics.availabilityReads === null && metrics.availabilityWrites === null
    ? 'no client asked a store'
    : `nothing about it was measured (${countText(metrics.operations.ok)} answers)`;
}
