import assert from 'node:assert/strict';
import { EventKind, Outcome } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';

interface LogText {
  nodes?: number;
  replicas?: number;
  policy?: string;
  data?: 'register' | 'log';
  storage?: string;
  links?: string;
  faults?: string;
}

/** Brokers n1.., of which the first `replicas` hold the partition; a client beside each half. */
function model({ nodes = 3, replicas, policy = '', data = 'log', storage, links = '', faults = '' }: LogText): string {
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  return `
    topology T {
      ${names.map((name) => `node ${name}`).join(' ')}
      client c1 client c2
      link everywhere { latency: exponential(mean: 1ms) }
      ${links}
      store data on ${names.join(', ')} using P {
        data: ${data}
        ${replicas === undefined ? '' : `replicas: ${replicas}`}
        storage { ${storage ?? 'log: fsync  fsync: 1ms'} }
      }
    }
    policy P = isr-log { replica-lag: 1s  session-timeout: 1s  ${policy} }
    workload W {
      from c1, c2 to data  sessions: 6 think: 20ms
      operations: ${data === 'log' ? 'append 100%' : 'write 50%, read 50%'}
      keys: uniform(2)  timeout: 400ms  retries: 2  backoff: exponential(20ms..100ms)
    }
    scenario S { topology: T  workload: W  duration: 25s  ${faults} }`;
}

const lost = ({ verdict }: JudgedRun): number => verdict.metrics.lostWrites ?? 0;

/** Successful operations answered within a stretch of time, in seconds. */
function answered({ run: { history } }: JudgedRun, from: number, to: number): number {
  let count = 0;
  for (let row = 0; row < history.length; row++) {
    const at = (history.completedAt[row] ?? 0) / 1e9;
    if (history.outcome[row] === Outcome.Ok && at >= from && at < to) count++;
  }
  return count;
}

const hasTruncated = ({ run: { trace } }: JudgedRun): boolean =>
  trace.kind.subarray(0, trace.length).includes(EventKind.Truncate);

