import * as assert from 'node:assert/strict';
import { judge, WARNING_CODES, type Decision } from '../../server/src/analysis';
import type { ActionModel, ConsistencyModel, ExpectationBody } from '../../server/src/language/model';
import { MS, replica, tell, type Told } from './judged-scenario';

const PARTITION: ActionModel = { kind: 'partition', groups: [] };
const CRASH: ActionModel = { kind: 'crash', targets: [] };
const SPLIT = {
  fault: 0,
  from: 0,
  to: 50,
  groups: [
    [0, 3],
    [1, 2, 4],
  ],
};
const split: Told = { faults: [PARTITION], occurrences: [SPLIT] };

/** Decision, explanation and warnings of one expectation. */
function check(
  body: ExpectationBody,
  text: string,
  decision: Decision,
  explanation: RegExp,
  codes: readonly string[] = [],
  told: Told = {},
): void {
  const { scenario, run } = tell(text, { ...told, expectations: [body] });
  const verdict = judge(scenario, run);
  const [expectation] = verdict.expectations;
  assert.equal(expectation?.decision, decision, expectation?.explanation);
  assert.match(expectation?.explanation ?? '', explanation);
  assert.deepEqual(
    verdict.warnings.map(({ code }) => code),
    codes,
  );
  assert.equal(verdict.decision, decision);
}

const is = (model: ConsistencyModel): ExpectationBody => ({ kind: 'consistency', store: 0, model });
const cap = (kind: 'CP' | 'AP'): ExpectationBody => ({ kind: 'cap', store: 0, is: kind });
const metric = (rest: Omit<Extract<ExpectationBody, { kind: 'metric' }>, 'kind'>): ExpectationBody => ({
  kind: 'metric',
  ...rest,
});

