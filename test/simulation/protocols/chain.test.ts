import assert from 'node:assert/strict';
import { EventKind, Outcome } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';
import { eventsOf } from './trace-questions';

interface ChainText {
  links?: string;
  nodes?: number;
  replicas?: number;
  reads?: 'tail' | 'any-clean';
  storage?: string;
  operations?: string;
  faults?: string;
}

/** Servers n1 (head) to nt (tail), a client beside each half, a store named `data`. */
function model({
  nodes = 3,
  replicas,
  reads = 'tail',
  storage,
  operations,
  links = '',
  faults = '',
}: ChainText): string {
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  return `
    topology T {
      ${names.map((name) => `node ${name}`).join(' ')}
      client c1 client c2
      link everywhere { latency: exponential(mean: 1ms) }
      ${links}
      store data on ${names.join(', ')} using P {
        ${replicas === undefined ? '' : `replicas: ${replicas}`}
        storage { ${storage ?? 'log: fsync  fsync: 1ms'} }
      }
    }
    policy P = chain { heartbeat: 200ms timeout: 1s reads: ${reads} }
    workload W {
      from c1, c2 to data  sessions: 6 think: 20ms  operations: ${operations ?? 'write 50%, read 50%'}
      keys: uniform(2)  timeout: 400ms  retries: 2  backoff: exponential(20ms..100ms)
    }
    scenario S { topology: T  workload: W  duration: 20s  ${faults} }`;
}

const BAD_DAY = `
  at 2s crash leader of data for 3s
  at 6s isolate leader of data for 2s
  at 9s pause leader of data for 2s
  at 12s drop 20% everywhere for 1s
  at 12s skew n1 by +10s for 3s
  at 14s reorder everywhere within 50ms for 1s
  at 15s isolate n2 for 2s`;

/** Successful operations answered within a stretch of time, in seconds. */
function answered({ run: { history } }: JudgedRun, from: number, to: number): number {
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    const at = (history.completedAt[row] ?? 0) / 1e9;
    if (history.outcome[row] === Outcome.Ok && at >= from && at < to) count++;
  }
  return count;
}

