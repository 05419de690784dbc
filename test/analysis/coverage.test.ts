import { strict as assert } from 'node:assert';
import { estimateMean, wilson } from '../../server/src/analysis';
import { RandomStreams } from '../../server/src/simulation/kernel/random-streams';

/** Probability of each number of hits in n trials, by the recurrence of the binomial distribution. */
function binomial(n: number, p: number): readonly number[] {
  const logs = [n * Math.log(1 - p)];
  for (let k = 1; k <= n; k++) logs.push((logs[k - 1] as number) + Math.log((n - k + 1) / k) + Math.log(p / (1 - p)));
  return logs.map(Math.exp);
}

/** How often Wilson's interval covers the true share, exactly and not by simulation. */
function coverage(n: number, p: number): number {
  return binomial(n, p).reduce((sum, probability, hits) => {
    const [low, high] = wilson(hits, n);
    return sum + (low <= p && p <= high ? probability : 0);
  }, 0);
}

describe('intervals cover what they claim to', () => {
  it('shares: 95 % on average, and never far less (Agresti and Coull 1998, figure 4)', () => {
    for (const n of [10, 30, 100]) {
      const shares = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
      const covers = shares.map((p) => coverage(n, p));
      const mean = covers.reduce((a, b) => a + b, 0) / covers.length;
      assert(mean > 0.945 && mean < 0.965, `${n}: ${mean}`);
      assert(Math.min(...covers) > 0.83, `${n}: ${Math.min(...covers)}`);
    }
  });

  it('means of normal samples: 95 %, also of three', () => {
    const streams = new RandomStreams(1);
    const stream = streams.create('coverage', 'test');
    // Box and Muller.
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(streams.uniform(stream))) * Math.cos(2 * Math.PI * streams.uniform(stream));
    for (const n of [3, 10, 40]) {
      let covered = 0;
      const samples = 4000;
      for (let i = 0; i < samples; i++) {
        const { interval } = estimateMean(Array.from({ length: n }, () => 100 + 5 * normal()));
        assert(interval);
        if (interval[0] <= 100 && 100 <= interval[1]) covered++;
      }
      // Four standard errors of a share of 4000.
      assert(Math.abs(covered / samples - 0.95) < 0.014, `${n}: ${covered / samples}`);
    }
  });
});
