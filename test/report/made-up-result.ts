import type { ScenarioResult } from '../../server/src/report/scenario-result';
import { projectRun } from '../../server/src/report';
import { judged, metrics, scenario, verdict } from './made-up-run';

/** The made-up run as the only run of its scenario. */
export const result: ScenarioResult = {
  scenario,
  simulatedNs: scenario.durationNs,
  events: 1234,
  traceHash: '0123456789abcdef',
  decision: 'fail',
  metrics,
  intervals: null,
  stores: verdict.stores,
  expectations: verdict.expectations,
  warnings: verdict.warnings,
  whys: verdict.expectations.map(() => null),
  picture: projectRun(judged),
};

/** The same as it would be of three runs. */
export const resultOfThree: ScenarioResult = {
  ...result,
  scenario: { ...scenario, runs: 3 },
  simulatedNs: scenario.durationNs * 3,
  decision: 'undecided',
  intervals: {
    availability: [0.75, 0.85],
    availabilityReads: null,
    availabilityWrites: null,
    latency: { p50: [4e6, 6e6], p90: null, p99: null, p999: null, max: null, mean: null },
    throughputPerS: null,
    outageNs: [1e9, 2e9],
    detectionNs: null,
    recoveryNs: null,
    staleReads: null,
    staleness: { p50: null, p99: null, max: null },
    lostWrites: null,
    duplicates: null,
    corruptReads: null,
    convergenceNs: null,
    messagesPerOperation: null,
    bytesPerOperation: null,
    storageOverhead: null,
    degraded: null,
    splitBrainNs: null,
  },
};
