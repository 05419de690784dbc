import assert from 'node:assert/strict';
import { summaryText } from '../../server/src/report/summary-text';
import { runText } from '../simulation/protocols/run-text';

/** What is said of the data of a store that has forgotten everything. */
function check(policy: string, data: string, operations: string, expected: RegExp): void {
  const { scenario, verdict } = runText(
    `topology T { nodes n[1..3]  client c  store data on n[1..3] using P { data: ${data}  storage { log: off } } }
    policy P = ${policy}
    workload W { from c to data  rate: 50/s  operations: ${operations} 100%  keys: uniform(5) }
    scenario S { topology: T  workload: W  duration: 3s  at 2s crash c  at 2500ms crash all of data for 100ms }`,
    1,
  );
  assert.ok((verdict.metrics.lostWrites ?? 0) > 0, 'something is lost');
  assert.match(summaryText(scenario, verdict.metrics, []), expected);
}

describe('the summary of a run', () => {
  it('says that more writes may be lost than can be counted, of counters without lineage alone', () => {
    check('quorum', 'counter', 'increment', /Data: at least \d+ acknowledged writes? lost/);
    check('quorum', 'register', 'write', /Data: \d+ acknowledged writes? lost/);
    check('raft', 'counter', 'increment', /Data: \d+ acknowledged writes? lost/);
    check('raft', 'register', 'write', /Data: \d+ acknowledged writes? lost/);
    check('quorum', 'log', 'append', /Data: \d+ acknowledged writes? lost/);
  });
});
