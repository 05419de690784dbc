import assert from 'node:assert/strict';
import { EventKind } from '../../server/src/simulation';
import { linearizable, runText, type JudgedRun } from './protocols/run-text';

const TIMEOUT = 'timeout(heartbeat: 100ms, timeout: 1s)';
const PHI = 'phi(threshold: 4, heartbeat: 100ms)';
const SWIM = 'swim(period: 200ms, ping-timeout: 60ms, indirect: 2, suspicion: 1s)';

function run(detector: string, faults: string, policy = '', seed = 1): JudgedRun {
  return runText(
    `topology T {
      node n[1..4] client c1
      link everywhere { latency: exponential(mean: 1ms) }
      store data on n[1..4] using P { storage { log: fsync  fsync: 1ms } }
    }
    policy P = primary-backup { heartbeat: 100ms  timeout: 500ms  detector: ${detector} ${policy} }
    workload W { from c1 to data  sessions: 3 think: 20ms  operations: write 50%, read 50%  timeout: 400ms  retries: 2 }
    scenario S { topology: T  workload: W  duration: 15s  ${faults}  expect detection <= 3s }`,
    seed,
  );
}

const reigns = ({ run: { leadership } }: JudgedRun): number[] => leadership.map(({ from }) => from / 1e9);

function suspicions({ run: { trace } }: JudgedRun): number {
  let count = 0;
  for (let i = 0; i < trace.length; i++) if (trace.kind[i] === EventKind.Suspect) count++;
  return count;
}

describe('failure detectors of primary and backups', () => {
  /** Least and longest time from the crash to the next reign, in seconds. */
  const TAKE_OVER: readonly [detector: string, least: number, most: number][] = [
    [TIMEOUT, 0.9, 1.5],
    // 4 ln 10 x 100 ms = 0.92 s after the last heartbeat.
    [PHI, 0.8, 1.4],
    // Up to a turn of three, a period, the suspicion; at most twice that and the timeout.
    [SWIM, 1.1, 3],
  ];
  for (const [detector, least, most] of TAKE_OVER) {
    it(`${detector}: a backup takes over when its primary has crashed, and nothing is lost`, () => {
      for (const seed of [1, 2, 3]) {
        const judged = run(detector, 'at 5s crash n1 for 5s', '', seed);
        const second = (reigns(judged)[1] ?? Infinity) - 5;
        assert.ok(second > least && second < most, `after ${second} s`);
        assert.equal(linearizable(judged), 'pass');
        assert.equal(judged.verdict.metrics.lostWrites, 0);
        assert.equal(judged.verdict.expectations[0]?.decision, 'pass');
      }
    });

    it(`${detector}: nobody is suspected while all is well`, () => {
      const judged = run(detector, '');
      assert.equal(suspicions(judged), 0);
      assert.equal(reigns(judged).length, 1);
    });
  }

  it('SWIM: a primary that one backup cannot hear stays in office, and in nobody’s suspicion', () => {
    const judged = run(SWIM, 'at 5s cut n1 -> n2 for 1500ms');
    assert.equal(suspicions(judged), 0);
    assert.equal(reigns(judged).length, 1);
    assert.ok(suspicions(run(TIMEOUT, 'at 5s cut n1 -> n2 for 1500ms')) > 0);
  });

  it('SWIM: without fencing too the next primary comes after the verdict', () => {
    const second = reigns(run(SWIM, 'at 5s crash n1', 'fencing: off'))[1] ?? Infinity;
    assert.ok(second > 6.1 && second < 8, `at ${second} s`);
  });
});
