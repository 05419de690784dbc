import assert from 'node:assert/strict';
import { toNanos, type Distribution } from '../../server/src/language/model';
import { simulate, type History } from '../../server/src/simulation';
import { bareQuorum } from '../simulation/quorum-policy';
import { ms, scenarioOf } from '../simulation/scenario-builder';
import { absolute, relative } from './published-value';
import { reproduction } from './reproduction';

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

function p999(history: History, kind: number): number {
  const latencies: number[] = [];
  for (let i = 0; i < history.length; i++) {
    if (history.kind[i] === kind) latencies.push((history.completedAt[i] as number) - (history.invokedAt[i] as number));
  }
  const sorted = Float64Array.from(latencies).sort();
  return (sorted[Math.floor(sorted.length * 0.999)] ?? NaN) / 1e6;
}

function freshShare(history: History): number {
  let fresh = 0;
  for (let i = 1; i < history.length; i += 2) if (history.output[i] === history.input[i - 1]) fresh++;
  return fresh / TRIALS;
}

reproduction(
  {
    title: 'staleness of partial quorums',
    file: __filename,
    source:
      'P. Bailis et al., "Probabilistically Bounded Staleness for Practical Partial Quorums", VLDB 2012, the LNKD-SSD latencies.',
    setUp:
      'N = 3, 200,000 writes, each followed by a read at the instant of its commit. Each one-way delay is drawn by itself ' +
      'from the published mixture of a Pareto and an exponential distribution. No read repair, no anti-entropy, no hints.',
  },
  (reproduces) => {
    for (const { read, write, readP999, writeP999, fresh } of ROWS) {
      const quorums = `R=${read}, W=${write}`;
      reproduces(
        `${quorums}: latencies and share of fresh reads`,
        [
          {
            what: `${quorums}: read p99.9, ms`,
            published: readP999,
            tolerance: relative(read === 3 ? 0.05 : 0.02),
            decimals: 3,
          },
          { what: `${quorums}: write p99.9, ms`, published: writeP999, tolerance: relative(0.02), decimals: 3 },
          { what: `${quorums}: share of fresh reads`, published: fresh, tolerance: absolute(0.005), decimals: 4 },
        ],
        () => {
          const scenario = scenarioOf({
            nodes: 3,
            policy: bareQuorum(read, write),
            link: { latency: LINKEDIN_SSD },
            operations: ['write', 'read'],
            load: { kind: 'closed', sessions: 1, thinkNs: ms(0) },
            timeout: ms(60_000),
            seconds: 1e5,
          });
          const options = { seed: 7, trace: false, messageCostNs: 0, limits: { maxOperations: 2 * TRIALS } };
          const { history } = simulate(scenario, options);
          assert.equal(history.length, 2 * TRIALS);
          return [p999(history, 0), p999(history, 1), freshShare(history)];
        },
      );
    }
  },
);
