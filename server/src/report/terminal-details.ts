import type { Ink } from './ink';
import { metricDigest } from './metric-digest';
import { durationText, instantText, plural, shareText } from './quantity-text';
import type { FaultTimesRow, RunReport, ShareRow } from './run-report';
import { attemptsText } from './project-attempts';
import type { ScenarioResult } from './scenario-result';
import { toldRunText } from './told-run';

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
    ...rows.flatMap((row, index) => [
      `${whenText(row).padStart(whenWidth)}  ${row.text.padEnd(width)}  ${isLike(row, rows[index - 1]) ? 'the same' : timesText(row)}`,
      ...shares.filter(({ band }) => band === row.band).map((share) => `  ${ink.dim('served')} ${shareLine(share)}`),
    ]),
    ...(rest > 0 ? [ink.dim(`and ${plural(rest, 'more fault')} (--html shows them all)`)] : []),
  ];
}

/** Several lines of a schedule may make one fault, such as the cuts of both directions. */
function isLike(row: FaultTimesRow, other: FaultTimesRow | undefined): boolean {
  return other !== undefined && row.recoveryNs !== 0 && row.failedOperations > 0 && timesText(row) === timesText(other);
}

function timesText(row: FaultTimesRow): string {
  const { detectionNs, failoverNs, recoveryNs, watchedNs, failedOperations, lostWrites, dataLossNs } = row;
  return [
    detectionNs === null ? 'not detected' : `detected in ${durationText(detectionNs)}`,
    ...(failoverNs === null ? [] : [`failover in ${durationText(failoverNs)}`]),
    recoveredText(recoveryNs, watchedNs),
    ...(failedOperations === 0 ? [] : [`${plural(failedOperations, 'operation')} not answered`]),
    ...(lostWrites === 0 ? [] : [`${plural(lostWrites, 'write')} lost, a window of ${durationText(dataLossNs)}`]),
  ].join(', ');
}

function recoveredText(recoveryNs: number | null, watchedNs: number): string {
  if (watchedNs === 0) return 'in the warm-up';
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

/** What was measured, how often was asked again, and how each client and domain fared: the latter two are of one run. */
export function measuredLines(result: ScenarioResult, ink: Ink): readonly string[] {
  const { metrics, picture, scenario } = result;
  const shares = picture === null ? [] : shareLines(picture);
  if (scenario.runs === 1 || picture === null) return [...metricDigest(scenario, metrics, picture?.metrics), ...shares];
  const attempts = attemptsText(picture.metrics);
  const ofOne = [...(attempts === '' ? [] : [`attempts  ${attempts}`]), ...shares];
  return [
    ink.dim(`means over ${plural(scenario.runs, 'run')}; operations are those of all of them`),
    ...metricDigest(scenario, metrics),
    ...(ofOne.length === 0 ? [] : [ink.dim(toldRunText(result)), ...ofOne]),
  ];
}

/** Clients and domains, each with its yield; sides of partitions stand with their faults. */
function shareLines({ shares = [] }: RunReport): readonly string[] {
  return shares.filter(({ band }) => band < 0).map(shareLine);
}

function shareLine({ kind, name, issued, answered, degraded }: ShareRow): string {
  const harvest = degraded === 0 ? '' : `, ${shareText(1 - degraded / answered)} of the answers full`;
  return `${kind === 'side' ? sideText(name) : name}: ${shareText(answered / issued)} of ${plural(issued, 'operation')} answered${harvest}`;
}
