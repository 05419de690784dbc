import { strict as assert } from 'node:assert';
import { pathStepText } from '../../../server/src/report/path-step-text';
import { explained } from './explained';

/** What one of two instances cannot do alone, behind a balancer on a third machine. */
const MODEL = `
topology T {
  node edge  node s1  node s2  client web
  service api on s1, s2 { workers: 2  queue: 4  service-time: 20ms  handle get {} }
  balancer front on edge to api { strategy: round-robin  health-check: every 1s timeout 200ms failures 2 }
}
workload W { from web to front.get  rate: 150/s  timeout: 1s }
scenario S { workload: W  duration: 20s
  at 5s FAULT
  expect availability during 8s..10s >= 99%
}`;

function steps(fault: string): readonly string[] {
  const { scenario, run, verdict, explanations } = explained(MODEL.replace('FAULT', fault));
  return (explanations[0]?.path ?? []).map((step) => pathStepText({ scenario, run, verdict }, step).text);
}

describe('an answer that a service turned down', () => {
  it('comes from the instance that was overloaded, whatever the balancer found on the way', () => {
    const told = steps('crash s2 for 5s');
    assert.ok(
      told.some((text) => text.startsWith('api on s1 is overloaded')),
      told.join('\n'),
    );
  });

  it('comes from what the balancer found, where no instance was ready', () => {
    const told = steps('cut edge -> s1, s2 for 5s');
    assert.ok(
      told.some((text) => text.startsWith('front on edge finds')),
      told.join('\n'),
    );
  });
});
