import assert from 'node:assert/strict';
import { EventKind, Outcome } from '../../../server/src/simulation';
import { Operation } from '../../../server/src/simulation/environment/command';
import { EVERY_FAMILY, type FamilyUnderTest } from './every-family';
import { runText, type JudgedRun } from './run-text';

function runWith({ policy, nodes }: FamilyUnderTest, storage: string, faults: string): JudgedRun {
  return runText(
    `topology T {
      nodes n[1..${nodes}]  client c
      link everywhere { latency: 0.5ms }
      store data on n[1..${nodes}] using P { storage { fsync: 1ms ${storage} } }
    }
    policy P = ${policy}
    workload W { from c to data  rate: 60/s  operations: read 50%, write 50%  keys: uniform(40)  timeout: 1s }
    scenario S { topology: T  workload: W  duration: 10s  ${faults} }`,
    1,
  );
}

const lost = ({ verdict }: JudgedRun): number => verdict.metrics.lostWrites ?? NaN;
const corrupt = ({ verdict }: JudgedRun): number => verdict.metrics.corruptReads ?? 0;

function damagedRecords({ run: { trace } }: JudgedRun): number {
  let records = 0;
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.DiskCorrupt) records += trace.a[event] ?? 0;
  }
  return records;
}

/** How long each write took, in seconds, that clients were told of in a span. */
function acknowledgedIn({ run: { history } }: JudgedRun, from: number, to: number): number[] {
  return Array.from({ length: history.length }, (_, row) => row)
    .filter((row) => history.kind[row] === Operation.Write && history.outcome[row] === Outcome.Ok)
    .filter((row) => (history.completedAt[row] ?? 0) / 1e9 >= from && (history.completedAt[row] ?? 0) / 1e9 < to)
    .map((row) => ((history.completedAt[row] ?? 0) - (history.invokedAt[row] ?? 0)) / 1e9);
}

/** Clients stop first, so that what had been acknowledged is not written anew. */
const ALL_CRASH = 'at 5s crash c  at 5s crash all of data for 1s';

describe('storage faults', function () {
  this.timeout(120_000);
  for (const family of EVERY_FAMILY) {
    const { name } = family;

    it(`${name}: with a flush for each write a crash of every node loses nothing; without a log everything`, () => {
      assert.equal(lost(runWith(family, 'log: fsync', ALL_CRASH)), 0, 'fsync');
      assert.ok(lost(runWith(family, 'log: off', ALL_CRASH)) > 0, 'off');
    });

    it(`${name}: the unflushed tail is torn off, and a disk that lies keeps nothing`, () => {
      assert.ok(lost(runWith(family, 'log: batch(2s)', ALL_CRASH)) > 0, 'batch');
      const lying = runWith(family, 'log: fsync', `at 3s lose fsync of all of data ${ALL_CRASH}`);
      assert.ok(lost(lying) > 0, 'lost fsync');
    });

    it(`${name}: a full disk takes no writes and loses none`, () => {
      const run = runWith(family, 'log: fsync', 'at 3s fill disk of all of data for 2s');
      assert.equal(acknowledgedIn(run, 3.2, 5).length, 0, 'no write while all are full');
      assert.ok(acknowledgedIn(run, 7, 9).length > 0, 'writes go on');
      assert.equal(lost(run), 0);
      assert.equal(lost(runWith(family, 'log: fsync', 'at 3s fill disk of n1 for 2s')), 0, 'one');
    });

    it(`${name}: a slow disk makes writes wait and loses none`, () => {
      const run = runWith(family, 'log: fsync', 'at 3s slow disk of all of data by 20x for 2s');
      const [before, during] = [acknowledgedIn(run, 1, 3), acknowledgedIn(run, 3.1, 5)];
      assert.ok(Math.min(...before) < 0.02, `${Math.min(...before)} s with a flush of 1 ms`);
      assert.ok(during.length > 0 && Math.min(...during) >= 0.02, `${Math.min(...during)} s with one of 20 ms`);
      assert.equal(lost(run), 0);
    });

    it(`${name}: checksums keep damage from clients, and without them it reaches them`, () => {
      const damage = (nodes: string): string =>
        `at 5s corrupt disk of ${nodes} 100%  at 5100ms crash ${nodes} for 300ms`;
      const checked = runWith(family, 'log: fsync checksums: on', damage('n1'));
      assert.ok(damagedRecords(checked) > 0, 'something was damaged');
      assert.equal(corrupt(checked), 0);
      assert.ok(corrupt(runWith(family, 'log: fsync checksums: off', damage('all of data'))) > 0, 'without checksums');
    });

    it(`${name}: damage is detected by the first checksum that does not match, and by nothing else`, () => {
      const detectedIn = (checksums: string): number => {
        const { run } = runWith(family, `log: fsync checksums: ${checksums}`, 'at 5s corrupt disk of all of data 100%');
        const [occurrence] = run.occurrences;
        return ((occurrence?.detectedAt ?? NaN) - (occurrence?.beganAt ?? NaN)) / 1e9;
      };
      const detected = detectedIn('on');
      assert.ok(detected >= 0 && detected < 2, `detected after ${detected} s`);
      assert.ok(Number.isNaN(detectedIn('off')), 'without checksums nobody can tell');
    });

    it(`${name}: a replaced disk is ${family.newDisk === 'filled' ? 'filled by the others' : 'lost with all on it'}`, () => {
      const wiped = lost(runWith(family, 'log: fsync', 'at 5s crash c  at 5500ms wipe n1'));
      if (family.newDisk === 'filled') assert.equal(wiped, 0);
      else assert.ok(wiped > 0);
    });
  }
});
