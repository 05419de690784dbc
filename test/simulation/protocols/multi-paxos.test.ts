import assert from 'node:assert/strict';
import type { MultiPaxosPolicy, ScenarioModel, StoreModel } from '../../../server/src/language/model';
import { EventKind, Outcome, simulate } from '../../../server/src/simulation';
import { at, everywhere, forSeconds, leader, places } from '../fault-notation';
import {
  clientsStopAt,
  clusterOf,
  deliveredNames,
  heldBy,
  judgedRun,
  okCount,
  type JudgedRun,
} from '../judged-cluster';
import { constant, ms, origin, s, type ScenarioText } from '../scenario-builder';
import { linearizable, runTexts } from './run-text';

/** A tenth of the usual times, so that short runs see many elections. */
const paxos: MultiPaxosPolicy = {
  family: 'multi-paxos',
  name: 'multi-paxos',
  origin,
  leaseNs: ms(200),
  heartbeatNs: ms(20),
};

const cluster = (text: Partial<ScenarioText> = {}): ScenarioModel => clusterOf(paxos, text);
const run = (text: Partial<ScenarioText>, seed: number): JudgedRun => judgedRun(cluster(text), seed);

describe('multi-paxos', () => {
  it('sends 2(n-1)+2 messages for one write, client included, when all is well', () => {
    for (const nodes of [1, 3, 5, 7]) {
      const link = { latency: constant(ms(1)) };
      const load = { kind: 'closed', sessions: 1, thinkNs: ms(40) } as const;
      const scenario = cluster({ nodes, clients: 1, operations: ['write'], load, link, seconds: 3 });
      const { trace } = simulate(scenario, { seed: 1, trace: true });
      const events = Array.from({ length: trace.length }, (_, event) => event);
      const ends = events.filter(
        (event) => trace.kind[event] === EventKind.Complete && (trace.time[event] ?? 0) > s(1),
      );
      assert.ok(ends.length > 30);
      const sent = events.slice(ends[0], ends.at(-1)).filter((event) => {
        if (trace.kind[event] !== EventKind.Send) return false;
        return !(trace.names[trace.a[event] ?? 0] ?? '').startsWith('Heartbeat');
      });
      assert.equal(sent.length, (ends.length - 1) * (2 * (nodes - 1) + 2), `${nodes} replicas`);
    }
  });

  for (const data of ['register', 'log', 'counter', 'set'] as const satisfies readonly StoreModel['data'][]) {
    const operations = {
      register: { read: 0.4, write: 0.4, cas: 0.2 },
      log: { append: 0.5, poll: 0.5 },
      counter: { read: 0.5, increment: 0.5 },
      set: { read: 0.5, add: 0.4, remove: 0.1 },
    }[data];
    it(`keeps a ${data} linearizable while leaders crash, are cut off and stall, and messages are lost`, function () {
      this.timeout(120_000);
      const faults = [
        at(2, { kind: 'crash', targets: leader, ...forSeconds(1) }),
        at(4, { kind: 'isolate', targets: leader, ...forSeconds(1) }),
        at(6, { kind: 'pause', targets: leader, ...forSeconds(1) }),
        at(7.5, { kind: 'drop', links: everywhere, share: 0.2, ...forSeconds(1) }),
        at(7.5, { kind: 'duplicate', links: everywhere, share: 0.2, ...forSeconds(1) }),
      ];
      const load = {
        kind: 'closed',
        sessions: data === 'register' ? 6 : 3,
        thinkNs: ms(data === 'register' ? 5 : 40),
      } as const;
      for (let seed = 1; seed <= (data === 'register' ? 20 : 6); seed++) {
        const { run: result, linearizable } = run({ data, operations, load, faults }, seed);
        assert.equal(linearizable, 'pass', `seed ${seed}`);
        assert.ok(okCount(result, s(9)) > 30, `seed ${seed} works again`);
      }
    });
  }

  it('answers nobody without a majority, and loses nothing', () => {
    const faults = [at(3, { kind: 'crash', targets: places(0, 1, 2), ...forSeconds(3) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(okCount(result, s(3.5), s(6)), 0);
      assert.ok(okCount(result, s(7)) > 100);
      assert.equal(linearizable, 'pass');
    }
  });

  it('answers on the side of a split that has the majority, and only there', () => {
    // The first client stays with the leader's side.
    const faults = [at(3, { kind: 'partition', groups: [places(0, 1, 5), places(2, 3, 4, 6, 7)], ...forSeconds(3) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      const rows = Array.from({ length: result.history.length }, (_, row) => row).filter((row) => {
        const completed = result.history.completedAt[row] ?? 0;
        return result.history.outcome[row] === Outcome.Ok && completed > s(4) && completed < s(6);
      });
      assert.ok(rows.length > 100, `seed ${seed}`);
      assert.ok(rows.every((row) => result.history.client[row] !== 5 && (result.history.answeredBy[row] ?? 0) >= 2));
      assert.equal(linearizable, 'pass');
    }
  });

  it('loses chosen writes when a majority restarts without having written them, and never with fsync', () => {
    const faults = [at(3, { kind: 'crash', targets: places(0, 1, 2, 3, 4), ...forSeconds(1) })];
    const decide = (log: 'fsync' | 'off') =>
      Array.from({ length: 5 }, (_, seed) => run({ faults, storage: { log } }, seed + 1).linearizable);
    assert.deepEqual(new Set(decide('fsync')), new Set(['pass']));
    assert.ok(decide('off').includes('fail'));
  });

  it('reads stale values when a clock runs slower than the lease allows for, and not when it drifts as clocks do', () => {
    // A slow leader, cut off with one client, holds its lease for longer than those who granted it.
    const decide = (driftPpm: number) =>
      Array.from({ length: 12 }, (_, seed) => {
        const clock = { skewNs: ms(0), driftPpm };
        const faults = [
          at(3, { kind: 'partition', groups: [places(0, 5), places(1, 2, 3, 4, 6, 7)], ...forSeconds(2) }),
        ];
        const policy = { ...paxos, leaseNs: ms(500), heartbeatNs: ms(50) };
        const load = { kind: 'closed', sessions: 20, thinkNs: ms(20) } as const;
        const operations = { read: 0.95, write: 0.05 };
        return run({ policy, faults, load, operations, seconds: 5, places: { 0: { clock } } }, seed + 1).linearizable;
      });
    assert.ok(decide(-600_000).includes('fail'));
    assert.deepEqual(new Set(decide(-10_000)), new Set(['pass']));
  });

  it('brings a replica that was away for long up to date, with a snapshot where the log has been cut', () => {
    const faults = [at(1, { kind: 'crash', targets: places(4), ...forSeconds(6) }), clientsStopAt(9)];
    for (const [checkpointNs, message] of [
      [undefined, 'Learned'],
      [ms(500), 'Snapshot'],
    ] as const) {
      const storage = { log: 'fsync', ...(checkpointNs === undefined ? {} : { checkpointNs }) } as const;
      const result = simulate(cluster({ storage, faults }), { seed: 3, trace: true });
      assert.ok(deliveredNames(result).has(message), message);
      assert.equal(new Set(heldBy(result)).size, 1, 'all hold the same');
    }
  });

  it('recovers from its checkpoint and the log after it', () => {
    const faults = [at(4, { kind: 'crash', targets: places(0, 1, 2, 3, 4), ...forSeconds(0.5) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults, storage: { log: 'fsync', checkpointNs: ms(300) } }, seed);
      assert.equal(linearizable, 'pass');
      assert.ok(okCount(result, s(6)) > 100);
    }
  });

  it('gets back what a damaged disk lost before it promises again', () => {
    const faults = [
      at(3, { kind: 'crash', targets: places(3), ...forSeconds(0.5) }),
      at(3.2, { kind: 'corrupt-disk', targets: places(3), share: 0.05 }),
      at(4, { kind: 'crash', targets: places(0, 1), ...forSeconds(2) }),
    ];
    for (let seed = 1; seed <= 8; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.ok(okCount(result, s(7)) > 100, `seed ${seed} works`);
    }
  });

  it('hands over leadership at once when it is told to', () => {
    const faults = [at(4, { kind: 'promote', targets: places(3), store: 0 })];
    for (let seed = 1; seed <= 8; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(linearizable, 'pass');
      assert.ok(
        result.leadership.some(({ place, from }) => place === 3 && from > s(4) && from < s(4.1)),
        `seed ${seed}`,
      );
      assert.ok(okCount(result, s(4.1), s(4.3)) > 20, 'no lease has to run out');
    }
  });

  it('a handing over that comes late gives back no lease of a later ballot', () => {
    // n1 hands over to n2 and gets its leadership back; what it told n3 the first time comes when n3 is bound to it again.
    const text = `
      topology T {
        zone a { node n1  client reader }  zone b { node n2  client writer }  zone c { node n3 }
        link everywhere { latency: 1ms }
        store data on n[1..3] using P { storage { log: fsync  fsync: 1ms } }
      }
      policy P = multi-paxos { lease: 2s  heartbeat: 200ms }
      workload Reads { from reader to data  rate: 100/s  operations: read 100%  keys: uniform(1)  timeout: 300ms }
      workload Writes { from writer to data  rate: 40/s  operations: write 100%  keys: uniform(1)  timeout: 300ms }
      scenario S { topology: T  workload: Reads, Writes  duration: 10s
        at 2980ms delay from n1 to n3 by 3950ms for 60ms  at 3s promote n2 in data  at 4s promote n1 in data
        at 5s cut n1, reader -> n2 for 5s  at 5s cut n2, writer -> n1 for 5s  at 6900ms cut n1 -> n3 for 3s }`;
    for (const judged of runTexts(text, 4)) {
      assert.deepEqual(
        judged.run.leadership.slice(0, 3).map(({ place }) => place),
        [0, 1, 0],
      );
      assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
    }
  });

  it('grows and shrinks through the log, its leader included, without losing its history', function () {
    this.timeout(60_000);
    const faults = [
      at(2, { kind: 'remove', targets: places(4), store: 0 }),
      at(2.5, { kind: 'crash', targets: leader, ...forSeconds(1) }),
      at(4, { kind: 'remove', targets: places(0), store: 0 }),
      at(5.5, { kind: 'add', targets: places(4), store: 0 }),
      at(6.5, { kind: 'crash', targets: places(2, 3), ...forSeconds(1) }),
      at(8, { kind: 'add', targets: places(0), store: 0 }),
      at(8, { kind: 'drop', links: everywhere, share: 0.2, ...forSeconds(0.5) }),
    ];
    for (let seed = 1; seed <= 12; seed++) {
      const scenario = cluster({ faults, seconds: 11 });
      const { run: result, linearizable } = judgedRun(scenario, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.equal(okCount(result, s(6.8), s(7.4)), 0, `seed ${seed}: of n2, n3, n4 and n5 three make a majority`);
      assert.ok(okCount(result, s(10)) > 50, `seed ${seed} works`);
      const holding = new Set(result.replicas.map(({ place }) => place));
      assert.deepEqual(holding, new Set([0, 1, 2, 3, 4]), `seed ${seed}`);
    }
  });

  it('carries on with a change that its leader did not live to finish, and a majority counts as it was changed', () => {
    const faults = [
      at(2, { kind: 'remove', targets: places(3), store: 0 }),
      at(2, { kind: 'crash', targets: leader }),
      at(4, { kind: 'remove', targets: places(4), store: 0 }),
      at(6, { kind: 'crash', targets: places(4) }),
    ];
    for (let seed = 1; seed <= 8; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      // Two of three are left, of five they would be too few.
      assert.ok(okCount(result, s(7)) > 100, `seed ${seed} works`);
    }
  });

  it('keeps its leader when a replica that was cut off comes back with a higher ballot', () => {
    const faults = [at(3, { kind: 'isolate', targets: places(4), ...forSeconds(2) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result } = run({ faults }, seed);
      assert.deepEqual(new Set(result.leadership.map(({ place }) => place)), new Set([0]));
      const { outcome, invokedAt } = result.history;
      assert.ok(invokedAt.every((time, row) => time < s(1) || time > s(9.5) || outcome[row] === Outcome.Ok));
    }
  });

  it('takes thousands of writes a second from many clients', () => {
    const load = { kind: 'closed', sessions: 50, thinkNs: ms(0) } as const;
    const { run: result } = run({ nodes: 3, operations: ['write'], load, keys: 1000, seconds: 2 }, 1);
    // 150 at a time: four hops of 1 ms on average and a flush each, and a wait for the slots before that came late.
    assert.ok(okCount(result, s(1)) > 5_000, String(okCount(result, s(1))));
  });
});
