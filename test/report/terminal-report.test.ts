import { strict as assert } from 'node:assert';
import { keyEvents } from '../../server/src/report/key-events';
import { PLAIN_INK, type Ink } from '../../server/src/report/ink';
import type { EventRow } from '../../server/src/report/run-report';
import { terminalReport } from '../../server/src/report/terminal-report';
import { result, resultOfThree } from './made-up-result';

const EXPECTED = `FAIL  LeaderCrash  Leader crashes <mid> checkout & "more"
  shop.ftm:26  seed 7, 10 s simulated, 1,234 events, trace 0123456789abcdef

  Users: 80 % of 5 operations were answered, p99 in 20 ms; for 1.8 s nothing succeeded. Data: 50 % of reads stale.
  Within what orders (Raft3) claims to survive: at most 1 of 3 replicas out at once.

  ✗ availability >= 99%     80 %              shop.ftm:31
      1 of 5 operations was not answered in time.
  ✗ orders is linearizable  not linearizable  shop.ftm:32
      A read returned 1 after 3 had been written.
      read k0 -> 1 began after write k0 = 3 was done.

  What happened
  0.200 s  n1 leads orders (term 1)
  5.000 s  crash leader of orders (n1)  shop.ftm:21
  5.200 s  write orders k0 = 2 of web fails: timed out  shop.ftm:21
  6.000 s  n2 leads orders (term 2)  shop.ftm:21
  8.000 s  crash leader of orders (n1) ends  shop.ftm:21
  8.100 s  n1 has recovered in 100 ms (12 log entries replayed)  shop.ftm:21
  9.005 s  read orders k0 -> 1 of web is stale
  and 4 more events (--html shows them)

  Faults
  5.000 s  crash leader of orders (n1)  detected in 900 ms, recovered in 2.02 s, 1 operation not answered

  Consistency
  orders breaks linearizable, keeps all session guarantees

  Measured
  operations    5 issued, 4 ok, 0 failed, 1 unknown, 0.4/s
  availability  80 %, reads 100 %, writes 66.67 %, degraded 0 %
  latency       p50 5 ms, p90 20 ms, p99 20 ms, p99.9 20 ms, max 20 ms, mean 10 ms
  failover      outage 1.8 s, detection 900 ms, recovery 2.02 s
  data          lost writes 0, stale reads 50 %, staleness p99 1.98 s, max 1.98 s, split brain 0 s, duplicates 0
  cost          messages per operation 0.4, bytes per operation 40, storage overhead 3

  Warnings
  shop.ftm:21 FTM900: something to know
`;

describe('the terminal report', () => {
  it('says the verdict first, then why, what happened, and the numbers', () => {
    assert.equal(terminalReport([result], PLAIN_INK), EXPECTED);
  });

  it('says of several runs which one is told, and that numbers are means', () => {
    const text = terminalReport([resultOfThree], PLAIN_INK);
    assert.match(text, /^UNDECIDED/);
    assert.match(text, /seeds 7\.\.9, 30 s simulated/);
    assert.match(text, /What happened with seed 7\n {2}--seed 7 --runs 1 runs it alone/);
    assert.match(text, /means over 3 runs; operations are those of all of them/);
    assert.match(
      text,
      /What failed in none of 3 runs, or was 0 in all of them: .* at most 63\.16 % of all runs show it/,
    );
  });

  it('says which class of CAP a store was of, where a partition put it to the test', () => {
    const [store] = result.stores;
    assert(store);
    const told = (cap: 'CP' | 'both'): string =>
      terminalReport(
        [{ ...result, stores: [{ ...store, cap, capReason: 'Because of this.', pacelc: 'PC/EC' }] }],
        PLAIN_INK,
      );
    assert.match(
      told('CP'),
      /\n {2}Consistency\n {2}orders was CP in the partition \(PACELC PC\/EC\): Because of this\.\n/,
    );
    assert.match(told('both'), /orders had nothing to choose in the partition, .*: Because of this\.\n/);
  });

  it('says whose reads and writes they are where clients ask services', () => {
    const [users] = result.scenario.workloads;
    assert.ok(users);
    const asking = { ...users, target: { kind: 'service', service: 0, handler: 'pay' } } as const;
    const text = terminalReport([{ ...result, scenario: { ...result.scenario, workloads: [asking] } }], PLAIN_INK);
    assert.match(text, /availability {2}80 %, reads of stores 100 %, writes of stores 66.67 %, degraded 0 %/);
  });

  it('ends with an overview of several scenarios', () => {
    const text = terminalReport([result, resultOfThree], PLAIN_INK);
    assert.equal(text.trimEnd().split('\n').at(-1), '0 of 2 scenarios pass; fail: LeaderCrash; undecided: LeaderCrash');
  });

  it('marks words with the ink that it is given', () => {
    const ink: Ink = { ...PLAIN_INK, bad: (text) => `<bad>${text}</bad>` };
    assert.match(terminalReport([result], ink), /^<bad>FAIL<\/bad> {2}LeaderCrash/);
  });
});

