import assert from 'node:assert/strict';
import { runText, runTexts } from './protocols/run-text';

interface Told {
  readonly policy: string;
  readonly faults?: string;
}

/** Clients write until the end of the run. */
const model = ({ policy, faults = '' }: Told): string => `
  topology T { zone a { node n1  client web }  zone b { node n2 }  zone c { node n3 }  store s on n[1..3] using P }
  policy P = ${policy}
  workload W { from web to s  rate: 100/s  operations: write 100%  keys: uniform(20)  timeout: 500ms }
  scenario S { workload: W  duration: 10s  ${faults}  expect s is eventual }`;

const RARE_GOSSIP = 'gossip { interval: 3s }';
const ANTI_ENTROPY_ONLY = 'quorum { read: one  write: one  hinted-handoff: off  read-repair: off  anti-entropy: 60s }';
const NO_REPAIR = 'quorum { read: one  write: one  hinted-handoff: off  read-repair: off  anti-entropy: off }';
const AWAY = 'at 9s crash n3 for 3s';

function check(told: Told, expected: 'pass' | 'fail'): void {
  for (const { run, verdict } of runTexts(model(told), 3)) {
    const [first] = verdict.expectations;
    assert.equal(first?.decision, expected, `seed ${run.seed}: ${first?.explanation}`);
  }
}

describe('stores come to rest after the end of a run', () => {
  it('become equal once writes have ended', () => check({ policy: RARE_GOSSIP }, 'pass'));

  it('are given the time that their own repair needs', () =>
    check({ policy: ANTI_ENTROPY_ONLY, faults: AWAY }, 'pass'));

  it('stay different where nothing repairs them', () => check({ policy: NO_REPAIR, faults: AWAY }, 'fail'));

  it('are rid of a fault that was in force at the end, when it is due', () =>
    check({ policy: RARE_GOSSIP, faults: 'at 9s isolate n3 for 20s' }, 'pass'));

  it('add nothing to what happened', () => {
    const faults = 'every 3s crash n3 for 1s  when leader of s changes crash n2 for 1s';
    const { run } = runText(model({ policy: 'raft {}', faults }), 1);
    const { history, trace, occurrences, endedAt, restedAt } = run;
    assert.ok(restedAt > endedAt);
    assert.ok((trace.time[trace.length - 1] as number) <= endedAt);
    assert.ok(occurrences.every(({ beganAt }) => beganAt <= endedAt));
    for (let row = 0; row < history.length; row++) {
      const completed = history.completedAt[row] as number;
      assert.ok(completed <= endedAt || completed === Infinity, `operation ${row} ended at ${completed}`);
    }
  });
});
