import assert from 'node:assert/strict';
import { runTexts } from './protocols/run-text';

/** When a periodic fault began, in seconds, over several seeds. */
function beginnings(trigger: string): readonly (readonly number[])[] {
  const text = `
    topology T { nodes n[1..3]  client web  store s on n[1..3] }
    workload W { from web to s  rate: 1/s }
    scenario S { workload: W  duration: 60s  ${trigger} pause n1 for 100ms  expect availability >= 0% }`;
  return runTexts(text, 10).map(({ run }) => run.occurrences.map(({ beganAt }) => beganAt / 1e9));
}

describe('a fault that comes again and again', () => {
  it('comes at its times', () => {
    for (const times of beginnings('every 10s from 5s to 40s')) assert.deepEqual(times, [5, 15, 25, 35]);
    for (const times of beginnings('every 20s')) assert.deepEqual(times, [20, 40, 60]);
  });

  it('comes neither before it may nor after, however early or late it is', () => {
    const all = beginnings('every 10s +- 6s from 5s to 40s');
    for (const times of all) {
      assert.ok(times.length === 3 || times.length === 4, String(times));
      times.forEach((at, nth) => {
        assert.ok(at >= Math.max(5, 10 * nth - 1) && at <= Math.min(40, 10 * nth + 11), `${at} is the ${nth}th`);
      });
    }
    // It is early as well as late.
    assert.ok(all.some(([, second = 0]) => second < 15) && all.some(([, second = 0]) => second > 15));
  });
});
