import assert from 'node:assert/strict';
import { EVERY_FAMILY, type FamilyUnderTest } from './every-family';
import { FAULT_TABLE, type FaultRow } from './fault-table';
import { linearizable, runText, type JudgedRun } from './run-text';

function runWith({ policy, nodes }: FamilyUnderTest, faults: string, storage = ''): JudgedRun {
  return runText(
    `topology T {
      nodes n[1..${nodes}]  client c  client other  ${faults.includes('spare') ? 'node spare' : ''}
      link everywhere { latency: 0.5ms }
      store data on n[1..${nodes}] using P { storage { log: fsync  fsync: 0.2ms  ${storage} } }
    }
    policy P = ${policy}
    workload W { from c, other to data  rate: 60/s  operations: read 50%, write 50%  keys: uniform(20)  timeout: 500ms }
    scenario S { topology: T  workload: W  duration: 9s  ${faults}  expect availability during 7500ms..9s >= 95% }`,
    1,
  );
}

/** A head of a chain answers nobody, and a server of Zab whoever is connected: to lie to clients takes another than the leader. */
const speaker = ({ name, leads }: FamilyUnderTest): string => {
  if (name === 'chain') return 'n2, n3';
  if (name === 'zab') return 'n1';
  return leads ? 'leader of data' : 'n1';
};

function textOf({ fault }: FaultRow, family: FamilyUnderTest): string {
  const { nodes, reconfigure } = family;
  return fault
    .replace('n[2..9]', `n[2..${nodes}]`)
    .replace('OTHERS', nodes > 1 ? `n[2..${nodes}],` : '')
    .replace('SPEAKER', speaker(family))
    .replace('SPARE', family.hasSeats === true ? 'at 1s add spare to data' : '')
    .replace('RECONFIGURE', reconfigure?.to ?? '');
}

function assertHarm(measured: number, harm: 'may' | 'must' | undefined, what: string): void {
  if (harm === 'must') assert.ok(measured > 0, `${what}: none`);
  if (harm === undefined) assert.equal(measured, 0, what);
}

describe('every fault on every family', function () {
  this.timeout(120_000);
  for (const row of FAULT_TABLE)
    describe(`${row.fault} ${row.storage ?? ''}`.trim(), () => {
      for (const family of EVERY_FAMILY) {
        if (row.on?.(family) === false) continue;
        it(family.name, () => {
          const run = runWith(family, textOf(row, family), row.storage);
          const { metrics, expectations } = run.verdict;
          row.shows(run, family);
          const harm = row.harms?.(family) ?? {};
          assertHarm(metrics.lostWrites ?? NaN, harm.losesWrites, 'lost writes');
          assertHarm(metrics.corruptReads ?? 0, harm.corruptsReads, 'corrupt reads');
          if (family.linearizable && harm.reorders !== true) assert.equal(linearizable(run), 'pass', 'linearizable');
          for (const { decision, measuredText } of expectations)
            assert.equal(decision, 'pass', `is not served again: ${measuredText}`);
        });
      }
    });
});
