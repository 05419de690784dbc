import assert from 'node:assert/strict';
import { ENTRY, open } from '../check-program';

const MODEL = `topology T {
  zone a { node n1  client web }
  node n2  node n3
  link everywhere { latency: 2ms }
  store s on n1, n2, n3 using P
}
policy P = raft { }
workload W { from web to s  rate: 100/s  timeout: 1s }
scenario S {
  workload: W  duration: 10s
  at 2s crash n1 for 1s
  expect availability >= 99%
}
`;

/** What was mistyped of the model, and what each offered fix makes of it. */
const mistakes: readonly (readonly [of: string, mistyped: string, fixed: readonly string[]])[] = [
  [
    'timeout: 1s }',
    'timeout: 1s retries: 3 backoff: 50ms }',
    ['backoff: exponential(50ms..1s) }', 'backoff: exponential(50ms..50ms) }'],
  ],
  ['timeout: 1s }', 'timeout: 1s retries: 3 backoff: 50ms..2s }', ['backoff: exponential(50ms..2s) }']],
  ['timeout: 1s', 'timeout: "1s"', ['timeout: 1s']],
  ['timeout: 1s', 'timeout: 1', ['timeout: 1ms', 'timeout: 1s']],
  ['timeout: 1s }', 'timeout: 1s retries: 3x }', ['retries: 3 }']],
  ['rate: 100/s', 'rate: 100ms', ['rate: 10/s']],
  ['rate: 100/s', 'rate: 100/s operations: reads 100%', ['operations: read 100%']],
  ['rate: 100/s', 'rate: 100/s operations: write: 100%', ['operations: write 100%']],
  ['rate: 100/s', 'rate: 100/s keys: 20', ['keys: uniform(20)']],
  ['raft { }', 'raft { pre-vote: true }', ['pre-vote: on']],
  ['raft { }', 'raft { pre-vote: "off" }', ['pre-vote: off']],
  ['raft { }', 'raft { reads: leader }', ['reads: leader-local']],
  ['raft { }', 'raft { election-timeout: 150ms-300ms }', ['election-timeout: 150ms..300ms']],
  ['raft { }', 'raft { heartbeat = 50ms }', ['heartbeat : 50ms']],
  ['raft { }', 'primary-backup { acknowledge: sync }', ['acknowledge: all']],
  ['raft { }', 'paxos { }', ['P = multi-paxos { }']],
  ['latency: 2ms', 'latency: 2', ['latency: 2ms', 'latency: 2s']],
  ['latency: 2ms', 'loss: 0.01', ['loss: 1%', 'loss: 0.01%']],
  ['latency: 2ms', 'bandwidth: 100MB', ['bandwidth: 800Mbps']],
  ['link everywhere', 'link n1 to n2', ['link n1 -> n2']],
  ['duration: 10s', 'duration: 10', ['duration: 10s', 'duration: 10ms']],
  ['duration: 10s', 'duration: 10s set P.heartbeat 20ms', ['P.heartbeat: 20ms']],
  ['duration: 10s', 'duration: 10s set P.heartbeat = 20ms', ['P.heartbeat : 20ms']],
  ['at 2s', 'at 2', ['at 2s', 'at 2ms']],
  ['>= 99%', '>= 0.99', ['>= 99%', '>= 0.99%']],
  ['>= 99%', '=> 99%', ['>= 99%']],
  ['>= 99%', '≥ 99%', ['>= 99%']],
  ['availability >= 99%', 'p99 latency <= 1s', ['expect latency p99 <= 1s']],
];

describe('what was mistyped', () => {
  for (const [of, mistyped, expected] of mistakes)
    it(`may be written right: ${mistyped}`, () => {
      const text = MODEL.replace(of, mistyped);
      assert.notEqual(text, MODEL);
      const first = open(text).problems.find(({ severity }) => severity === 'error');
      const fixed = (first?.fixes ?? []).map(({ edits }) =>
        edits.reduceRight(
          (now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end),
          text,
        ),
      );
      assert.equal(fixed.length, expected.length, JSON.stringify(first));
      fixed.forEach((whole, index) => {
        assert.ok(whole.includes(expected[index] ?? '?'), whole);
        const errors = open(whole).problems.filter(({ severity, uri }) => severity === 'error' && uri === ENTRY);
        assert.deepEqual(
          errors.map(({ message }) => message),
          [],
        );
      });
    });
});
