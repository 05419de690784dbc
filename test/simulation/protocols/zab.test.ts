import assert from 'node:assert/strict';
import type { StoreModel } from '../../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../../server/src/simulation';
import { at, everywhere, forSeconds, leader, places, type Fault } from '../fault-notation';
import { clientsStopAt, deliveredNames, heldBy, okCount } from '../judged-cluster';
import { constant, ms, s } from '../scenario-builder';
import { scenarioOfText } from './run-text';
import { cluster, leads, local, run, synced, zookeeper } from './zab-cluster';

/** Everything that may happen to a leader, one after the other. */
const troubles: readonly Fault[] = [
  at(2, { kind: 'crash', targets: leader, ...forSeconds(1) }),
  at(4, { kind: 'isolate', targets: leader, ...forSeconds(1) }),
  at(6, { kind: 'pause', targets: leader, ...forSeconds(1) }),
  at(8, { kind: 'drop', links: everywhere, share: 0.2, ...forSeconds(1) }),
  at(8, { kind: 'duplicate', links: everywhere, share: 0.2, ...forSeconds(1) }),
];

const rows = ({ history }: Run): number[] => Array.from({ length: history.length }, (_, row) => row);

/** Operations answered in an interval. */
const answered = (result: Run, from = 0, to = Infinity): number[] =>
  rows(result).filter((row) => {
    const completed = result.history.completedAt[row] ?? 0;
    return result.history.outcome[row] === Outcome.Ok && completed >= from && completed < to;
  });

const isRead = (result: Run, row: number): boolean => result.history.kind[row] === 0;

/** Values added to a set and acknowledged that no server holds at the end. */
function lost(result: Run): number {
  const held = new Set(result.replicas.flatMap(({ values }) => [...values.values()].flat()));
  return answered(result).filter((row) => !isRead(result, row) && !held.has(result.history.input[row] ?? 0)).length;
}

