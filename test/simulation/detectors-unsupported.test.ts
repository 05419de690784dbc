import assert from 'node:assert/strict';
import { unsupported } from '../../server/src/simulation/unsupported';
import { scenarioOfText } from './protocols/run-text';

function check(policy: string, expected: readonly string[], faults = ''): void {
  it(`${policy} ${faults}`.trim(), () => {
    const scenario = scenarioOfText(`
      topology T { node n[1..6] client c1  store data on n[1..6] using P }
      policy P = ${policy}
      workload W { from c1 to data  rate: 1/s  operations: write 100% }
      scenario S { topology: T workload: W duration: 1s ${faults} }`);
    const said = unsupported(scenario);
    assert.deepEqual(
      said.map(({ what }) => what),
      expected,
    );
    for (const { origin } of said) assert.ok(origin.line > 0);
  });
}

describe('a detector that a family would pass over is said to be not simulated', () => {
  check('primary-backup { detector: swim }', []);
  check('raft { }', []);
  check('raft { detector: phi }', ["detector 'phi' with policy family 'raft'"]);
  check('gossip { detector: swim }', ["detector 'swim' with policy family 'gossip'"]);
  check('erasure { detector: timeout }', ["detector 'timeout' with policy family 'erasure'"]);
  check('quorum { detector: phi }', []);
});
