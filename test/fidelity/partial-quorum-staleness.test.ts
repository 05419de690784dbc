import assert from 'node:assert/strict';
import { toNanos, type Distribution } from '../../server/src/language/model';
import { simulate, type History } from '../../server/src/simulation';
import { bareQuorum } from '../simulation/quorum-policy';
import { ms, scenarioOf } from '../simulation/scenario-builder';

/**
 * Bailis et al., "Probabilistically Bounded Staleness for Practical Partial Quorums", VLDB 2012: LNKD-SSD, N=3. A client
 * writes and reads in turn, so each read begins at the instant its write commits.
 */
const LINKEDIN_SSD: Distribution = {
  kind: 'mixture',
  parts: [
    { weight: 0.9122, of: { kind: 'pareto', scale: toNanos(0.235e6), shape: 10 } },
    { weight: 0.0878, of: { kind: 'exponential', mean: toNanos(1e6 / 1.66) } },
  ],
};

const ROWS = [
  { read: 1, write: 1, readP999: 0.654, writeP999: 0.66, fresh: 0.9736 },
  { read: 1, write: 2, readP999: 0.654, writeP999: 1.63, fresh: 0.9784 },
  { read: 2, write: 1, readP999: 1.641, writeP999: 0.66, fresh: 0.9994 },
  { read: 2, write: 2, readP999: 1.641, writeP999: 1.63, fresh: 1 },
  { read: 3, write: 1, readP999: 4.106, writeP999: 0.66, fresh: 1 },
];

const TRIALS = 200_000;

function latencies(history: History, kind: number): Float64Array {
  const result: number[] = [];
  for (let i = 0; i < history.length; i++) {
    if (history.kind[i] === kind) result.push((history.completedAt[i] as number) - (history.invokedAt[i] as number));
  }
  return Float64Array.from(result).sort();
}

function p999(sorted: Float64Array): number {
  return (sorted[Math.floor(sorted.length * 0.999)] ?? NaN) / 1e6;
}

function freshShare(history: History): number {
  let fresh = 0;
  let reads = 0;
  for (let i = 1; i < history.length; i += 2) {
    reads++;
    if (history.output[i] === history.input[i - 1]) fresh++;
  }
  return fresh / reads;
}

function within(what: string, actual: number, published: number, tolerance: number): void {
  assert.ok(Math.abs(actual - published) <= tolerance, `${what}: ${actual} measured, ${published} published`);
}

describe('staleness of partial quorums (PBS, LNKD-SSD)', function () {
  this.timeout(120_000);
  for (const row of ROWS) {
    it(`is as published for R=${row.read}, W=${row.write}`, () => {
      const scenario = scenarioOf({
        nodes: 3,
        policy: bareQuorum(row.read, row.write),
        link: { latency: LINKEDIN_SSD },
        operations: ['write', 'read'],
        load: { kind: 'closed', sessions: 1, thinkNs: ms(0) },
        timeout: ms(60_000),
        seconds: 1e5,
      });
      const options = { seed: 7, trace: false, messageCostNs: 0, limits: { maxOperations: 2 * TRIALS } };
      const { history } = simulate(scenario, options);
      assert.equal(history.length, 2 * TRIALS);
      const readTolerance = row.read === 3 ? 0.05 : 0.02;
      within('read p99.9 ms', p999(latencies(history, 0)), row.readP999, row.readP999 * readTolerance);
      within('write p99.9 ms', p999(latencies(history, 1)), row.writeP999, row.writeP999 * 0.02);
      within('share of fresh reads', freshShare(history), row.fresh, 0.005);
    });
  }
});
