import * as assert from 'node:assert/strict';
import { RandomStreams } from '../../server/src/simulation/kernel/random-streams';
import {
  atMostAfterNone,
  estimateMean,
  estimateStatistic,
  judge,
  judgeCampaign,
  wilson,
  type Decision,
  type ExpectationVerdict,
  type Verdict,
} from '../../server/src/analysis';
import { studentT975 } from '../../server/src/analysis/campaign/student-t';
import type { ExpectationBody } from '../../server/src/language/model';
import { tell } from './judged-scenario';

const near = (value: number | undefined, expected: number, tolerance = 5e-4): void =>
  assert.ok(Math.abs((value ?? Number.NaN) - expected) <= tolerance, `${value} is not ${expected}`);

describe('intervals', () => {
  it('of shares are Wilson scores', () => {
    // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
    for (const [hits, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      near(wilson(hits, trials)[0], low);
      near(wilson(hits, trials)[1], high);
    }
  });

  it('of means use Student t', () => {
    near(studentT975(1), 12.7062);
    near(studentT975(9), 2.2622);
    near(studentT975(31), 2.0395);
    near(studentT975(60), 2.0003);
    near(studentT975(1000), 1.9623);
    const { mean, interval } = estimateMean([1, 2, 3, 4, 5, null]);
    assert.equal(mean, 3);
    near(interval?.[0], 3 - 2.77645 * Math.sqrt(0.5));
    near(interval?.[1], 3 + 2.77645 * Math.sqrt(0.5));
  });

  it('never are a bare zero', () => {
    assert.deepEqual(estimateMean(new Array<number>(100).fill(0), 'count').interval, [0, 0.03]);
    for (const always of [0, 1])
      for (const runs of [10, 1000])
        assert.equal(estimateMean(new Array<number>(runs).fill(always), 'share').interval, null);
    assert.equal(estimateMean([0, 0], 'not negative').interval, null);
    assert.equal(estimateMean([5]).interval, null);
    assert.deepEqual(estimateMean([null]), { mean: null, interval: null });
    near(atMostAfterNone(100), 0.0295);
  });
});

const body: ExpectationBody = { kind: 'metric', metric: 'availability', comparison: '>=', value: 0.9 };

/** Runs that hold, fail, or were stopped, judged together. */
function campaign(fates: readonly Decision[], inShareOfRuns = 1): ReturnType<typeof judgeCampaign> {
  return judgeCampaign(
    fates.map((fate, index): Verdict => {
      const { scenario, run } = tell(fate === 'fail' ? 'A r0 0..!' : 'A r0 0..1', { expectations: [body] });
      const expectations = scenario.expectations.map((expectation) => ({ ...expectation, inShareOfRuns }));
      const stopped = fate === 'undecided' ? { limit: 'events' as const } : {};
      return judge({ ...scenario, expectations }, { ...run, ...stopped, seed: 100 + index });
    }),
  );
}

function check(fates: readonly Decision[], share: number, decision: Decision, explanation: RegExp): void {
  const [expectation] = campaign(fates, share).expectations;
  assert.equal(expectation?.decision, decision, expectation?.explanation);
  assert.match(expectation?.explanation ?? '', explanation);
}

const times = (count: number, fate: Decision): Decision[] => new Array<Decision>(count).fill(fate);

describe('a campaign', () => {
  it('holds where every run holds, and says how much that proves', () =>
    check(times(100, 'pass'), 1, 'pass', /fails in 0 of 100 runs, so with 95 % confidence in at most 2.95 % of all/));

  it('fails with the first run that fails', () => {
    check([...times(9, 'pass'), 'fail'], 1, 'fail', /fails in 1 of 10 runs\. With seed 109: 0 of 1 operation/);
    assert.equal(campaign([...times(9, 'pass'), 'fail']).expectations[0]?.witnessSeed, 109);
  });

  it('is undecided where a run is and none fails', () =>
    check([...times(9, 'pass'), 'undecided'], 1, 'undecided', /none of 10 runs, but 1 could not be decided/));

  it('gives a bound for what had not come to an end in one of its runs, and no interval of bounds', () => {
    const model: ExpectationBody = { kind: 'metric', metric: 'recovery', comparison: '<=', value: 5e9 };
    const runs = [1e9, 2e9, 3e9].map((ns, index): Verdict => {
      const { scenario, run } = tell('A r0 0..1', { expectations: [model] });
      const verdict = judge(scenario, { ...run, seed: index });
      const expectations = verdict.expectations.map((expectation): ExpectationVerdict => ({
        ...expectation,
        ...{ measured: ns, decision: index < 2 ? 'pass' : 'undecided' },
        ...(index < 2 ? {} : { measuredAtLeast: true }),
      }));
      return { ...verdict, expectations };
    });
    const [open] = judgeCampaign(runs).expectations;
    assert.deepEqual([open?.measuredText, open?.measuredAtLeast], ['more than 2 s', true]);
    const [ended] = judgeCampaign(runs.slice(0, 2)).expectations;
    assert.match(ended?.measuredText ?? '', /^1\.5 s \(/);
    assert.equal(ended?.measuredAtLeast, undefined);
  });

  it('compares the interval of a share of runs with the share asked for', () => {
    check(times(100, 'pass'), 0.95, 'pass', /holds in 100 of 100 runs: .* 96.3 % to 100 %/);
    check(times(20, 'pass'), 0.95, 'undecided', /more runs are needed/);
    check([...times(50, 'pass'), ...times(50, 'fail')], 0.95, 'fail', /less than the 95 %/);
    check([...times(98, 'pass'), ...times(2, 'fail')], 0.9, 'pass', /at least the 90 %/);
  });

  it('merges metrics into means, counts into sums, and keeps what every run warned of', () => {
    const { metrics, intervals, runs, decision } = campaign(['pass', 'fail', 'pass', 'pass']);
    assert.equal(runs, 4);
    assert.equal(decision, 'fail');
    assert.equal(metrics.availability, 0.75);
    assert.equal(intervals.availability?.[1], 1);
    assert.deepEqual(metrics.operations, { issued: 4, ok: 3, failed: 1, unknown: 0 });
    assert.equal(metrics.detectionNs, null);
  });
});

describe('the interval of a mean of percentiles', () => {
  it('is as wide as that of Student where runs are alike on both sides, and leans where they are not', () => {
    const even = Array.from({ length: 21 }, (_, i) => 100 + i);
    const [low, high] = estimateMean(even).interval ?? [0, 0];
    const [lower, upper] = estimateStatistic(even).interval ?? [0, 0];
    assert.ok(
      Math.abs(upper - lower - (high - low)) < 0.2 * (high - low),
      `${lower} to ${upper}, not ${low} to ${high}`,
    );
    const skewed = estimateStatistic([1, 1, 1, 1, 1, 1, 1, 1, 1, 100]);
    const [from, to] = skewed.interval ?? [0, 0];
    assert.equal(skewed.mean, 10.9);
    assert.ok(from >= 1 && to - 10.9 > 10.9 - from, `${from} to ${to}`);
  });

  it('is the same for the same measurements, and that of Student for too few or very many', () => {
    assert.deepEqual(estimateStatistic([1, 2, 4, 8]), estimateStatistic([1, 2, 4, 8]));
    assert.deepEqual(estimateStatistic([1, 2]), estimateMean([1, 2]));
    const many = Array.from({ length: 300 }, (_, i) => i % 7);
    assert.deepEqual(estimateStatistic(many), estimateMean(many));
    assert.deepEqual(estimateStatistic([3, 3, 3]), estimateMean([3, 3, 3]));
  });

  it('covers the true mean of a skewed quantity about as often as it says', () => {
    // Exponential with mean 1, twelve runs at a time; 95 % of nominal coverage, with room for the smallness of n.
    const streams = new RandomStreams(5);
    const stream = streams.create('test', 'exponential');
    let covered = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Array.from({ length: 12 }, () => -Math.log(streams.uniform(stream)));
      const [low, high] = estimateStatistic(sample).interval ?? [0, 0];
      if (low <= 1 && 1 <= high) covered++;
    }
    assert.ok(covered / trials >= 0.88 && covered / trials <= 0.99, `${covered} of ${trials}`);
  });
});
