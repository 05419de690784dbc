import assert from 'node:assert/strict';
import { EventKind } from '../../../server/src/simulation';
import { EVERY_FAMILY, type FamilyUnderTest } from './every-family';
import { runText, type JudgedRun } from './run-text';
import { eventsOf } from './trace-questions';

/** Each trigger with an action of its own, by which its firings are known. */
const TRIGGERS = `
  at 1s slow n1 by 2x for 100ms
  at 2s..3s slow n1 by 3x for 100ms
  every 2s +- 200ms from 3s to 10s slow n1 by 4x for 100ms
  when write 50 of data is acknowledged after 250ms slow n1 by 5x for 100ms
  when leader of data changes after 300ms slow all of data by 6x for 100ms
  randomly slow n1 by 7x with mtbf 1s mttr 200ms
  every 1s slow n1 by 8x for 100ms with probability 50%
  at 4s slow n1 by 9x for 100ms with probability 0%
  at 5s crash leader of data for 3s`;
const Trigger = { At: 0, Between: 1, Every: 2, Write: 3, LeaderChange: 4, Randomly: 5, Half: 6, Never: 7, Crash: 8 };

function runOf({ policy, nodes }: FamilyUnderTest): JudgedRun {
  return runText(
    `topology T { nodes n[1..${nodes}]  client c  store data on n[1..${nodes}] using P { storage { log: fsync } } }
    policy P = ${policy}
    workload W { from c to data  rate: 40/s  operations: read 50%, write 50%  keys: uniform(20)  timeout: 500ms }
    scenario S { topology: T  workload: W  duration: 12s  ${TRIGGERS} }`,
    1,
  );
}

const begins = ({ run }: JudgedRun, fault: number): number[] =>
  run.occurrences.filter((each) => each.fault === fault && !each.vacuous).map(({ beganAt }) => beganAt / 1e9);

describe('every trigger on every family', function () {
  this.timeout(60_000);
  for (const family of EVERY_FAMILY)
    it(family.name, () => {
      const run = runOf(family);
      assert.deepEqual(begins(run, Trigger.At), [1]);

      const [between, ...more] = begins(run, Trigger.Between);
      assert.ok(between !== undefined && between > 2 && between < 3 && more.length === 0, `${between}`);

      const every = begins(run, Trigger.Every);
      assert.deepEqual(
        every.map((at) => Math.round(at)),
        [3, 5, 7, 9],
      );
      assert.ok(
        every.every((at) => Math.abs(at - Math.round(at)) <= 0.2) && new Set(every.map((at) => at % 1)).size === 4,
      );

      const acknowledged = eventsOf(run, EventKind.Acknowledge);
      const [fiftieth] = begins(run, Trigger.Write);
      assert.ok(fiftieth !== undefined && Math.abs(fiftieth - (acknowledged[49]?.at ?? 0) - 0.25) < 1e-6, 'write 50');

      // The first to lead is no change; the one that leads after the crash is.
      const changes = run.run.leadership.slice(1).map(({ from }) => (from + 300e6) / 1e9);
      assert.deepEqual(begins(run, Trigger.LeaderChange), changes);
      assert.equal(begins(run, Trigger.Crash).length > 0, family.leads, 'whether there is a leader');
      assert.equal(changes.length > 0, family.leads, 'whether there is another one');

      const failures = run.run.occurrences.filter(({ fault }) => fault === Trigger.Randomly);
      assert.ok(failures.length >= 4 && failures.length <= 20, `${failures.length} failures in 12 s`);
      const down = failures.reduce((sum, { beganAt, endedAt }) => sum + Math.min(endedAt, 12e9) - beganAt, 0) / 12e9;
      assert.ok(down > 0.04 && down < 0.45, `down for ${down} of the time`);

      const half = begins(run, Trigger.Half).length;
      assert.ok(half >= 2 && half <= 9, `${half} of 11`);
      assert.deepEqual(begins(run, Trigger.Never), []);
    });
});
