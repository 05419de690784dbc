import assert from 'node:assert/strict';
import { jobRows, jobsText } from '../../server/src/report/job-text';
import { projectJobs } from '../../server/src/report/project-jobs';
import type { JobRow } from '../../server/src/report/run-report';
import { toNanos } from '../../server/src/language/model';
import type { JobRun } from '../../server/src/simulation';
import { run, scenario } from './made-up-run';

/** Ten records a second in one partition; the first ten appear at 1 s, all of them again with five more at 2 s. */
const job: JobRun = {
  job: 0,
  partitions: 1,
  recordsPerNs: 10 / 1e9,
  results: [
    { at: 1e9, partition: 0, from: 0, to: 10 },
    { at: 2e9, partition: 0, from: 0, to: 15 },
  ],
  workedAgain: [{ at: 2e9, records: 10 }],
  recomputed: 10,
  duplicates: 10,
  lost: 3,
  failures: [{ failedAt: 1.2e9, runningAt: 1.5e9, caughtUpAt: 2e9, lost: [0] }],
};
const model = {
  ...scenario,
  jobs: [
    {
      ...{ name: 'enrich', nodes: [0], inputPerS: 10, checkpointTakesNs: toNanos(0), restartNs: toNanos(0) },
      ...{ delivery: 'at-least-once' as const, origin: scenario.origin },
    },
  ],
};
const ended = { ...run, endedAt: toNanos(3e9), jobs: [job] };

describe('jobs in a report', () => {
  it('have curves of results, of those that came again, and of the longest wait', () => {
    assert.deepEqual(
      projectJobs(model, ended, 1e9).map(({ name, unit, values }) => ({ name, unit, values })),
      [
        { name: 'results', unit: 'per-s', values: [0, 10, 15] },
        { name: 'results again', unit: 'per-s', values: [0, 0, 10] },
        { name: 'longest wait', unit: 'ms', values: [null, 900, 1900] },
      ],
    );
  });

  const row: JobRow = {
    ...{ name: 'enrich', results: 25, recomputed: 10, duplicates: 10, lost: 3, failures: 1 },
    ...{ delayP50Ns: 1e9, delayP99Ns: 1.9e9, delayMaxNs: 1.9e9, recoveryNs: 800e6, isBehind: false },
  };

  it('say in a sentence what those get who wait for results', () => {
    assert.equal(
      jobsText([row]),
      'Job enrich: 25 results, 10 of them again, 3 records never read, the longest wait 1.9 s, failed once, had caught up after 800 ms.',
    );
    assert.match(jobsText([{ ...row, isBehind: true }]), /had caught up after more than 800 ms\.$/);
    assert.equal(jobsText([]), '');
  });

  it('have their numbers among the measured', () => {
    assert.deepEqual(
      jobRows([row]).map(({ name, value }) => `${name} ${value}`),
      [
        'results of enrich 25',
        'again of enrich 10',
        'never read of enrich 3',
        'recomputed of enrich 10',
        'longest wait of enrich 1.9 s',
        'caught up of enrich 800 ms',
      ],
    );
  });
});