describe('key events', () => {
  const row = (kind: EventRow['kind'], at: number, text: string = kind): EventRow => ({
    at,
    kind,
    place: -1,
    text,
    source: null,
  });

  it('tell of a node with many stores when the last of them has recovered', () => {
    const recovered = (at: number, place: number): EventRow => ({
      ...row('recovery', at, `n${place + 1} has recovered in ${at} s`),
      place,
    });
    const events = [
      row('fault', 1),
      recovered(2, 0),
      recovered(2, 1),
      recovered(3, 0),
      row('fault', 4),
      recovered(5, 0),
    ];
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 0 }).rows.flatMap(({ kind, text }) => (kind === 'recovery' ? text : [])),
      ['n2 has recovered in 2 s', 'n1 has recovered in 3 s', 'n1 has recovered in 5 s'],
    );
  });

  it('tell of a line that fires by the dozen once', () => {
    const source = { file: 'a.ftm', line: 7, column: 0, endColumn: 9 };
    const fires = (count: number): readonly EventRow[] =>
      Array.from({ length: count }, (_, at) => [
        { ...row('fault', 10 * at, `crash n${at}`), source },
        { ...row('fault', 10 * at + 5, `crash n${at} ends`), source },
      ]).flat();
    const told = (count: number): readonly string[] =>
      keyEvents({ events: [...fires(count), row('lost-write', 900)], warmUpNs: 0 }).rows.map(({ text }) => text);
    assert.deepEqual(told(20), ['crash n0, the first of 20 by this line', 'lost-write']);
    assert.equal(told(5).length, 11);
  });

  it('tell of a line that fires by the dozen without whom it hits, each time', () => {
    const source = { file: 'a.ftm', line: 7, column: 0, endColumn: 9 };
    const events = Array.from({ length: 20 }, (_, at) => [
      { ...row('fault', 10 * at, `crash n${at}`), source },
      { ...row('crash', 10 * at + 1, `n${at} crashes`), source },
      { ...row('recovery', 10 * at + 6, `n${at} has recovered in 1 s`), source },
    ]).flat();
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 0 }).rows.map(({ text }) => text),
      ['crash n0, the first of 20 by this line'],
    );
  });

  it('tell once what a service does again and again', () => {
    const opens = (at: number, place: number): EventRow => ({ ...row('service', at, `edge ${place} opens`), place });
    const events = [opens(1, 0), opens(2, 1), opens(3, 0), opens(4, 0), opens(5, 1)];
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 0 }).rows.map(({ text }) => text),
      ['edge 0 opens, the first of 3', 'edge 1 opens', 'edge 1 opens'],
    );
  });

  it('tell who leads at first by one leader, where there are many', () => {
    const leads = (at: number): EventRow => row('role', at, `n${at} leads kv shard ${at} of 9`);
    const events = [...[1, 2, 3, 4, 5].map(leads), row('fault', 6), leads(7)];
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 0 }).rows.map(({ text }) => text),
      ['n1 leads kv shard 1 of 9, and 4 more leaders up to 0.000 s', 'fault', 'n7 leads kv shard 7 of 9'],
    );
  });

  it('keep the faults however many stale reads there are', () => {
    const storm = Array.from({ length: 500 }, (_, at) => row('stale-read', at));
    const { rows, omitted } = keyEvents({ events: [...storm, row('fault', 600), row('lost-write', 700)], warmUpNs: 0 });
    assert.deepEqual(
      rows.map(({ text }) => text),
      ['stale-read, the first of 500', 'fault', 'lost-write'],
    );
    assert.equal(omitted, 499);
  });

  it('say once what is said twice at the same instant, and pass over the warm-up', () => {
    const events = [row('operation', 1), row('fault', 5), row('crash', 5), row('crash', 6), row('note', 7)];
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 2 }).rows.map(({ kind, at }) => [kind, at]),
      [
        ['fault', 5],
        ['crash', 6],
      ],
    );
  });

  it('tell of the longest streaks of failures, not of the first ones', () => {
    const failing = [3, 1, 40, 2, 7].map((failed, at): EventRow => ({ ...row('operation', at), failed }));
    assert.deepEqual(
      keyEvents({ events: failing, warmUpNs: 0 }, 2).rows.map(({ failed }) => failed),
      [40, 7],
    );
  });

  it('are as many as asked for, the weightiest first', () => {
    const events = [...Array.from({ length: 9 }, (_, at) => row('operation', at)), row('fault', 20), row('fault', 30)];
    assert.deepEqual(
      keyEvents({ events, warmUpNs: 0 }, 3).rows.map(({ kind, at }) => [kind, at]),
      [
        ['operation', 0],
        ['fault', 20],
        ['fault', 30],
      ],
    );
  });
});
