import assert from 'node:assert/strict';
import { linearizable, runTexts } from './protocols/run-text';

const model = (policy: string): string => `
  topology T { nodes n[1..8]  client a  client b  link everywhere { latency: lognormal(median: 10ms, p99: 60ms) }
    store s on n[1..8] using P { shards: 8  replicas: 4 } }
  policy P = ${policy}
  workload W { from a, b to s  rate: 100/s  keys: uniform(40)  timeout: 5s }
  scenario S { workload: W  duration: 10s  expect no corrupt reads }`;

describe('client libraries', () => {
  for (const policy of ['quorum { coordinator: client  write-back: on }', 'pbft', 'voting'])
    it(`of one shard take no answers that are meant for those of another: ${policy}`, () => {
      for (const judged of runTexts(model(policy), 3)) {
        assert.equal(judged.verdict.expectations[0]?.decision, 'pass');
        if (policy !== 'voting') assert.equal(linearizable(judged), 'pass');
      }
    });
});
