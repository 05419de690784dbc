import type { RunDetails } from '../analysis';
import { placeName, type JudgedRun } from './judged-run';
import { occurrenceText } from './project-faults';
import type { RowsOf } from './project-why';
import type { BoundsRow, FaultTimesRow, JobRow, LossRow, RunReport, ShareRow, StoreRow } from './run-report';
import { sourcePlace } from './source-place';

/** Tables beside the verdict: what each fault cost, how each group of clients fared, what is gone, what stores showed. */
export function projectDetails(
  judged: JudgedRun,
  { faults, losses, shares, jobs, bounds }: RunDetails,
  rows: RowsOf,
): Required<Pick<RunReport, 'faultTimes' | 'shares' | 'losses' | 'stores' | 'jobs'>> {
  const { scenario, run, verdict } = judged;
  const operationRows = (ids: readonly number[]): readonly number[] =>
    ids.flatMap((id) => rows.operation.get(id) ?? []);
  return {
    faultTimes: faults.map(({ occurrence: band, beganAt: _beganAt, endedAt: _endedAt, ...times }): FaultTimesRow => {
      const occurrence = run.occurrences[band];
      return {
        band,
        text: occurrence === undefined ? 'a fault' : occurrenceText(scenario, occurrence),
        source: sourcePlace(scenario, scenario.faults[occurrence?.fault ?? -1]?.origin),
        ...times,
      };
    }),
    shares: shares.map(({ kind, name, occurrence, issued, answered, degraded }): ShareRow => ({
      kind,
      name,
      band: occurrence ?? -1,
      issued,
      answered,
      degraded,
    })),
    losses: losses.map(({ operation, acknowledgedAt, lostAt, event }): LossRow => ({
      operation: rows.operation.get(operation) ?? -1,
      acknowledgedAt,
      lostAt,
      event: rows.event(event),
    })),
    jobs: jobs.map(({ job, delayP50, delayP99, delayMax, recovery, ...counts }): JobRow => ({
      name: scenario.jobs[job]?.name ?? '?',
      ...counts,
      delayP50Ns: delayP50,
      delayP99Ns: delayP99,
      delayMaxNs: delayMax,
      recoveryNs: recovery,
    })),
    stores: verdict.stores.map((store, index): StoreRow => {
      const model = scenario.stores[store.store];
      return {
        name: model?.name ?? '?',
        policy: model?.policy.name ?? '?',
        claim: store.claim.kind,
        claimReason: store.claim.because,
        cap: store.cap,
        capReason: store.capReason,
        capOperations: operationRows(store.capOperations),
        pacelc: store.pacelc,
        pacelcReason: store.pacelcReason,
        pacelcOperations: operationRows(store.pacelcOperations),
        bounds: boundsRows(judged, bounds[index] ?? null),
      };
    }),
  };
}

function boundsRows({ scenario }: JudgedRun, bounds: RunDetails['bounds'][number]): readonly BoundsRow[] {
  if (bounds === null) return [];
  const rows = (of: BoundsRow['of'], nameOf: (subject: number) => string): readonly BoundsRow[] =>
    bounds[of === 'client' ? 'clients' : 'keys'].map(({ subjects, strongestHeld, weakestBroken }) => ({
      of,
      names: subjects.map(nameOf),
      keeps: strongestHeld,
      breaks: weakestBroken,
    }));
  return [...rows('client', (place) => placeName(scenario, place)), ...rows('key', (key) => `k${key}`)];
}
