import assert from 'node:assert/strict';
import { linearizable, runTexts } from './run-text';

/** Servers n1 (head) to n3 (tail), n4 beside them for later; a writer beside n1 and n2, a reader beside the last ones. */
const model = (faults: string): string => `
  topology T {
    zone a { node n1  node n2  client writer }  zone b { node n3  node n4  client reader }
    link everywhere { latency: 1ms }  link within zone { latency: 0.1ms }
    store data on n1, n2, n3 using P { storage { log: fsync  fsync: 1ms } }
  }
  policy P = chain { heartbeat: 200ms timeout: 1s reads: tail }
  workload Reads { from reader to data  rate: 100/s  operations: read 100%  keys: uniform(1)  timeout: 300ms  retries: 1 }
  workload Writes { from writer to data  rate: 40/s  operations: write 100%  keys: uniform(1)  timeout: 300ms  retries: 1 }
  scenario S { topology: T  workload: Reads, Writes  duration: 9s  ${faults} }`;

describe('chain: leases of a tail', () => {
  it('one that has accepted a chain without itself answers no reads, though it does not know what was chosen', () => {
    // n2 hears n3 no longer and has it taken out; n3's own vote decides that, and nobody can tell n3 the outcome.
    const faults = `at 2900ms cut n3 -> n2 for 4s  at 3950ms slow disk of n2 by 200x for 150ms
      at 4050ms cut n1, n2 -> n3 for 3s`;
    for (const judged of runTexts(model(faults), 2)) {
      assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
    }
  });

  it('one that was appended and has no vote needs a majority of those who have', () => {
    // Nobody who could propose it has been told to give n4 a vote. Then of three voters only n1 stands by n4.
    const faults = `at 1s crash n1, n2, n3 for 1s  at 1500ms add n4 to data
      at 5s cut n2, n3 -> n4 for 3s  at 5s cut n4 -> n2, n3 for 3s  at 5800ms cut n1 -> n4 for 3s`;
    for (const judged of runTexts(model(faults), 2)) {
      assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
    }
  });
});
