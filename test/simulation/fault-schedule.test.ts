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
    for (const times of beginnings('every 20s from 0s to 50s')) assert.deepEqual(times, [0, 20, 40]);
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

describe('faults at random times', () => {
  it('hit whoever it is then, where that depends on the moment', () => {
    const text = (target: string): string => `
      topology T { nodes n[1..3]  client web  store s on n[1..3] using raft }
      workload W { from web to s  rate: 20/s }
      scenario S { workload: W  duration: 120s  randomly crash ${target} with mtbf 10s mttr 2s  expect availability >= 0% }`;
    const hit = (target: string): readonly (readonly number[])[] =>
      runTexts(text(target), 1).flatMap(({ run }) => run.occurrences.map(({ places }) => places));
    for (const target of ['leader of s', 'random 1 of s']) {
      const places = hit(target);
      assert.ok(places.length > 4, `${target}: ${places.length}`);
      assert.ok(places.every(({ length }) => length <= 1));
      assert.ok(new Set(places.flat()).size > 1, `${target}: ${places.join(' ')}`);
    }
    // Each for itself, and the two that follow at once.
    assert.ok(hit('all of s').every(({ length }) => length === 1));
    assert.ok(hit('followers of s').some(({ length }) => length === 2));
  });
});
