import assert from 'node:assert/strict';
import { EventKind, Outcome, Role } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';

interface PairText {
  link?: string;
  nodes?: number;
  policy?: string;
  data?: 'register' | 'log';
  storage?: string;
  faults?: string;
  duration?: string;
}

/** Nodes n1.., a client beside each half, a store named `data`. */
function model({
  nodes = 3,
  policy = '',
  data = 'register',
  storage = '',
  faults = '',
  duration = '20s',
  link = '',
}: PairText) {
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  const operations = data === 'log' ? 'append 100%' : 'write 50%, read 50%';
  return `
    topology T {
      ${names.map((name) => `node ${name}`).join(' ')}
      client c1 client c2
      link everywhere { latency: exponential(mean: 1ms) ${link} }
      store data on ${names.join(', ')} using P { data: ${data} storage { log: fsync  fsync: 1ms ${storage} } }
    }
    policy P = primary-backup { heartbeat: 200ms timeout: 1s ${policy} }
    workload W {
      from c1, c2 to data  sessions: 6 think: 20ms  operations: ${operations}  keys: uniform(2)
      timeout: 400ms  retries: 2  backoff: exponential(20ms..100ms)
    }
    scenario S { topology: T  workload: W  duration: ${duration}  ${faults} }`;
}

/** A primary crashes, is cut off, stalls; the network loses, doubles, delays; clocks are set. */
const BAD_DAY = `
  at 2s crash leader of data for 3s
  at 6s isolate leader of data for 2s
  at 9s pause leader of data for 2s
  at 12s drop 20% everywhere for 1s
  at 12s skew n1 by +10s for 3s
  at 14s reorder everywhere within 50ms for 1s
  at 15s cut n1 -> n2 for 2s`;

const metrics = ({ verdict }: JudgedRun) => verdict.metrics;

/** Successful writes answered within a stretch of time, in seconds. */
function writesOk({ run: { history } }: JudgedRun, from: number, to: number): number {
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    const at = (history.completedAt[row] ?? 0) / 1e9;
    if (history.outcome[row] === Outcome.Ok && (history.input[row] ?? 0) > 0 && at >= from && at < to) count++;
  }
  return count;
}

/** When each reign began, in seconds. */
const reigns = ({ run, scenario }: JudgedRun) =>
  run.leadership.map(({ place, from }) => ({ who: scenario.places[place]?.name, from: from / 1e9 }));