describe('isr-log', () => {
  describe('acks: all, clean elections, durable logs', () => {
    const badDay = `
      at 2s crash leader of data for 3s
      at 7s isolate leader of data for 3s
      at 12s pause leader of data for 2s
      at 15s drop 20% everywhere for 2s
      at 18s crash all of data for 1s`;
    for (const nodes of [3, 5]) {
      it(`${nodes} brokers lose nothing that was acknowledged, and come back`, function () {
        this.timeout(60_000);
        for (const judged of runTexts(model({ nodes, faults: badDay }), 12)) {
          assert.equal(lost(judged), 0, `seed ${judged.run.seed}`);
          assert.ok(answered(judged, 23.5, 25) > 50, `seed ${judged.run.seed} works again`);
        }
      });
    }

    it('a register is linearizable as long as no old leader is left to be read', () => {
      const faults = 'at 3s crash leader of data for 5s at 12s crash leader of data for 1s';
      for (const judged of runTexts(model({ data: 'register', faults }), 8)) assert.equal(linearizable(judged), 'pass');
    });

    it('a leader that is cut off from the controller still answers readers, with old values', () => {
      const faults = 'at 3s partition n1, c1 | n2, n3, c2 for 6s';
      const judged = runTexts(model({ data: 'register', faults }), 5);
      assert.ok(judged.some((one) => linearizable(one) === 'fail'));
      for (const one of judged) assert.equal(lost(one), 0);
    });
  });

  describe('acks: 0 and 1 lose what only the leader had', () => {
    for (const { acks, loses } of [
      { acks: '0', loses: true },
      { acks: '1', loses: true },
      { acks: 'all', loses: false },
    ]) {
      it(`acks: ${acks}`, () => {
        const faults = 'at 5s partition n1, c1 | n2, n3, c2 for 6s';
        for (const judged of runTexts(model({ policy: `acks: ${acks}`, faults }), 5)) {
          assert.equal(lost(judged) > 0, loses);
          if (loses) assert.ok(hasTruncated(judged), 'a lost write is an entry that was truncated');
        }
      });
    }
  });

  describe('acks: 0: a producer takes a record for sent when it has left', () => {
    const run = (faults: string, seeds = 5) => runTexts(model({ policy: 'acks: 0', faults }), seeds);

    it('what the way to the leader loses is lost, and nobody is told; with acks: 1 it is tried again', () => {
      const faults = 'at 5s drop 20% from c1, c2 to n1, n2, n3 for 5s';
      for (const { verdict } of run(faults)) {
        assert.ok((verdict.metrics.lostWrites ?? 0) > 20, `${verdict.metrics.lostWrites} lost`);
        assert.equal(verdict.metrics.availability, 1);
      }
      for (const judged of runTexts(model({ policy: 'acks: 1', faults }), 5)) assert.equal(lost(judged), 0);
    });

    it('it is done within the time that sending takes, once it knows the leader', () => {
      for (const { run: one } of run('', 2)) {
        const took = (row: number): number => (one.history.completedAt[row] ?? 0) - (one.history.invokedAt[row] ?? 0);
        assert.ok(took(0) > 100e3, 'the first has to find the leader');
        for (let row = one.history.length - 100; row < one.history.length; row++) assert.ok(took(row) <= 10e3);
      }
    });

    it('loses nothing without a failure', () => {
      for (const judged of run('')) assert.equal(lost(judged), 0);
    });

    it('whoever leads no more ends the connection, and the records after that reach the next leader', () => {
      for (const judged of run('at 5s promote n3 in data')) {
        assert.equal(judged.run.leadership[1]?.place, 2);
        assert.ok(lost(judged) > 0 && lost(judged) < 30, `${lost(judged)} lost on their way to the old one`);
      }
    });

    it('a refused connection makes it look for the leader, and fail while there is none', () => {
      for (const judged of run('at 5s crash n1, n2, n3 for 5s')) {
        assert.equal(answered(judged, 5.5, 9.5), 0);
        assert.ok(answered(judged, 14, 25) > 500);
      }
    });

    it('a producer that is cut off with the old leader goes on for as long as the cut lasts', () => {
      for (const judged of run('at 5s isolate n1 for 6s')) {
        assert.ok(answered(judged, 6, 10) > 500);
        assert.ok(lost(judged) > 500);
        assert.ok(judged.verdict.metrics.availability === 1);
      }
    });

    it('a client that reads notices that its connection is dead, and its records go to the next leader, too', () => {
      const reading = (operations: string): readonly JudgedRun[] =>
        runTexts(
          model({ policy: 'acks: 0', faults: 'at 5s isolate n1 for 15s' })
            .replace('append 100%', operations)
            .replace('sessions: 6 think: 20ms', 'rate: 100/s'),
          3,
        );
      for (const judged of reading('append 100%')) assert.ok(lost(judged) > 1000, `${lost(judged)} lost`);
      for (const judged of reading('append 50%, poll 50%')) assert.ok(lost(judged) < 300, `${lost(judged)} lost`);
    });

    it('a cas is answered, since what becomes of it is what its producer asks', () => {
      const text = model({ policy: 'acks: 0', data: 'register' }).replace('write 50%, read 50%', 'cas 100%');
      for (const { run: one } of runTexts(text, 2)) {
        for (let row = 0; row < one.history.length - 10; row++) {
          assert.ok((one.history.completedAt[row] ?? 0) - (one.history.invokedAt[row] ?? 0) > 50e3);
        }
      }
    });
  });

  describe('Kafka 0.8 as tested by Kingsbury: followers cut off, then the leader', () => {
    const faults = `
      at 5s cut n1 -> n2, n3 for 15s
      at 5s cut n2, n3 -> n1 for 15s
      at 10s isolate n1 for 10s`;
    const run = (policy: string) => runTexts(model({ nodes: 5, replicas: 3, policy, faults }), 5);

    it('unclean election: the in-sync replicas shrink to the leader, which goes on acknowledging; all that is lost', () => {
      for (const judged of run('unclean-election: on')) {
        assert.ok(answered(judged, 8, 10) > 100, 'one replica in sync is enough');
        assert.ok(lost(judged) > 300);
        assert.ok(hasTruncated(judged));
      }
    });

    it('clean election: nobody may lead until it is back, and nothing is lost', () => {
      for (const judged of run('unclean-election: off')) {
        assert.ok(answered(judged, 8, 10) > 100);
        assert.equal(answered(judged, 12, 19), 0);
        assert.ok(answered(judged, 23, 25) > 50);
        assert.equal(lost(judged), 0);
      }
    });

    it('min-isr 2: refuses writes as soon as it is alone, and nothing is lost', () => {
      for (const judged of run('min-isr: 2')) {
        assert.equal(answered(judged, 8, 10), 0);
        assert.equal(lost(judged), 0);
      }
    });
  });

  describe('last replica standing (KIP-966): the only one in sync restarts without its tail', () => {
    const faults = `
      at 5s crash n2, n3 for 5500ms
      at 9900ms crash n1 for 1s`;
    const run = (policy: string, storage: string) =>
      runTexts(model({ nodes: 5, replicas: 3, policy, storage, faults }), 5);

    it('loses its tail with min-isr 1, though elections are clean', () => {
      for (const judged of run('min-isr: 1', 'log: batch(1s)  fsync: 1ms')) {
        assert.ok(lost(judged) > 0);
        assert.ok(answered(judged, 14, 25) > 500);
      }
    });

    it('loses nothing with min-isr 2, nor where every write is flushed', () => {
      for (const judged of run('min-isr: 2', 'log: batch(1s)  fsync: 1ms')) assert.equal(lost(judged), 0);
      for (const judged of run('min-isr: 1', 'log: fsync  fsync: 1ms')) assert.equal(lost(judged), 0);
    });
  });

  it('fetches again what a link has lost, long before producers give up', () => {
    const links = 'link n1 <-> n2 { loss: 5% } link n1 <-> n3 { loss: 5% }';
    for (const { verdict } of runTexts(model({ links }), 3)) {
      assert.ok((verdict.metrics.availability ?? 0) > 0.999, `${verdict.metrics.availability}`);
      assert.ok((verdict.metrics.latency.p90 ?? Infinity) < 300e6, `p90 ${verdict.metrics.latency.p90} ns`);
    }
  });

  it('fails over when the session has run out', () => {
    const { run } = runText(model({ faults: 'at 5s crash n1 for 10s' }), 1);
    const second = run.leadership[1];
    assert.ok(second !== undefined && second.from > 5.8e9 && second.from < 6.4e9, `at ${second?.from}`);
  });

  it('decides nothing without a majority of its nodes; nodes without a replica count', () => {
    const crash = 'at 5s crash n2, n3 for 10s';
    assert.equal(answered(runText(model({ faults: crash }), 1), 7, 14), 0);
    assert.ok(answered(runText(model({ nodes: 5, replicas: 3, faults: crash }), 1), 7, 14) > 500);
  });

  it('hands over to a preferred leader, and replaces its replicas, without losing anything', () => {
    const faults = `
      at 3s promote n3 in data
      at 6s remove n1 from data at 8s add n1 to data
      at 12s remove n3 from data at 14s add n3 to data`;
    for (const judged of runTexts(model({ faults }), 5)) {
      assert.equal(judged.run.leadership[1]?.place, 2);
      assert.equal(lost(judged), 0);
      assert.ok(answered(judged, 20, 25) > 200);
    }
  });
});
