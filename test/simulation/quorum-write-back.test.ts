import assert from 'node:assert/strict';
import { runTexts } from './protocols/run-text';

const MODEL = `
  topology T { zone a { node n1  client c }  zone b { node n2  client d }  zone c { node n3 }  store s on n[1..3] using Q { data: set } }
  policy Q = quorum { read: one  write: one  write-back: on }
  workload W { from c, d to s  rate: 100/s  operations: read 50%, add 30%, remove 20%  keys: uniform(10) }
  scenario S { workload: W  duration: 5s  at 2s crash n3 for 1s  expect s is eventual }`;

describe('quorum reads with write-back', () => {
  it('write back nothing where nothing was found, whatever the data type', () => {
    for (const { run, verdict } of runTexts(MODEL, 5))
      assert.equal(verdict.expectations[0]?.decision, 'pass', `seed ${run.seed}`);
  });
});