describe('chain', () => {
  for (const reads of ['tail', 'any-clean'] as const) {
    for (const nodes of [2, 3, 5]) {
      it(`${nodes} servers, reads: ${reads}: linearizable, nothing lost, and back in service`, function () {
        this.timeout(60_000);
        for (const judged of runTexts(model({ nodes, reads, faults: BAD_DAY }), 12)) {
          assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
          assert.equal(judged.verdict.metrics.lostWrites, 0);
          assert.ok(answered(judged, 18.5, 20) > 50, `seed ${judged.run.seed} works again`);
        }
      });
    }
  }

  describe('goes on without', () => {
    const rows = [
      { who: 'the head', crash: 'n1', nodes: 3 },
      { who: 'a middle server', crash: 'n2', nodes: 3 },
      { who: 'the tail', crash: 'n3', nodes: 3 },
      { who: 'two of five', crash: 'n1, n3', nodes: 5 },
    ];
    for (const { who, crash, nodes } of rows) {
      it(who, () => {
        const judged = runText(model({ nodes, faults: `at 5s crash ${crash} for 12s` }), 1);
        assert.ok(answered(judged, 7, 17) > 1000);
        assert.equal(linearizable(judged), 'pass');
      });
    }

    it('all but one, where a majority was there at each step', () => {
      const faults = 'at 5s crash n3 at 9s remove n3 from data at 12s crash n2 at 14s remove n2 from data';
      const judged = runText(model({ nodes: 5, replicas: 3, faults }), 1);
      assert.ok(answered(judged, 16, 20) > 300, 'nodes without a replica vote');
      assert.equal(linearizable(judged), 'pass');
    });
  });

  it('stops without a majority, and loses nothing', () => {
    for (const { nodes, crash } of [
      { nodes: 3, crash: 'n1, n2' },
      { nodes: 2, crash: 'n2' },
    ]) {
      const judged = runText(model({ nodes, faults: `at 5s crash ${crash} for 8s` }), 1);
      assert.equal(answered(judged, 7, 13), 0);
      assert.ok(answered(judged, 15, 20) > 300);
      assert.equal(linearizable(judged), 'pass');
    }
  });

  it('loses what was acknowledged when all restart without having written it', () => {
    const faults = 'at 5s crash all of data for 1s';
    const lost = (storage: string) =>
      runTexts(model({ faults, storage }), 5).some(({ verdict }) => (verdict.metrics.lostWrites ?? 0) > 0);
    assert.equal(lost('log: fsync  fsync: 1ms'), false);
    assert.equal(lost('log: off'), true);
  });

  it('a tail that is cut off stops answering before another one starts, unless its clock runs far too slowly', () => {
    const split = 'at 5s partition n3, c2 | n1, n2, c1 for 6s';
    const decisions = (faults: string) => new Set(runTexts(model({ faults }), 8).map(linearizable));
    assert.deepEqual(decisions(`at 1s drift n3 by -500ppm ${split}`), new Set(['pass']));
    assert.ok(decisions(`at 1s drift n3 by -600000ppm ${split}`).has('fail'));
  });

  it('brings a server that was away back as the new tail, and drops what only it had', () => {
    const judged = runText(model({ nodes: 3, faults: 'at 5s partition n1, c1 | n2, n3, c2 for 4s' }), 3);
    const { trace } = judged.run;
    const last = new Map<number, number>();
    for (let i = 0; i < trace.length; i++) {
      if (trace.kind[i] === EventKind.Reconfigure) last.set(trace.place[i] ?? -1, trace.b[i] ?? 0);
    }
    assert.deepEqual([...last.values()], [3, 3, 3]);
    assert.ok(trace.kind.subarray(0, trace.length).includes(EventKind.Truncate));
    assert.equal(linearizable(judged), 'pass');
  });

  it('takes a server back whose checkpoint holds what only it had', () => {
    const faults = 'at 5s partition n1, c1, c2 | n2, n3 for 4s';
    for (const judged of runTexts(model({ storage: 'log: fsync  fsync: 1ms  checkpoint: every 300ms', faults }), 3)) {
      const members = new Map(eventsOf(judged, EventKind.Reconfigure).map(({ place, b }) => [place, b]));
      assert.deepEqual([...members.values()], [3, 3, 3], `seed ${judged.run.seed}`);
      assert.equal(linearizable(judged), 'pass');
    }
  });

  it('an acceptor that was restarted stands by the promises of its earlier life', () => {
    // n2 no longer hears the tail. n1, which does, restarts as n2's request for a chain without it comes again.
    const links = 'link n1 <-> n3 { latency: 5ms }  link c2 <-> n3 { latency: 100us }';
    const faults =
      'at 3s drop 100% from n2 to n3 for 4s  at 3s drop 100% from n3 to n2 for 4s  at 4150ms crash n1 for 45ms';
    for (const judged of runTexts(model({ links, faults, operations: 'write 30%, read 70%' }), 20)) {
      assert.equal(linearizable(judged), 'pass', `seed ${judged.run.seed}`);
    }
  });

  it('any-clean reads at the nearest server, tail at the tail', () => {
    const readers = (reads: 'tail' | 'any-clean'): number[] => {
      const { history } = runText(model({ reads, nodes: 4, operations: 'read 90%, write 10%' }), 1).run;
      const places = new Set<number>();
      for (let row = 0; row < history.length; row++) {
        if (history.kind[row] === 0 && history.outcome[row] === Outcome.Ok) places.add(history.answeredBy[row] ?? -1);
      }
      return [...places];
    };
    assert.deepEqual(readers('tail'), [3]);
    assert.deepEqual(readers('any-clean'), [0]);
  });

  it('any-clean believes a tail that says nothing has reached it, for as long as it does', () => {
    const judged = runText(model({ reads: 'any-clean', faults: 'at 5s byzantine n3 lie for 4s' }), 1);
    const { staleReads, corruptReads } = judged.verdict.metrics;
    assert.ok(staleReads !== null && staleReads > 0.1 && staleReads < 0.3, `${staleReads} in a fifth of the time`);
    assert.equal(corruptReads, 0, 'the head answers, and it is honest');
    assert.equal(linearizable(judged), 'fail');
  });

  it('replaces every server while clients write', () => {
    const faults = [1, 2, 3].map((n) => `at ${4 * n}s remove n${n} from data at ${4 * n + 1}s add n${n} to data`);
    for (const judged of runTexts(model({ faults: faults.join('\n') }), 5)) {
      assert.equal(linearizable(judged), 'pass');
      assert.ok(answered(judged, 18, 20) > 100);
    }
  });
});
