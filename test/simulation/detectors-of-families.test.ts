import assert from 'node:assert/strict';
import { EventKind } from '../../server/src/simulation';
import { runText } from './protocols/run-text';

const TIMEOUT = 'timeout(heartbeat: 200ms, timeout: 1s)';
const SLOW_TIMEOUT = 'timeout(heartbeat: 200ms, timeout: 3s)';
const PHI = 'phi(threshold: 4, heartbeat: 200ms)';
const SWIM = 'swim(period: 200ms, ping-timeout: 60ms, indirect: 3, suspicion: 1s)';

/** Seconds from the crash within which the first suspicion comes: least and most. */
const NOTICED: Readonly<Record<string, readonly [number, number]>> = {
  [TIMEOUT]: [0.8, 1.3],
  [SLOW_TIMEOUT]: [2.8, 3.3],
  // 4 ln 10 x 200 ms = 1.84 s after the last heartbeat.
  [PHI]: [1.6, 2.1],
  [SWIM]: [1.1, 3],
};

/** Families and the detectors that they go by. */
const HEEDED: readonly [policy: string, detectors: readonly string[]][] = [
  ['quorum {', [TIMEOUT, SLOW_TIMEOUT, PHI, SWIM]],
  // With phi a backup bears the primary's silence; what the primary holds of backups follows from leases.
  ['primary-backup {', [TIMEOUT, SLOW_TIMEOUT, SWIM]],
  ['multi-leader {', [TIMEOUT, SLOW_TIMEOUT, PHI, SWIM]],
  ['gossip {', [TIMEOUT, SLOW_TIMEOUT, PHI, SWIM]],
  ['erasure { data: 4  parity: 2', [TIMEOUT, SLOW_TIMEOUT, PHI, SWIM]],
  ['chain {', [TIMEOUT, SLOW_TIMEOUT]],
  ['isr-log {', [TIMEOUT, SLOW_TIMEOUT, PHI]],
];

/** Seconds from the crash of n3 at which somebody held it for failed, and for alive again. */
function noticed(
  policy: string,
  faults: string,
  operations = 'write 100%',
): { suspected: number[]; trusted: number[] } {
  const { run } = runText(
    `topology T {
       node n[1..6]  client c1
       link everywhere { latency: 2ms }
       store data on n[1..6] using P
     }
     policy P = ${policy}
     workload W { from c1 to data  rate: 5/s  operations: ${operations}  timeout: 400ms }
     scenario S { topology: T  workload: W  duration: 25s  ${faults} }`,
    1,
  );
  const times = (kind: EventKind): number[] =>
    Array.from({ length: run.trace.length }, (_, at) => at)
      .filter((at) => run.trace.kind[at] === kind && run.trace.peer[at] === 2)
      .map((at) => (run.trace.time[at] as number) / 1e9 - 10);
  return { suspected: times(EventKind.Suspect), trusted: times(EventKind.Trust) };
}

describe('the detector of a policy', () => {
  for (const [policy, detectors] of HEEDED) {
    for (const detector of detectors) {
      it(`${policy.split(' ')[0]}: ${detector} notices a crash and a return`, () => {
        const { suspected, trusted } = noticed(`${policy} detector: ${detector} }`, 'at 10s crash n3 for 8s');
        const [least, most] = NOTICED[detector] ?? [0, 0];
        const first = suspected[0] ?? Infinity;
        assert.ok(first >= least && first <= most, `after ${first} s`);
        assert.ok(trusted.length > 0 && trusted.every((time) => time >= 8));
      });
    }
  }

  it('gossip and multi-leader suspect nobody without one', () => {
    for (const family of ['gossip', 'multi-leader'])
      assert.deepEqual(noticed(`${family} { }`, 'at 10s crash n3 for 8s').suspected, []);
  });
});