describe('expectations', () => {
  it('compare a metric with its bound and say why', () => {
    const availability = metric({ metric: 'availability', comparison: '>=', value: 0.99 });
    check(availability, 'A w1 0..1; A w2 5..6', 'pass', /^2 of 2 operations were answered in time\. 0 % of/);
    check(availability, 'A w1 0..1; A w2 5..!', 'fail', /1 of 2 operations.*1 timed out.*Expected: at least 99 %\./);
    check(availability, '', 'undecided', /no operation was issued/, ['FTM601', 'FTM601']);
  });

  it('of a class that is neither name what that class would have ruled out', () => {
    const witnesses = (['AP', 'CP'] as const).map((kind) => {
      const { scenario, run } = tell('A w1 0..1; A w2 5..!; B r0 7..8', { ...split, expectations: [cap(kind)] });
      const [expectation] = judge(scenario, run).expectations;
      assert.equal(expectation?.measuredText, 'neither');
      return expectation.witness;
    });
    assert.match(witnesses[0]?.sentence ?? '', /The request of client A reached a running node and was not answered/);
    assert.match(witnesses[1]?.sentence ?? '', /client B read 0/);
  });

  it('tell a value from a bound that it would be rounded to', () => {
    const outage = metric({ metric: 'outage', comparison: '>=', value: 10_000 * MS });
    const told = { expectations: [outage], durationMs: 20_000 };
    const { scenario, run } = tell('A w1 0..1; A w2 2..!; A w3 9998..9999', told);
    const [short] = judge(scenario, run).expectations;
    assert.equal(short?.decision, 'fail');
    assert.equal(short?.measuredText, '9.997 s');
    assert.equal(short?.explanation.includes(short.witness?.sentence ?? '?'), true, short?.witness?.sentence);
  });

  it('name the operations of a lost write', () => {
    const none = metric({ metric: 'lost writes', comparison: '=', value: 0 });
    const lost = { replicas: [replica(0, {})] };
    check(none, 'A w1 0..1', 'fail', /1 of 1 acknowledged write can never be read again: client A wrote 1/, [], lost);
    check(none, 'A r0 0..1', 'undecided', /no write was acknowledged/, ['FTM607'], lost);
  });

  it('judge consistency with a witness', () => {
    check(is('linearizable'), 'A w1 0..1; B r1 2..3', 'pass', /All 2 operations on data fit one order/);
    check(is('linearizable'), 'A w1 0..1; B r0 2..3', 'fail', /client B read 0 .* after client A had written 1/);
    check(is('sequential'), 'A w1 0..1; B r0 2..3', 'pass', /every session/);
    check(is('read-your-writes'), 'A w1 0..1; A r0 2..3', 'fail', /its own session had written 1/);
    check(is('linearizable'), 'A w1 0..1', 'pass', /fit one order/, ['FTM606']);
    check(is('linearizable'), '', 'undecided', /no operation on data/, ['FTM601', 'FTM601']);
  });

  it('judge eventual consistency by what the replicas hold', () => {
    const agree = { replicas: [replica(0, { 0: [1] }), replica(1, { 0: [1] })] };
    const differ = { replicas: [replica(0, { 0: [1] }), replica(1, {})] };
    check(is('eventual'), 'A w1 0..1', 'pass', /held the same/, [], agree);
    check(is('eventual'), 'A w1 0..1', 'fail', /n1 holds 1 and n2 holds nothing/, [], differ);
    check(is('eventual'), 'A w1 9000..9001', 'undecided', /still differed on 1 key/, [], differ);
    const stopped = { replicas: [replica(0, { 0: [1] }), replica(1, {}, false)] };
    check(is('eventual'), 'A w1 0..1', 'pass', /held the same/, ['FTM615'], stopped);
  });

  it('tell CP from AP by what happened while a partition held', () => {
    check(cap('CP'), 'A w1 0..!; B w2 5..6; B r2 8..9', 'pass', /1 of 3 requests .* were not answered/, [], split);
    check(cap('AP'), 'A w1 0..!; B w2 5..6; B r2 8..9', 'fail', /history is linearizable/, [], split);
    check(cap('AP'), 'A w1 0..1; B r0 5..6', 'pass', /All 2 requests .* not linearizable/, [], split);
    check(cap('CP'), 'A w1 0..1; B r0 5..6', 'fail', /not linearizable/, [], split);
    check(cap('AP'), 'A w1 0..!; B w2 0..1; B r0 5..6', 'fail', /1 of 3 requests/, [], split);
  });

  it('give no CAP verdict without evidence', () => {
    check(cap('CP'), 'A w1 0..1; B r1 5..6', 'undecided', /No partition held/, ['FTM604']);
    check(cap('CP'), 'A w1 0..1; B r1 5..6', 'undecided', /forced no choice/, ['FTM604'], split);
    check(cap('CP'), 'A w1 0..1', 'undecided', /No request reached/, ['FTM604'], { ...split, unreached: [0] });
    check(
      cap('CP'),
      'A w1 0..!; B w2 5..6; B r2 8..9',
      'undecided',
      /All 2 requests .*; 1 more reached no/,
      ['FTM604'],
      {
        ...split,
        unreached: [0],
      },
    );
    const apart = { faults: [PARTITION], occurrences: [{ ...SPLIT, groups: [[0, 1, 2, 3], [4]] }] };
    check(cap('CP'), 'A w1 0..1', 'undecided', /No partition held between its replicas/, ['FTM604'], apart);
  });

  it('do not take an unfinished recovery or convergence for a figure', () => {
    const failing = Array.from({ length: 40 }, (_, i) => `A r0 ${200 + i * 20}..!`).join(';');
    const told = { faults: [CRASH], occurrences: [{ fault: 0, from: 100, to: 200 }], durationMs: 3000 };
    const within = (ms: number): ExpectationBody => metric({ metric: 'recovery', comparison: '<=', value: ms * MS });
    check(within(1000), failing, 'fail', /not recovered from within 2\.9 s/, [], told);
    check(within(5000), failing, 'undecided', /not recovered from within 2\.9 s/, [], told);
  });

  it('of convergence say what kept the replicas apart', () => {
    const body = metric({ metric: 'convergence', comparison: '<=', value: 10 * MS });
    const fault = { faults: [CRASH], occurrences: [{ fault: 0, from: 100, to: 200 }] };
    const told = { ...fault, convergence: [0, 110, 250] };
    check(
      body,
      'A w1 0..1; A w2 190..195',
      'fail',
      /equal 50 ms after the last fault was over at 0\.2 s\. E/,
      [],
      told,
    );
    check(
      body,
      'A w1 0..1; A w2 190..210',
      'fail',
      /; 1 write that ended in between kept setting them apart/,
      [],
      told,
    );
  });

  it('of convergence that never came name who was still apart at rest, and do not blame the writes', () => {
    const body = metric({ metric: 'convergence', comparison: '<=', value: 10 * MS });
    const fault = { faults: [CRASH], occurrences: [{ fault: 0, from: 100, to: 200 }], convergence: [0, 110] };
    const held = { 0: [2], 1: [7] };
    const told = { ...fault, replicas: [replica(0, held), replica(1, held), replica(2, { 0: [2] })] };
    const apart = /n3 still differed from most of the others on 1 of 2 keys/;
    check(body, 'A w1 0..1; A w2 190..210', 'fail', apart, [], told);
    const equal = { ...fault, replicas: [replica(0, held), replica(1, held)] };
    check(body, 'A w1 0..1; A w2 190..210', 'fail', /; 1 write that ended in between/, [], equal);
  });

  it('of an outage say whose it is', () => {
    const bound = { metric: 'outage', comparison: '<=', value: 10 * MS } as const;
    const story = 'A r0 10..11; A w1 20..!; A r0 30..31; A w2 60..!; A r0 70..71; A w3 9990..9991';
    check(metric(bound), story, 'fail', /^Nothing succeeded from /);
    const ofWrites = metric({ ...bound, subject: { kind: 'writes' } });
    check(
      ofWrites,
      story,
      'fail',
      /^None of the operations that write succeeded from 0\.02 s to 9\.991 s, where 3 of them began/,
    );
  });

  it('of consistency and losses say nothing of a store that nobody asked', () => {
    const { scenario, run } = tell('', { replicas: [replica(0, {})] });
    const [store] = judge(scenario, run).stores;
    assert.equal(store?.lostWrites, null);
    assert.deepEqual(new Set(Object.values(store?.consistency ?? {})), new Set([null]));
  });

  it('warn of faults that never took effect or hit nothing', () => {
    const body = metric({ metric: 'availability', comparison: '>=', value: 0.5 });
    check(body, 'A r0 0..1', 'pass', /./, ['FTM602'], { faults: [CRASH] });
    const nothing = { faults: [CRASH], occurrences: [{ fault: 0, from: 1, to: 2, vacuous: true }] };
    check(body, 'A r0 0..1', 'pass', /./, ['FTM603'], nothing);
  });

  describe('that hold because nothing could break them', () => {
    const hollow = ['FTM615'];

    it('are told from those that something could have broken: consistency', () => {
      const pass = (model: ConsistencyModel, text: string, codes: readonly string[]): void =>
        check(is(model), text, 'pass', /./, codes);
      pass('linearizable', 'A w1@1 0..1; B r0@2 2..3', hollow);
      pass('linearizable', 'A w1@1 0..1; B r1@1 2..3', []);
      pass('linearizable', 'B r0@1 0..1; A w1@1 2..3', []);
      pass('read-your-writes', 'A w1 0..1; B r1 2..3', hollow);
      pass('read-your-writes', 'A w1 0..1; A r1 2..3', []);
      pass('monotonic-reads', 'A w1 0..1; B r1 2..3', hollow);
      pass('monotonic-reads', 'A w1 0..1; B r1 2..3; B r1 4..5', []);
      pass('monotonic-writes', 'A w1 0..1; B r1 2..3', hollow);
      pass('monotonic-writes', 'A w1 0..1; A w2 2..3; B r2 4..5', []);
      pass('writes-follow-reads', 'A w1 0..1; B r1 2..3', hollow);
      pass('writes-follow-reads', 'A w1 0..1; B r1 2..3; B w2 4..5', []);
    });

    it('and convergence of one replica, or of nothing', () => {
      check(is('eventual'), 'A w1 0..1', 'pass', /./, hollow, { replicas: [replica(0, { 0: [1] })] });
      check(is('eventual'), 'A r0 0..1', 'pass', /./, hollow, { replicas: [replica(0, {}), replica(1, {})] });
    });

    it('and figures about data', () => {
      const none = (name: 'stale reads' | 'corrupt reads' | 'duplicates' | 'split brain'): ExpectationBody =>
        metric({ metric: name, comparison: '=', value: 0 });
      check(none('stale reads'), 'A w1 0..10; B r1 5..20', 'pass', /./, hollow);
      check(none('stale reads'), 'A w1@1 0..1; B r0@2 5..20', 'pass', /./, hollow);
      check(none('stale reads'), 'A w1 0..1; B r1 5..20', 'pass', /./, []);
      // What fails was broken by something.
      check(none('stale reads'), 'A w1 0..1; B r0 5..20', 'fail', /./, []);
      const corrupt: ActionModel = { kind: 'corrupt-disk', targets: [], share: 0.1 };
      const damaged: Told = { faults: [corrupt], occurrences: [{ fault: 0, from: 0, to: 1 }] };
      check(none('corrupt reads'), 'A w1 0..1; B r1 5..20', 'pass', /./, hollow);
      check(none('corrupt reads'), 'A w1 0..1; B r1 5..20', 'pass', /./, [], damaged);
      check(none('duplicates'), 'A r[] 0..1', 'pass', /./, hollow, { data: 'log' });
      check(none('duplicates'), 'A ap1 0..1; A r[1] 2..3', 'pass', /./, [], { data: 'log' });
      const led = (acknowledgedAt: number): Told => ({
        replicas: [replica(0, { 0: [1] }), replica(1, { 0: [1] })],
        leadership: [
          {
            store: 0,
            shard: 0,
            place: 0,
            term: 1,
            from: 0,
            to: 100,
            firstAcknowledgedAt: acknowledgedAt,
            lastAcknowledgedAt: acknowledgedAt,
          },
        ],
      });
      check(none('split brain'), 'A r0 0..1', 'pass', /./, hollow, led(Number.NaN));
      check(none('split brain'), 'A w1 0..1', 'pass', /./, [], led(1));
      check(none('split brain'), 'A w1 0..1', 'pass', /./, hollow, { ...led(1), replicas: [replica(0, { 0: [1] })] });
    });
  });

  it('are undecided when the run hit a limit', () => {
    const body = metric({ metric: 'availability', comparison: '>=', value: 0.5 });
    const { scenario, run } = tell('A r0 0..1', { expectations: [body] });
    const verdict = judge(scenario, { ...run, limit: 'events' });
    assert.equal(verdict.decision, 'undecided');
    assert.match(verdict.expectations[0]?.explanation ?? '', /stopped after 10 s at a limit/);
  });

  it('use codes of the table only', () => {
    for (const code of Object.keys(WARNING_CODES)) assert.match(code, /^FTM6\d\d$/);
  });
});
