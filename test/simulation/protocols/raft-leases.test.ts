import assert from 'node:assert/strict';
import { Outcome } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';

interface LeaseText {
  readonly policy?: string;
  readonly links?: string;
  readonly faults: string;
  readonly seconds?: number;
}

/** Three servers; a reader stands beside n1, a writer beside n2. */
const model = ({ policy = '', links = '', faults, seconds = 6 }: LeaseText): string => `
  topology T {
    zone a { node n1  client reader }  zone b { node n2  client writer }  zone c { node n3 }
    link everywhere { latency: 1ms }  link within zone { latency: 0.1ms }
    ${links}
    store data on n[1..3] using P { storage { log: fsync  fsync: 1ms } }
  }
  policy P = raft { reads: lease  ${policy} }
  workload Reads { from reader to data  rate: 100/s  operations: read 100%  keys: uniform(1)  timeout: 300ms }
  workload Writes { from writer to data  rate: 40/s  operations: write 100%  keys: uniform(1)  timeout: 300ms }
  scenario S { topology: T  workload: Reads, Writes  duration: ${seconds}s  ${faults} }`;

const decisions = (text: LeaseText, seeds: number): Set<string> =>
  new Set(runTexts(model(text), seeds).map(linearizable));

/** Where leaders begin to lead after an instant in seconds. */
const leadersSince = ({ run }: JudgedRun, from: number): number[] =>
  run.leadership.filter((span) => span.from / 1e9 > from).map(({ place }) => place);

describe('raft: leases and handing over', () => {
  it('a leader that asked for an election holds no lease until the next one (3.10, 6.4.1)', function () {
    this.timeout(60_000);
    // The disk of n2 is slow, so its election begins while n3 still confirms n1, which n2 can no longer reach.
    const policy = 'heartbeat: 300ms  election-timeout: 1s..2s';
    const faults = `at 3s promote n1 in data  at 4s promote n2 in data
      at 4s slow disk of n2 by 200x for 100ms  at 4002ms cut n2 -> n1 for 2s`;
    assert.deepEqual(decisions({ policy, faults }, 4), new Set(['pass']));
  });

  it('a server that was restarted stands by what it granted a leader before (4.2.3, 6.4.1)', function () {
    this.timeout(60_000);
    // n2 asks for votes that only n3 could give it; n1 does not learn what became of that.
    const policy = 'heartbeat: 300ms  election-timeout: 1s..1200ms';
    const faults = `at 3s promote n1 in data  at 4s cut n1 -> n2, writer for 3s  at 4s cut n2, writer -> n1 for 3s
      at 5s crash n3 for 5ms  at 5020ms cut n3 -> n1 for 2s`;
    assert.deepEqual(decisions({ policy, faults, seconds: 8 }, 4), new Set(['pass']));
  });

  it('servers that leased themselves to a leader vote for no other, whatever else they would do (4.2.3)', function () {
    this.timeout(60_000);
    const policy = 'pre-vote: off  check-quorum: off  heartbeat: 300ms  election-timeout: 1s..1200ms';
    const faults = `at 3s promote n1 in data  at 4s cut n1 -> n2, writer for 3s  at 4s cut n2, writer -> n1 for 3s
      at 4900ms cut n3 -> n1 for 2s`;
    assert.deepEqual(decisions({ policy, faults, seconds: 8 }, 4), new Set(['pass']));
  });

  it('a lease ends with the policy that it was granted under, whichever way election timeouts change', function () {
    this.timeout(60_000);
    const links = 'link n1 <-> n2 { latency: 20ms }  link n1 <-> n3 { latency: 20ms }';
    const shorter = `at 5s promote n1 in data  at 8s cut n2, n3 -> n1, reader for 4s
      at 8010ms reconfigure data { election-timeout: 100ms..200ms }  at 8100ms cut n1, reader -> n2, n3 for 4s`;
    const longer = `at 2s promote n1 in data  at 4s cut n1, reader -> n2, n3 for 4s
      at 4010ms reconfigure data { election-timeout: 2s..3s }  at 4050ms cut n2, n3 -> n1, reader for 4s`;
    const from = (least: string): string => `heartbeat: 50ms  election-timeout: ${least}`;
    assert.deepEqual(decisions({ policy: from('2s..3s'), links, faults: shorter, seconds: 12 }, 4), new Set(['pass']));
    assert.deepEqual(
      decisions({ policy: from('150ms..200ms'), links, faults: longer, seconds: 8 }, 6),
      new Set(['pass']),
    );
  });

  it('a transfer that does not come about is given up (3.10)', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const judged = runText(
        model({ faults: 'at 1s promote n1 in data  at 2s crash n3 for 2s  at 3s promote n3 in data' }),
        seed,
      );
      assert.deepEqual(leadersSince(judged, 3), [], `seed ${seed}: n1 leads on`);
    }
  });

  it('a leader that is told to lead refuses nobody', () => {
    const { history } = runText(model({ faults: 'at 1s promote n1 in data  at 3s promote n1 in data' }), 1).run;
    for (let row = 0; row < history.length; row++) {
      if ((history.invokedAt[row] ?? 0) / 1e9 < 2) continue;
      assert.equal(history.outcome[row], Outcome.Ok, `operation ${row}`);
    }
  });
});
