import assert from 'node:assert/strict';
import { runTexts } from './protocols/run-text';

/** A replica is away for a while; with `hinted-handoff` it is told what it missed, without it nobody ever tells it. */
const model = (hints: 'on' | 'off'): string => `
  topology T { zone a { node n1  client web }  zone b { node n2 }  zone c { node n3 }  store s on n[1..3] using Q }
  policy Q = quorum { read: one  write: one  hinted-handoff: ${hints}  read-repair: off  anti-entropy: off }
  workload W { from web to s  rate: 50/s  operations: write 100%  keys: uniform(1000) }
  scenario S { workload: W  duration: 15s  at 3s crash n3 for 5s  expect convergence <= 2s }`;

describe('convergence', () => {
  it('waits for a replica that runs again and still reads its disk', () => {
    for (const [hints, expected] of [
      ['on', 'pass'],
      ['off', 'fail'],
    ] as const)
      for (const { verdict } of runTexts(model(hints), 6))
        assert.equal(
          verdict.expectations[0]?.decision,
          expected,
          `hints ${hints}: ${verdict.expectations[0]?.measuredText}`,
        );
  });
});