describe('primary-backup', () => {
  describe('with fencing, acknowledged by all or by a majority', () => {
    const rows = [
      { nodes: 2, acknowledge: 'all' },
      { nodes: 3, acknowledge: 'all' },
      { nodes: 3, acknowledge: '1' },
      { nodes: 5, acknowledge: '2' },
    ];
    for (const { nodes, acknowledge } of rows) {
      it(`${nodes} replicas, acknowledge: ${acknowledge}: linearizable, one primary, nothing lost`, function () {
        this.timeout(60_000);
        const text = model({ nodes, policy: `acknowledge: ${acknowledge}`, faults: BAD_DAY });
        for (const judged of runTexts(text, 12)) {
          const { seed } = judged.run;
          assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
          assert.equal(metrics(judged).splitBrainNs, 0, `seed ${seed}`);
          assert.ok(writesOk(judged, 18.5, 20) > 20, `seed ${seed} works again`);
        }
      });
    }
  });

  describe('loses acknowledged writes', () => {
    // Kingsbury's set-up: the primary and one more on the smaller side, clients on both.
    const split = 'at 5s partition n1, n2, c1 | n3, n4, n5, c2 for 8s';
    const rows = [
      { what: 'MongoDB w:1: acknowledged by the primary alone', policy: 'acknowledge: async', lost: true },
      { what: 'MongoDB w:2: two copies, both on the minority side', policy: 'acknowledge: 1', lost: true },
      { what: 'MongoDB majority', policy: 'acknowledge: 2', lost: false },
      { what: 'all of the view', policy: 'acknowledge: all', lost: false },
      {
        what: 'Redis with Sentinel: nobody stops the old primary',
        policy: 'acknowledge: async fencing: off',
        lost: true,
      },
      { what: 'the same, but the primary needs all', policy: 'acknowledge: 4 fencing: off', lost: false },
    ];
    for (const { what, policy, lost } of rows) {
      it(`${what}: ${lost ? 'yes' : 'no'}`, () => {
        for (const judged of runTexts(model({ nodes: 5, policy, data: 'log', faults: split }), 5)) {
          assert.equal((metrics(judged).lostWrites ?? 0) > 0, lost);
          const truncated = judged.run.trace.kind.subarray(0, judged.run.trace.length).includes(EventKind.Truncate);
          assert.equal(truncated || !lost, true, 'a lost write is an entry that was truncated');
        }
      });
    }
  });

  describe('fencing', () => {
    const split = 'at 5s partition n1, c1 | n2, n3, c2 for 8s';

    it('on: the old primary stops before the new one starts; off: both go on', () => {
      for (const fencing of ['on', 'off']) {
        for (const judged of runTexts(model({ policy: `acknowledge: async fencing: ${fencing}`, faults: split }), 5)) {
          const [first, second] = judged.run.leadership;
          assert.ok(first !== undefined && second !== undefined);
          if (fencing === 'on') assert.ok(first.to <= second.from);
          else assert.ok((metrics(judged).splitBrainNs ?? 0) > 5e9);
        }
      }
    });

    it('holds while clocks are set and drift a little, and not where one runs far too slowly', () => {
      const policy = 'acknowledge: async';
      const fault = (drift: string) => `at 1s drift n1 by ${drift} at 1s skew n2 by +1h ${split}`;
      for (const judged of runTexts(model({ policy, faults: fault('-500ppm') }), 5)) {
        assert.equal(metrics(judged).splitBrainNs, 0);
      }
      const far = runTexts(model({ policy, faults: fault('-500000ppm') }), 5);
      assert.ok(far.some((judged) => (metrics(judged).splitBrainNs ?? 0) > 0));
    });

    it('does not depose its successor when it comes back', () => {
      for (const judged of runTexts(model({ faults: 'at 3s crash leader of data for 5s' }), 4)) {
        const began = reigns(judged).map(({ from }) => from);
        assert.equal(began.length, 2, String(began));
        assert.ok((began[1] ?? 0) < 8, 'the successor leads before the return, and goes on');
        assert.ok(writesOk(judged, 8, 9) > 20);
      }
    });

    it('outlasts a change of its timeout, which lengthens or shortens leases that were granted before', () => {
      for (const timeout of ['5s', '300ms']) {
        const faults = `at 5s partition n1, c1 | n2, n3, c2 for 12s  at 5050ms reconfigure data { timeout: ${timeout} }`;
        for (const judged of runTexts(model({ policy: 'acknowledge: async', faults }), 2)) {
          assert.equal(judged.run.leadership.length > 1, true, 'there is a successor');
          assert.equal(metrics(judged).splitBrainNs, 0, `${timeout}, seed ${judged.run.seed}`);
        }
      }
    });

    it('takes over as soon as the lease has surely run out', () => {
      const judged = runText(model({ faults: 'at 5s crash n1 for 10s' }), 1);
      const second = reigns(judged)[1];
      assert.equal(second?.who, 'n2');
      assert.ok(second.from > 5.8 && second.from < 6.1, `took over at ${second.from} s`);
    });
  });

  describe('a fenced pair', () => {
    const pair = (faults: string) => model({ nodes: 2, faults });

    it('survives its primary: the backup takes over alone', () => {
      const judged = runText(pair('at 5s crash n1 for 10s'), 1);
      assert.deepEqual(
        reigns(judged).map(({ who }) => who),
        ['n1', 'n2'],
      );
      assert.ok(writesOk(judged, 6.5, 15) > 200);
      assert.equal(linearizable(judged), 'pass');
    });

    it('does not survive its backup: it may have taken over; an operator who removes it ends that', () => {
      const stopped = runText(pair('at 5s crash n2 for 10s'), 1);
      assert.equal(writesOk(stopped, 6.5, 15), 0);
      assert.ok(writesOk(stopped, 16, 20) > 50, 'goes on when it is back');
      const helped = runText(pair('at 5s crash n2 at 8s remove n2 from data'), 1);
      assert.ok(writesOk(helped, 9, 20) > 200);
      assert.equal(linearizable(helped), 'pass');
    });

    it('never has two primaries, whoever is cut off or comes back', () => {
      const faults = `
        at 2s partition n1, c1 | n2, c2 for 3s
        at 7s crash leader of data for 1500ms
        at 10s pause leader of data for 2s
        at 14s crash all of data for 1s`;
      for (const judged of runTexts(pair(faults), 20)) {
        assert.equal(metrics(judged).splitBrainNs, 0);
        assert.equal(linearizable(judged), 'pass');
      }
    });
  });

  describe('acknowledge: all without its backups', () => {
    const crash = 'at 5s crash n2, n3 for 10s';
    const rows = [
      { what: 'failover off: waits, as PostgreSQL does', policy: 'failover: off', one: 'never', both: 'never' },
      { what: 'fenced: drops the lost one, keeps a majority', policy: '', one: 'soon', both: 'never' },
      { what: 'not fenced: goes on alone', policy: 'fencing: off', one: 'soon', both: 'soon' },
    ];
    for (const { what, policy, one, both } of rows) {
      it(what, () => {
        const alone = runText(model({ policy, faults: crash }), 1);
        assert.equal(writesOk(alone, 7, 15) > 0, both === 'soon');
        const lessOne = runText(model({ policy, faults: 'at 5s crash n3 for 10s' }), 1);
        assert.equal(writesOk(lessOne, 7, 15) > 0, one === 'soon');
        for (const judged of [alone, lessOne]) assert.ok(writesOk(judged, 16, 20) > 50);
      });
    }
  });

  describe('operators', () => {
    it('hand over without losing or refusing much, even where backups lag', () => {
      for (const policy of ['acknowledge: async', 'acknowledge: async failover: manual fencing: off']) {
        for (const judged of runTexts(model({ policy, data: 'log', faults: 'at 5s promote n3 in data' }), 5)) {
          assert.equal(reigns(judged)[1]?.who, 'n3');
          assert.equal(metrics(judged).lostWrites, 0);
          assert.ok((metrics(judged).availability ?? 0) > 0.99);
        }
      }
    });

    it('promote by hand where nothing fails over by itself', () => {
      const faults = 'at 5s crash n1 for 8s at 9s promote n2 in data';
      const manual = runText(model({ policy: 'failover: manual', faults }), 1);
      assert.equal(writesOk(manual, 6, 9), 0);
      assert.ok(writesOk(manual, 10, 20) > 200);
      assert.equal(linearizable(manual), 'pass');
      assert.equal(writesOk(runText(model({ policy: 'failover: off', faults }), 1), 6, 13), 0);
    });

    it('replace every member while clients write', () => {
      const faults = [1, 2, 3].map((n) => `at ${4 * n}s remove n${n} from data at ${4 * n + 1}s add n${n} to data`);
      for (const judged of runTexts(model({ faults: faults.join('\n') }), 5)) {
        assert.equal(linearizable(judged), 'pass');
        assert.ok(writesOk(judged, 18, 20) > 20);
      }
    });
  });

  it('a primary that restarts empty wipes its replicas, unless it needs their votes', () => {
    const run = (policy: string) =>
      runText(model({ policy, data: 'log', faults: 'at 5s wipe n1 at 5s crash n1 for 100ms', duration: '10s' }), 1);
    assert.ok((metrics(run('acknowledge: all fencing: off')).lostWrites ?? 0) > 100);
    assert.equal(metrics(run('acknowledge: all')).lostWrites, 0);
  });

  it('a diverged replica comes back in step: fast by rewinding, slowly by a copy of everything', () => {
    const faults = 'at 5s partition n1, c1 | n2, n3, c2 for 3s';
    const policy = (rejoin: string) => `acknowledge: async fencing: off rejoin: ${rejoin}`;
    const backAt = (rejoin: string): number => {
      const storage = 'replay: 2/s';
      const { run } = runText(model({ policy: policy(rejoin), storage, faults }), 1);
      const roles = Array.from({ length: run.trace.length }, (_, i) => i).filter(
        (i) => run.trace.kind[i] === EventKind.Apply && run.trace.place[i] === 0 && (run.trace.time[i] ?? 0) > 8e9,
      );
      const first = roles.find((i) => (run.trace.time[i] ?? 0) > 8.05e9) ?? 0;
      return (run.trace.time[first] ?? 0) / 1e9;
    };
    assert.ok(backAt('rewind') < 8.5);
    assert.ok(backAt('rebuild') > 8.9);
  });

  it('a copy whose confirmation is lost makes no storm of messages', () => {
    const text = model({
      policy: 'acknowledge: all rejoin: rebuild',
      link: 'duplicate: 5%',
      storage: 'replay: 2/s',
      faults: 'at 3s partition n1, c1 | n2, n3, c2 for 3s  at 6500ms cut n1 -> n2, n3 for 1s',
      duration: '12s',
    });
    for (const judged of runTexts(text, 2)) {
      const { seed, counters } = judged.run;
      assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
      assert.ok(writesOk(judged, 10, 12) > 20, `seed ${seed} works`);
      assert.ok(counters.messagesSent < 40_000, `seed ${seed}: ${counters.messagesSent} messages`);
    }
  });

  it('a copy that comes twice is loaded once: what was confirmed since is not given up for it', () => {
    const text = model({
      policy: 'acknowledge: all rejoin: rebuild',
      link: 'duplicate: 100%  reorder: 150ms',
      faults: 'at 3s partition n1, c1 | n2, n3, c2 for 3s',
      duration: '10s',
    });
    for (const { run, verdict } of runTexts(text, 3)) {
      const { trace, seed } = run;
      let copies = 0;
      for (let event = 0; event < trace.length; event++) {
        if (trace.kind[event] === EventKind.Role && trace.place[event] === 0 && trace.b[event] === Role.Recovering)
          copies++;
      }
      assert.equal(copies, 1, `seed ${seed}`);
      assert.equal(verdict.metrics.lostWrites, 0, `seed ${seed}`);
    }
  });

  it('a replica that lost its disk gets a copy where the log no longer reaches back to its beginning', () => {
    const storage = 'checkpoint: every 400ms';
    const faults = 'at 1500ms wipe n3  at 1500ms crash n3 for 10ms';
    for (const { run } of runTexts(model({ data: 'log', storage, faults, duration: '4s' }), 2)) {
      const { trace, seed } = run;
      const primarys = new Map<number, number>();
      for (let event = 0; event < trace.length; event++) {
        if (trace.kind[event] !== EventKind.Append) continue;
        const index = trace.b[event] as number;
        const value = trace.c[event] as number;
        if (trace.place[event] === 0) primarys.set(index, value);
        else
          assert.equal(value, primarys.get(index), `seed ${seed}: entry ${index} of n${(trace.place[event] ?? 0) + 1}`);
      }
      assert.deepEqual(run.replicas[2]?.values, run.replicas[0]?.values, `seed ${seed}`);
    }
  });

  describe('asynchronous, over links too narrow for the load', () => {
    // 50 writes a second of 200 bytes and as many heartbeats and answers do not fit into 5 kB/s: a backlog grows.
    const link = 'bandwidth: 5KB/s';
    const policy = 'acknowledge: async fencing: off heartbeat: 2s timeout: 6s';
    const text = (faults: string) => `
      topology T {
        nodes n[1..3] client c1
        link n1 -> n2 { ${link} } link n1 -> n3 { ${link} }
        store data on n[1..3] using P { }
      }
      policy P = primary-backup { ${policy} }
      workload W { from c1 to data rate: 100/s operations: write 100% keys: uniform(2000) timeout: 1s retries: 1 }
      scenario S { topology: T workload: W duration: 30s ${faults} }`;

    it('loses what the primary had not sent when it crashed', () => {
      for (const judged of runTexts(text('at 10s crash n1'), 2)) {
        // Of 1000 writes about a quarter has left by then.
        const lost = metrics(judged).lostWrites ?? 0;
        assert.ok(lost > 500 && lost < 900, `${lost} lost`);
      }
    });

    it('sends nothing through a cut that had not left before it', () => {
      const { run } = runText(text('at 10s isolate n1 for 10s'), 1);
      const { trace } = run;
      for (let event = 0; event < trace.length; event++) {
        if (trace.kind[event] !== EventKind.Deliver || trace.peer[event] !== 0) continue;
        const at = (trace.time[event] ?? 0) / 1e9;
        assert.ok(at < 10.01 || at > 20, `n1 is heard at ${at} s`);
      }
    });
  });

  it('reads: any may be stale, reads: primary are not', () => {
    const at = (reads: string) => runText(model({ policy: `acknowledge: async reads: ${reads}` }), 1);
    assert.ok((metrics(at('any')).staleReads ?? 0) > 0);
    assert.equal(metrics(at('primary')).staleReads, 0);
  });

  it('a phi detector takes its time from the heartbeats it has seen', () => {
    const policy = 'fencing: off detector: phi(threshold: 8, heartbeat: 100ms)';
    const second = reigns(runText(model({ policy, faults: 'at 5s crash n1 for 10s' }), 1))[1];
    // 8 ln 10 x 100 ms = 1.84 s after the last heartbeat.
    assert.ok(second !== undefined && second.from > 6.6 && second.from < 7.3, `took over at ${second?.from} s`);
  });
});
