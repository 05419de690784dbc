import type { Ink } from './ink';
import { durationText, plural, shareText } from './quantity-text';
import type { FaultTimesRow, RunReport, ShareRow } from './run-report';

/** Faults that are told one by one; a schedule that fires by the hundred is summed up in the measurements. */
const MOST_FAULTS = 8;

/** What each fault cost, and who was served while the network was split. */
export function faultLines({ faultTimes = [], shares = [] }: RunReport, ink: Ink): readonly string[] {
  const rows = faultTimes.slice(0, MOST_FAULTS);
  const width = Math.max(0, ...rows.map(({ text }) => text.length));
  const rest = faultTimes.length - rows.length;
  return [
    ...rows.flatMap((row) => [
      `${row.text.padEnd(width)}  ${timesText(row)}`,
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
    recoveryNs === null
      ? `not recovered within ${durationText(watchedNs)}`
      : `recovered in ${durationText(recoveryNs)}`,
    ...(failedOperations === 0 ? [] : [`${plural(failedOperations, 'operation')} failed`]),
    ...(lostWrites === 0 ? [] : [`${plural(lostWrites, 'write')} lost, a window of ${durationText(dataLossNs)}`]),
  ].join(', ');
}

/** Clients and domains, each with its yield; sides of partitions stand with their faults. */
export function shareLines({ shares = [] }: RunReport): readonly string[] {
  return shares.filter(({ band }) => band < 0).map(shareLine);
}

function shareLine({ name, issued, answered, degraded }: ShareRow): string {
  const harvest = degraded === 0 ? '' : `, ${shareText(1 - degraded / answered)} of the answers full`;
  return `${name}: ${shareText(answered / issued)} of ${plural(issued, 'operation')} answered${harvest}`;
}
