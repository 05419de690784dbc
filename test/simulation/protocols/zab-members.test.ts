import assert from 'node:assert/strict';
import type { ScenarioModel } from '../../../server/src/language/model';
import { EventKind, simulate } from '../../../server/src/simulation';
import { at, everywhere, forSeconds, leader, places } from '../fault-notation';
import { judgedRun, okCount } from '../judged-cluster';
import { s } from '../scenario-builder';
import { cluster, leads, run, synced } from './zab-cluster';

describe('zab: members', () => {
  it('grows and shrinks through the log, its leader included, without losing its history', function () {
    this.timeout(60_000);
    const faults = [
      at(2, { kind: 'remove', targets: places(4), store: 0 }),
      at(2.5, { kind: 'crash', targets: leader, ...forSeconds(1) }),
      at(4.5, { kind: 'remove', targets: places(3), store: 0 }),
      at(6, { kind: 'add', targets: places(4), store: 0 }),
      at(7, { kind: 'crash', targets: places(1, 2), ...forSeconds(1) }),
      at(9.5, { kind: 'add', targets: places(3), store: 0 }),
      at(9.5, { kind: 'drop', links: everywhere, share: 0.2, ...forSeconds(0.5) }),
    ];
    for (let seed = 1; seed <= 10; seed++) {
      const { run: result, linearizable } = run({ faults, seconds: 13 }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.ok(okCount(result, s(5.8), s(7)) > 20, `seed ${seed}: three are left`);
      assert.equal(okCount(result, s(7.5), s(8)), 0, `seed ${seed}: of n1, n2, n3 and n5 three make a majority`);
      assert.ok(okCount(result, s(12)) > 50, `seed ${seed} works`);
      assert.deepEqual(new Set(result.replicas.map(({ place }) => place)), new Set([0, 1, 2, 3, 4]), `seed ${seed}`);
    }
  });

  it('hands over at once when its leader is removed, and not after the limit for silence', () => {
    const faults = [at(3, { kind: 'remove', targets: places(4), store: 0 })];
    for (let seed = 1; seed <= 4; seed++) {
      // Of servers that know the same the last one leads.
      const { run: result, linearizable } = run({ faults, policy: { ...synced, tickNs: s(2) } }, seed);
      assert.ok(leads(result, 4, s(2.9)), `seed ${seed}`);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.ok(okCount(result, s(3.2), s(4.5)) > 50, `seed ${seed}: a second instead of ten`);
      assert.ok(!result.replicas.some(({ place }) => place === 4), `seed ${seed}: n5 has gone`);
    }
  });

  it('carries on with a change that its leader did not live to finish, and a majority counts as it was changed', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(0), store: 0 }),
      at(2, { kind: 'crash', targets: leader }),
      at(5, { kind: 'remove', targets: places(1), store: 0 }),
      at(7, { kind: 'crash', targets: leader }),
    ];
    for (let seed = 1; seed <= 8; seed++) {
      const { run: result, linearizable } = run({ faults, seconds: 12 }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      // n1 and n2 are removed, n5 and n4 have failed: of three, with n5, there is no majority left.
      assert.ok(okCount(result, s(5.5), s(7)) > 100, `seed ${seed} works`);
      assert.equal(okCount(result, s(8)), 0, `seed ${seed}: n3 alone is none of three`);
    }
  });

  it('brings up to date first whom it adds: until then nothing changes', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(0), store: 0 }),
      at(4, { kind: 'isolate', targets: places(0), ...forSeconds(3) }),
      at(4.1, { kind: 'add', targets: places(0), store: 0 }),
    ];
    for (let seed = 1; seed <= 4; seed++) {
      const changes = changesOfMembers(cluster({ faults }), seed);
      assert.ok(changes.some((time) => time < s(2.2)));
      assert.ok(!changes.some((time) => time > s(2.5) && time < s(7)), `seed ${seed}: n1 is cut off`);
      assert.ok(
        changes.some((time) => time > s(7)),
        `seed ${seed}`,
      );
    }
  });

  it('makes no change that would leave it without a quorum', () => {
    const faults = [
      at(2, { kind: 'crash', targets: places(0), ...forSeconds(3) }),
      at(3, { kind: 'remove', targets: places(1), store: 0 }),
    ];
    for (let seed = 1; seed <= 4; seed++) {
      const scenario = cluster({ nodes: 3, faults });
      const first = Math.min(...changesOfMembers(scenario, seed));
      assert.ok(first > s(5) && first < s(7), `seed ${seed}: n1 and n3 are none while n1 is down`);
      assert.ok(okCount(judgedRun(scenario, seed).run, s(3.2), s(5)) > 100, `seed ${seed}: n2 and n3 are one`);
    }
  });

  it('lets a server go that was cut off when it was removed, and carries out an order once', () => {
    const faults = [
      at(2, { kind: 'isolate', targets: places(1), ...forSeconds(2) }),
      at(2.5, { kind: 'remove', targets: places(1), store: 0 }),
      at(6, { kind: 'add', targets: places(1), store: 0 }),
      at(8, { kind: 'crash', targets: leader, ...forSeconds(1) }),
    ];
    for (let seed = 1; seed <= 4; seed++) {
      const short = run({ faults, seconds: 5.9 }, seed).run;
      assert.ok(!short.replicas.some(({ place }) => place === 1), `seed ${seed}: n2 has gone`);
      const changes = changesOfMembers(cluster({ faults, seconds: 12 }), seed);
      assert.ok(changes.some((time) => time > s(6) && time < s(7)));
      assert.ok(!changes.some((time) => time > s(8)), `seed ${seed}: a new leader does not remove it again`);
    }
  });
});

/** Instants at which a server came to know of a change of members. */
function changesOfMembers(scenario: ScenarioModel, seed: number): number[] {
  const { trace } = simulate(scenario, { seed, trace: true });
  return Array.from({ length: trace.length }, (_, event) => event)
    .filter((event) => trace.kind[event] === EventKind.Reconfigure)
    .map((event) => trace.time[event] ?? 0);
}
