import type { Evidence } from '../evidence';
import type { ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { discardedRows } from '../durability/discarded-writes';
import { lossMoments, type LossMoment } from '../durability/loss-moments';
import { isBreaking } from './breaking-faults';
import { detections } from './detection';
import { failovers } from './failover';
import { jobRecovery } from './job-recovery';
import { isAnswered } from './operation-selection';
import { recoveries } from './recovery';

/** What one fault did to the service and to the data: the times that an operations team is measured by. */
export interface FaultTimes {
  /** Index into `Run.occurrences`. */
  readonly occurrence: number;
  readonly beganAt: number;
  /** Infinity where it was in force to the end. */
  readonly endedAt: number;
  /** From the fault to the first suspicion of what it hit; null where nobody noticed, or nobody looks. */
  readonly detectionNs: number | null;
  /** From the fault until another place led a shard whose leader it had hit; null where no leadership moved. */
  readonly failoverNs: number | null;
  /**
   * From the fault until operations succeeded again for good and the jobs that it made fail had caught up (RTO); null where
   * that was not so before the end, 0 where nobody asked for anything and no job failed.
   */
  readonly recoveryNs: number | null;
  /** How long the run could watch after the fault; 0 of one in the warm-up, of which it is told only what it cost in the end. */
  readonly watchedNs: number;
  /** Operations that it may have disturbed and that were not answered, of those that were invoked before it was over (or the next one began) or recovered from. */
  readonly failedOperations: number;
  readonly lostWrites: number;
  /** From the first acknowledgement that was lost to the last, or to the fault if that came later (RPO); 0: none. */
  readonly dataLossNs: number;
}

export interface RunLosses {
  readonly faults: readonly FaultTimes[];
  readonly losses: readonly LossMoment[];
}

const NONE = new Int32Array(0);

/** The table of faults of a run, with the writes that each cost. */
export function faultTimes(evidence: Evidence, lostOperations: readonly number[]): RunLosses {
  const { scenario, run } = evidence;
  const { operations } = evidence.select();
  const losses = lossMoments(scenario, run, lostOperations);
  const detected = new Map(detections(scenario, run).map((each) => [each.occurrence, each.tookNs]));
  const recovered = recoveries(scenario, run, operations);
  const tookOver = failovers(
    run,
    recovered.map(({ occurrence }) => occurrence),
  );
  const began = (occurrence: number): number => (run.occurrences[occurrence] as FaultOccurrence).beganAt;
  const discarded = discardedByClocks(evidence);
  const culprits = losses.map((loss) => culpritOf(evidence, discarded, loss));
  // What a fault in the warm-up does to its users is not counted, but what it makes be lost afterwards is.
  const isTold = (occurrence: number): boolean => recovered.some((other) => other.occurrence === occurrence);
  const ofWarmUp = run.occurrences.flatMap((_, occurrence) =>
    culprits.includes(occurrence) && !isTold(occurrence)
      ? [{ occurrence, tookNs: null, watchedNs: 0, reached: NONE }]
      : [],
  );
  const faults = [...ofWarmUp, ...recovered].map(
    ({ occurrence: index, tookNs: answeredNs, watchedNs, reached }): FaultTimes => {
      const occurrence = run.occurrences[index] as FaultOccurrence;
      const next = recovered.map((other) => began(other.occurrence)).find((at) => at > occurrence.beganAt) ?? Infinity;
      const isOfWarmUp = watchedNs === 0;
      const ofJobs = jobRecovery(scenario, run, occurrence);
      const tookNs = isOfWarmUp
        ? null
        : slower(operations.length === 0 ? 0 : answeredNs, ofJobs === undefined ? 0 : ofJobs);
      const mine = losses.filter((_, at) => culprits[at] === index);
      const until = Math.max(Math.min(occurrence.endedAt, next), occurrence.beganAt + (tookNs ?? watchedNs));
      const failed = reached.filter((id) => {
        const invoked = run.history.invokedAt[id] as number;
        return invoked >= occurrence.beganAt && invoked < until && !isAnswered(run.history, id);
      });
      return {
        occurrence: index,
        beganAt: occurrence.beganAt,
        endedAt: occurrence.endedAt,
        detectionNs: detected.get(index) ?? null,
        failoverNs: tookOver.get(index) ?? null,
        recoveryNs: tookNs,
        watchedNs,
        failedOperations: failed.length,
        lostWrites: mine.length,
        dataLossNs: dataLoss(mine, occurrence.beganAt),
      };
    },
  );
  return { faults, losses };
}

/** The longer of two times; null is without end. */
function slower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/**
 * The fault that a lost write is put down to: the last that began before its last copy went. What timestamps decided
 * about is put down to the last that set a clock wrong, if one did: no crash and no split makes an older write the newer.
 */
function culpritOf(
  { scenario, run }: Evidence,
  discarded: ReadonlySet<number>,
  { operation, acknowledgedAt, lostAt }: LossMoment,
): number {
  const moment = lostAt ?? acknowledgedAt;
  const breaking = run.occurrences.flatMap((occurrence, index) => (isBreaking(scenario, occurrence) ? [index] : []));
  const began = (index: number): number => (run.occurrences[index] as FaultOccurrence).beganAt;
  if (discarded.has(operation)) {
    const clock = breaking.findLast((index) => began(index) <= moment && setsClocks(scenario, run, index));
    if (clock !== undefined) return clock;
  }
  return breaking.findLast((index) => began(index) <= moment) ?? breaking[0] ?? -1;
}

/** Operations that gave way to older ones, where any clock was set wrong. */
function discardedByClocks(evidence: Evidence): ReadonlySet<number> {
  const { scenario, run } = evidence;
  const operations = new Set<number>();
  if (run.superseded === undefined || !run.occurrences.some((_, index) => setsClocks(scenario, run, index)))
    return operations;
  for (let store = 0; store < scenario.stores.length; store++) {
    const history = evidence.history(store);
    const rows = evidence.lost(store)?.rows ?? [];
    for (const row of discardedRows(history, run.superseded, rows)) operations.add(history.id[row] as number);
  }
  return operations;
}

function setsClocks({ faults }: ScenarioModel, { occurrences }: Run, index: number): boolean {
  const { kind } = faults[(occurrences[index] as FaultOccurrence).fault]?.action ?? {};
  return kind === 'skew' || kind === 'drift';
}

/**
 * The window of data that a failure cost, as a recovery point objective measures it: from the oldest acknowledged write
 * that is gone to the failure, or to the newest one that is gone where writes went on being lost after it.
 */
export function dataLoss(losses: readonly LossMoment[], failedAt: number): number {
  if (losses.length === 0) return 0;
  const times = losses.map(({ acknowledgedAt }) => acknowledgedAt);
  const oldest = times.reduce((a, b) => Math.min(a, b), Infinity);
  const newest = times.reduce((a, b) => Math.max(a, b), failedAt);
  return newest - oldest;
}