describe('zab', () => {
  it('sends 3(n-1)+2 messages for one write, client included, and one more through a follower', () => {
    for (const nodes of [3, 5, 7]) {
      const link = { latency: constant(ms(1)) };
      const load = { kind: 'closed', sessions: 1, thinkNs: ms(40) } as const;
      const scenario = cluster({ nodes, clients: 1, operations: ['write'], load, link, seconds: 3 });
      const { trace, history, leadership } = simulate(scenario, { seed: 1, trace: true });
      const events = Array.from({ length: trace.length }, (_, event) => event);
      const ends = events.filter(
        (event) => trace.kind[event] === EventKind.Complete && (trace.time[event] ?? 0) > s(1),
      );
      assert.ok(ends.length > 30);
      const sent = events.slice(ends[0], ends.at(-1)).filter((event) => {
        if (trace.kind[event] !== EventKind.Send) return false;
        return !(trace.names[trace.a[event] ?? 0] ?? '').startsWith('Ping');
      });
      // Request and answer, a proposal, an acknowledgement and a commit for each follower; forwarding, if one was asked.
      const isForwarded = history.answeredBy[history.length - 2] !== leadership[0]?.place;
      const perWrite = 3 * (nodes - 1) + (isForwarded ? 3 : 2);
      assert.equal(sent.length, (ends.length - 1) * perWrite, `${nodes} servers`);
    }
  });

  for (const data of ['register', 'log', 'counter', 'set'] as const satisfies readonly StoreModel['data'][]) {
    const operations = {
      register: { read: 0.4, write: 0.4, cas: 0.2 },
      log: { append: 0.5, poll: 0.5 },
      counter: { read: 0.5, increment: 0.5 },
      set: { read: 0.5, add: 0.4, remove: 0.1 },
    }[data];
    it(`keeps a ${data} linearizable with reads: sync through crashes, splits, pauses and lost messages`, function () {
      this.timeout(120_000);
      const many = data === 'register';
      const load = { kind: 'closed', sessions: many ? 6 : 3, thinkNs: ms(many ? 5 : 40) } as const;
      for (let seed = 1; seed <= (many ? 12 : 6); seed++) {
        const { run: result, linearizable } = run({ data, operations, load, faults: troubles }, seed);
        assert.equal(linearizable, 'pass', `seed ${seed}`);
        assert.ok(okCount(result, s(10)) > 30, `seed ${seed} works again`);
      }
    });
  }

  it('answers local reads that are stale, and yet in one order that every client agrees with', function () {
    this.timeout(120_000);
    const load = { kind: 'closed', sessions: 2, thinkNs: ms(20) } as const;
    const judged = Array.from({ length: 15 }, (_, seed) => run({ policy: local, load, faults: troubles }, seed + 1));
    assert.deepEqual(new Set(judged.map(({ sequential }) => sequential)), new Set(['pass']));
    assert.ok(judged.some(({ linearizable }) => linearizable === 'fail'));
  });

  it('answers no write and no synced read without a majority, and loses nothing', () => {
    const faults = [at(3, { kind: 'crash', targets: places(2, 3, 4), ...forSeconds(3) })];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(okCount(result, s(3.5), s(6)), 0);
      assert.ok(okCount(result, s(8)) > 100);
      assert.equal(linearizable, 'pass');
    }
  });

  it('reads locally at a server that is cut off, until that gives up its leader', () => {
    const load = { kind: 'closed', sessions: 20, thinkNs: ms(20) } as const;
    const text = { policy: local, load, operations: { read: 0.95, write: 0.05 } };
    // The same seed is the same run up to the split, so it tells which server the first client is connected to.
    const calm = run({ ...text, seconds: 3 }, 1).run;
    const last = answered(calm).findLast((row) => calm.history.client[row] === 5) ?? 0;
    const server = calm.history.answeredBy[last] ?? 0;
    const rest = [0, 1, 2, 3, 4, 6, 7].filter((place) => place !== server);
    const faults = [at(3, { kind: 'partition', groups: [places(server, 5), places(...rest)], ...forSeconds(3) })];
    const { run: result } = run({ ...text, faults }, 1);
    const apart = (from: number, to: number) =>
      answered(result, s(from), s(to)).filter((row) => result.history.client[row] === 5);
    assert.ok(apart(3.05, 3.4).length > 20);
    assert.ok(apart(3.05, 3.4).every((row) => isRead(result, row) && result.history.answeredBy[row] === server));
    assert.equal(apart(3.7, 6).length, 0);
    assert.ok(okCount(result, s(4), s(6)) > 100, 'the others go on');
  });

  it('loses committed writes when all restart without having written them, and never with fsync', () => {
    const faults = [at(3, { kind: 'crash', targets: places(0, 1, 2, 3, 4), ...forSeconds(1) })];
    for (const log of ['fsync', 'off'] as const) {
      for (let seed = 1; seed <= 4; seed++) {
        const { run: result } = run({ data: 'set', operations: ['add'], faults, storage: { log } }, seed);
        assert.equal(lost(result) > 0, log === 'off', `${log}, seed ${seed}`);
        // Clients that have seen more than the servers now know are turned away.
        assert.equal(okCount(result, s(5)) > 0, log === 'fsync', `${log}, seed ${seed}`);
      }
    }
  });

  it('loses committed writes when a majority restarts without having written them', () => {
    const faults = [
      at(3, { kind: 'partition', groups: [places(0, 1, 2), places(3, 4, 5, 6, 7)] }),
      at(3, { kind: 'crash', targets: places(0, 1, 2), ...forSeconds(0.5) }),
      at(5, { kind: 'partition', groups: [places(0, 1, 2, 5, 6, 7), places(3, 4)], ...forSeconds(4) }),
    ];
    const decide = (log: 'fsync' | 'off') =>
      Array.from({ length: 4 }, (_, seed) => {
        const text = { data: 'set', operations: ['add'], faults, storage: { log } } as const;
        const { run: result } = run(text, seed + 1);
        return lostBy(result, [0, 1, 2]);
      });
    assert.ok(decide('off').every((count) => count > 0));
    assert.ok(decide('fsync').every((count) => count === 0));
  });

  it('brings a server that was away for long up to date, with a snapshot where the log has been cut', () => {
    const faults = [at(1, { kind: 'crash', targets: places(0), ...forSeconds(6) }), clientsStopAt(9)];
    for (const [checkpointNs, message] of [
      [undefined, 'Diff'],
      [ms(500), 'Snap'],
    ] as const) {
      const storage = { log: 'fsync', ...(checkpointNs === undefined ? {} : { checkpointNs }) } as const;
      const result = simulate(cluster({ storage, faults, operations: ['write'] }), { seed: 3, trace: true });
      assert.ok(deliveredNames(result).has(message), message);
      assert.equal(new Set(heldBy(result)).size, 1, 'all hold the same');
    }
  });

  it('cuts off what a deposed leader had proposed in vain', () => {
    const faults = [at(3, { kind: 'isolate', targets: leader, ...forSeconds(2) })];
    const load = { kind: 'closed', sessions: 20, thinkNs: ms(0) } as const;
    const cut = [1, 2, 3].filter((seed) => {
      const result = simulate(cluster({ faults, load, operations: ['write'], seconds: 7 }), { seed, trace: true });
      return deliveredNames(result).has('Trunc');
    });
    assert.deepEqual(cut, [1, 2, 3]);
  });

  it('never has two leaders at once, since a leader gives up before its followers do', () => {
    const faults = [
      at(2, { kind: 'isolate', targets: leader, ...forSeconds(2) }),
      at(6, { kind: 'isolate', targets: leader, ...forSeconds(2) }),
    ];
    for (let seed = 1; seed <= 8; seed++) {
      const spans = [...run({ faults }, seed).run.leadership].sort((x, y) => x.from - y.from);
      assert.ok(spans.length >= 3, `seed ${seed}`);
      spans.slice(1).forEach((span, i) => assert.ok((spans[i]?.to ?? 0) <= span.from, `seed ${seed}`));
    }
  });

  it("stops writing for about sync-limit ticks when a leader falls silent, with ZooKeeper's own limits", () => {
    const faults = [at(10, { kind: 'crash', targets: leader, ...forSeconds(30) })];
    const load = { kind: 'closed', sessions: 3, thinkNs: ms(100) } as const;
    const { run: result } = run({ policy: zookeeper, faults, load, seconds: 30 }, 1);
    const writes = answered(result, s(10.1)).filter((row) => !isRead(result, row));
    const first = Math.min(...writes.map((row) => result.history.completedAt[row] ?? 0));
    // A follower waits for 5 ticks of 2 s since the last ping, at most a tick/2 before the crash; the rest is election.
    assert.ok(first > s(18.9) && first < s(21.5), String(first / 1e9));
    assert.ok(
      answered(result, s(11), s(18)).some((row) => isRead(result, row)),
      'local reads go on',
    );
  });

  it('gets back what a damaged disk lost before it votes again', () => {
    const faults = [
      at(3, { kind: 'crash', targets: places(3), ...forSeconds(0.5) }),
      at(3.2, { kind: 'corrupt-disk', targets: places(3), share: 0.05 }),
      at(5, { kind: 'crash', targets: places(0, 1), ...forSeconds(2) }),
    ];
    for (let seed = 1; seed <= 5; seed++) {
      const { run: result, linearizable } = run({ faults }, seed);
      assert.equal(linearizable, 'pass', `seed ${seed}`);
      assert.ok(okCount(result, s(9)) > 100, `seed ${seed} works`);
    }
  });

  it('goes on after its snapshot when the log before it is damaged', () => {
    const faults = [
      at(4, { kind: 'crash', targets: places(3), ...forSeconds(0.5) }),
      at(4.2, { kind: 'corrupt-disk', targets: places(3), share: 0.05 }),
      clientsStopAt(7),
    ];
    const storage = { log: 'fsync', checkpointNs: ms(500) } as const;
    for (let seed = 1; seed <= 3; seed++) {
      const result = simulate(cluster({ storage, faults, keys: 40, seconds: 9 }), { seed, trace: false });
      assert.equal(new Set(heldBy(result)).size, 1, `seed ${seed}: all hold the same`);
    }
  });

  it('is not led by a server that lost part of its history, though the others still follow it', () => {
    const faults = [
      // n3 leads, since of servers that know the same the last one does. n1 misses what n3 and n2 commit from here on.
      at(1, { kind: 'cut', from: places(2), to: places(0), ...forSeconds(2) }),
      at(3, { kind: 'crash', targets: places(2), ...forSeconds(0.2) }),
      at(3.1, { kind: 'corrupt-disk', targets: places(2), share: 1 }),
      at(3.5, { kind: 'crash', targets: places(0), ...forSeconds(0.1) }),
      // Only n2 has what n3 has committed since its checkpoint.
      at(4.2, { kind: 'crash', targets: places(1), ...forSeconds(2) }),
    ];
    const storage = { log: 'fsync', checkpointNs: ms(800) } as const;
    const policy = { ...synced, tickNs: s(1), syncLimitTicks: 10 };
    const load = { kind: 'closed', sessions: 10, thinkNs: ms(5) } as const;
    for (let seed = 1; seed <= 2; seed++) {
      const text = { nodes: 3, data: 'set', operations: ['add'], storage, policy, load, faults, seconds: 9 } as const;
      const { run: result } = run(text, seed);
      assert.ok(leads(result, 2, s(2.9)), `seed ${seed}`);
      assert.equal(lost(result), 0, `seed ${seed}`);
      assert.equal(okCount(result, s(4.3), s(6)), 0, `seed ${seed}: n1 and n3 are no quorum without the history of n3`);
      assert.ok(okCount(result, s(7)) > 100, `seed ${seed} works again`);
    }
  });

  it('acknowledges an epoch and a history when its disk has them, however slow that is', () => {
    const disk = constant(ms(500));
    const faults = [at(8, { kind: 'crash', targets: leader, ...forSeconds(3) })];
    const policy = { ...synced, tickNs: ms(500) };
    for (let seed = 1; seed <= 2; seed++) {
      const { trace } = simulate(cluster({ nodes: 3, policy, disk, faults, seconds: 20 }), { seed, trace: true });
      const heard = new Map<number, { readonly name: string; readonly time: number }>();
      let acknowledged = 0;
      for (let event = 0; event < trace.length; event++) {
        const name = trace.names[trace.a[event] ?? 0] ?? '';
        const [time, place, kind] = [trace.time[event] ?? 0, trace.place[event] ?? -1, trace.kind[event]];
        const isNews = kind === EventKind.Deliver && ['LeaderInfo', 'Diff', 'Trunc'].includes(name);
        if (isNews && heard.get(place)?.name !== name) heard.set(place, { name, time });
        if (kind !== EventKind.Send || !['AckEpoch', 'AckNewLeader'].includes(name)) continue;
        acknowledged++;
        const waited = time - (heard.get(place)?.time ?? time);
        assert.ok(waited >= ms(500), `seed ${seed}: ${name} after ${waited / 1e6} ms`);
      }
      assert.ok(acknowledged >= 6);
    }
  });

  it('takes the snapshot of a shorter history, where most servers have lost the disks with the longer one', () => {
    const text = `
      topology T {
        nodes n[1..3]  client c
        link everywhere { latency: 0.5ms }
        store data on n[1..3] using P { storage { log: fsync  fsync: 0.2ms  checkpoint: every 500ms } }
      }
      policy P = zab { tick: 200ms }
      workload W { from c to data  rate: 400/s  operations: write 100%  keys: uniform(40)  timeout: 300ms }
      scenario S {
        workload: W  duration: 16s
        at 7s isolate n3 for 4500ms
        at 7s wipe n1, n2
        // A later epoch than that of everything n3 has.
        at 8s crash leader of data for 500ms
        at 15s crash c
      }`;
    const result = simulate(scenarioOfText(text), { seed: 1, trace: true });
    assert.ok(deliveredNames(result).has('Snap'));
    assert.equal(new Set(heldBy(result)).size, 1, 'all servers hold the same');
  });

  it('takes thousands of writes a second from many clients', () => {
    const load = { kind: 'closed', sessions: 50, thinkNs: ms(0) } as const;
    const { run: result } = run({ nodes: 3, operations: ['write'], load, keys: 1000, seconds: 2 }, 1);
    assert.ok(okCount(result, s(1)) > 5_000, String(okCount(result, s(1))));
  });
});

/** Values added and acknowledged before the split that some servers, which have gone on without the others, do not hold. */
function lostBy(result: Run, servers: readonly number[]): number {
  const held = new Set(
    result.replicas.filter(({ place }) => servers.includes(place)).flatMap(({ values }) => [...values.values()].flat()),
  );
  return answered(result, 0, s(3)).filter((row) => !held.has(result.history.input[row] ?? 0)).length;
}
