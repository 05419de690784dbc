import type { Ink } from './ink';
import { metricDigest } from './metric-digest';
import { durationText, instantText, plural, shareText } from './quantity-text';
import type { FaultTimesRow, RunReport, ShareRow } from './run-report';
import type { ScenarioResult } from './scenario-result';

/** Faults that are told one by one; a schedule that fires by the hundred is summed up in the measurements. */
const MOST_FAULTS = 8;

/** What each fault cost, and who was served while the network was split. */
export function faultLines({ faultTimes = [], shares = [], faults }: RunReport, ink: Ink): readonly string[] {
  const rows = faultTimes.slice(0, MOST_FAULTS);
  const whenText = ({ band }: FaultTimesRow): string => instantText(faults[band]?.from ?? 0);
  const whenWidth = Math.max(0, ...rows.map((row) => whenText(row).length));
  const width = Math.max(0, ...rows.map(({ text }) => text.length));
  const rest = faultTimes.length - rows.length;
  return [
    ...rows.flatMap((row) => [
      `${whenText(row).padStart(whenWidth)}  ${row.text.padEnd(width)}  ${timesText(row)}`,
      ...shares.filter(({ band }) => band === row.band).map((share) => `  ${ink.dim('served')} ${shareLine(share)}`),
    ]),
    ...(rest > 0 ? [ink.dim(`and ${plural(rest, 'more fault')} (--html shows them all)`)] : []),
  ];
}

function timesText(row: FaultTimesRow): string {
  const { detectionNs, failoverNs, recoveryNs, watchedNs, failedOperations, lostWrites, dataLossNs } = row;
  return [
    detectionNs === null ? 'not detected' : `detected in ${durationText(detectionNs)}`,
    ...(failoverNs === null ? [] : [`failover in ${durationText(failoverNs)}`]),
    recoveredText(recoveryNs, watchedNs),
    ...(failedOperations === 0 ? [] : [`${plural(failedOperations, 'operation')} failed`]),
    ...(lostWrites === 0 ? [] : [`${plural(lostWrites, 'write')} lost, a window of ${durationText(dataLossNs)}`]),
  ].join(', ');
}

function recoveredText(recoveryNs: number | null, watchedNs: number): string {
  if (recoveryNs === null) return `not recovered within ${durationText(watchedNs)}`;
  return recoveryNs === 0 ? 'disturbed nobody' : `recovered in ${durationText(recoveryNs)}`;
}

/** Places of a side of a partition that are named; the others are counted. */
const MOST_NAMED = 6;

/** The side of a partition, which may be most of a large system. */
function sideText(name: string): string {
  const names = name.split(', ');
  return names.length <= MOST_NAMED + 1
    ? name
    : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} others`;
}

/** What was measured, and how each client and domain fared. */
export function measuredLines({ metrics, picture }: Pick<ScenarioResult, 'metrics' | 'picture'>): readonly string[] {
  return [...metricDigest(metrics, picture?.metrics), ...(picture === null ? [] : shareLines(picture))];
}

/** Clients and domains, each with its yield; sides of partitions stand with their faults. */
function shareLines({ shares = [] }: RunReport): readonly string[] {
  return shares.filter(({ band }) => band < 0).map(shareLine);
}

function shareLine({ kind, name, issued, answered, degraded }: ShareRow): string {
  const harvest = degraded === 0 ? '' : `, ${shareText(1 - degraded / answered)} of the answers full`;
  return `${kind === 'side' ? sideText(name) : name}: ${shareText(answered / issued)} of ${plural(issued, 'operation')} answered${harvest}`;
}
