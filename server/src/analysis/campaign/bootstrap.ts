import { normalQuantile } from '../../simulation/kernel/portable-math';
import { RandomStreams } from '../../simulation/kernel/random-streams';
import { estimateMean, type Estimate, type Range } from './interval';
import { studentT975 } from './student-t';

const RESAMPLES = 1000;
/** Of so many runs the mean is as good as normal, whatever each run measured; Student's t needs no resampling then. */
const MOST_RESAMPLED = 200;

/**
 * The mean over runs of what is far from normal in each: a percentile or the largest of a sample. Its interval is the
 * bootstrap's percentile interval (Efron, 1979), whose ends need not lie equally far from the mean. That of few runs is too
 * narrow, so it is the expanded percentile interval of Hesterberg (*What Teachers Should Know About the Bootstrap*, The
 * American Statistician 69, 2015), with the levels of `ExpandProbs` in his R package *resample*: a level p becomes p' with
 * z(p') sqrt((n - 1) / n) = t(p, n - 1). Drawn from a fixed seed: the same measurements have the same interval.
 */
export function estimateStatistic(values: readonly (number | null)[], range: Range = 'not negative'): Estimate {
  const estimate = estimateMean(values, range);
  const sample = values.filter((value): value is number => value !== null);
  const n = sample.length;
  if (estimate.interval === null || n < 3 || n > MOST_RESAMPLED || sample.every((value) => value === sample[0]))
    return estimate;
  const streams = new RandomStreams(0);
  const stream = streams.create('bootstrap', `${n}`);
  const means = new Float64Array(RESAMPLES);
  for (let i = 0; i < RESAMPLES; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += sample[streams.below(stream, n)] as number;
    means[i] = sum / n;
  }
  means.sort();
  const tail = normalShare(-Math.sqrt(n / (n - 1)) * studentT975(n - 1));
  const below = Math.floor(tail * RESAMPLES);
  return { mean: estimate.mean, interval: [means[below] as number, means[RESAMPLES - 1 - below] as number] };
}

/** The share of a standard normal distribution below z, by bisection of its quantiles. */
function normalShare(z: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < z) low = middle;
    else high = middle;
  }
  return low;
}
