import assert from 'node:assert/strict';
import { judgeModel } from '../property/judge-model';

/** What is said of an expectation of no split brain that nothing could have broken. */
function hollowReason(policy: string): string {
  const { warnings } = judgeModel(`topology T { nodes n[1..3] client c  store s on n[1..3] using P }
    policy P = ${policy}
    workload W { from c to s  rate: 20/s }
    scenario S { workload: W  duration: 5s  expect no split brain }`);
  return warnings.find(({ code }) => code === 'FTM615')?.message ?? '';
}

describe('no split brain, where nobody who leads acknowledges writes', () => {
  it('is hollow for a chain, whose tail acknowledges them', () => {
    const reason = hollowReason('chain');
    assert.match(reason, /of a chain the tail acknowledges, not the head, which leads/);
    assert.doesNotMatch(reason, /no leader acknowledged/);
  });

  it('is not with a leader that does', () => {
    assert.equal(hollowReason('raft'), '');
  });
});
