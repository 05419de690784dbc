import assert from 'node:assert/strict';
import { actionText } from '../../server/src/report/fault-label';
import { compiled } from '../campaigns/explain/explained';

/** The label of the first fault of a scenario on a store and a service. */
function label(fault: string): string {
  const scenario = compiled(
    `topology T { nodes n[1..3]  client web  store orders on n[1..3] using Loose
       service api on n1, n2 { workers: 2  handle get { read orders } } }
     policy Loose = quorum { read: majority  write: majority }
     workload W { from web to orders  rate: 10/s }
     scenario S { topology: T workload: W duration: 20s seed: 1
       ${fault}
       expect availability >= 1% }`,
  );
  const [first] = scenario.faults;
  assert.ok(first !== undefined);
  return actionText(scenario, first.action);
}

describe('the label of what people and programs do', () => {
  for (const [fault, expected] of [
    ['at 5s reconfigure orders { read: 1   write: 1 }', 'reconfigure orders { read: 1 write: 1 }'],
    ['at 5s leak in api crashing after 10s', 'leak in api crashing after 10 s'],
    ['at 5s deploy api { errors: 40%  batch: 1  interval: 2s }', 'deploy api failing 40%'],
    ['at 5s deploy api { errors: 0%  batch: 1  interval: 2s }', 'deploy api'],
  ] as const) {
    it(`says what is wrong: ${expected}`, () => {
      assert.equal(label(fault), expected);
    });
  }
});
