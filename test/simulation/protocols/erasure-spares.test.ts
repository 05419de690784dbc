import assert from 'node:assert/strict';
import { EventKind } from '../../../server/src/simulation';
import { linearizable, runText, runTexts, type JudgedRun } from './run-text';
import { eventsOf, journeys } from './trace-questions';

/** Six nodes hold the fragments of a 4 + 2 code; what is missing for three seconds is computed anew. */
function model(spares: number, faults: string, seconds = 14, policy = ''): string {
  return `
    topology T {
      node n[1..6]  client c1 client c2
      nodes s[1..2]
      link everywhere { latency: exponential(mean: 1ms) }
      store data on n[1..6]${[', s1', ', s2'].slice(0, spares).join('')} using P { storage { log: fsync  fsync: 1ms } }
    }
    policy P = erasure { data: 4 parity: 2 repair-delay: 3s ${policy} }
    workload W {
      from c1, c2 to data  sessions: 6 think: 30ms  operations: read 50%, write 50%  keys: uniform(40)  timeout: 2s
    }
    scenario S { topology: T workload: W duration: ${seconds}s ${faults} }`;
}

const lost = ({ verdict }: JudgedRun) => verdict.metrics.lostWrites;
const FIRST_SPARE = 6;
const SECOND_SPARE = 7;
const SIXTH = 5;

/** Instants at which a node that stayed away lost its seat. */
const replacedAt = (run: JudgedRun): number[] => [...new Set(eventsOf(run, EventKind.Reconfigure).map(({ at }) => at))];

const speaks = (run: JudgedRun, place: number, from: number, to = Infinity): boolean =>
  journeys(run, { from: place, sentIn: [from, to] }).length > 0;

/** The disks of two others are lost when what the sixth held has been computed anew, or has not. */
const TWO_MORE = 'at 11s wipe n1, n2';

describe('erasure, with spares', function () {
  this.timeout(60_000);

  for (const [away, detector] of [
    ['crash n6', ''],
    ['byzantine n6 silent', ''],
    ['isolate n6', ''],
    ['crash n6', 'detector: timeout(heartbeat: 200ms, timeout: 1s)'],
    ['crash n6', 'detector: swim(suspicion: 1s)'],
  ] as const)
    it(`${away} ${detector}: a spare takes the seat after repair-delay, and what it held is there again`, () => {
      for (const run of runTexts(model(1, `at 2s ${away} ${TWO_MORE}`, 16, detector), 3)) {
        const [at = NaN, ...more] = replacedAt(run);
        assert.ok(at >= 5 && at < 11 && more.length === 0, `${at} s`);
        assert.ok(!speaks(run, FIRST_SPARE, 0, at) && speaks(run, FIRST_SPARE, at), 'the spare takes part');
        assert.equal(lost(run), 0);
        assert.equal(linearizable(run), 'pass');
      }
    });

  it('without a spare the same takes values with it', () => {
    const run = runText(model(0, `at 2s crash n6 ${TWO_MORE}`, 16), 1);
    assert.deepEqual(replacedAt(run), []);
    assert.ok((lost(run) ?? 0) > 0);
  });

  it('is agreed on and paid for in messages', () => {
    const run = runText(model(1, 'at 2s crash n6'), 1);
    const [at = NaN] = replacedAt(run);
    const before = journeys(run, { sentIn: [2, at] }).map(({ name }) => name);
    assert.ok(before.includes('missing') && before.filter((name) => name === 'confirmed').length >= 3);
    const byTheSpare = journeys(run, { from: FIRST_SPARE, sentIn: [at, at + 1] }).map(({ name }) => name);
    assert.equal(byTheSpare.filter((name) => name === 'list').length, 5, 'it asks the others what there is');
    // Of each of 40 keys, of five others; what clients do at the spare comes on top.
    assert.ok(byTheSpare.filter((name) => name === 'fetch').length >= 40 * 5);
    const repaired = eventsOf(run, EventKind.Repair).filter(({ place }) => place === FIRST_SPARE);
    assert.ok(repaired.length >= 40, 'and computes each value anew');
  });

  it('takes nothing from a node that comes back in time', () => {
    const run = runText(model(1, 'at 2s crash n6 for 2500ms'), 1);
    assert.deepEqual(replacedAt(run), []);
    assert.equal(lost(run), 0);
  });

  it('makes a spare of a node that comes back late', () => {
    const run = runText(model(1, 'at 2s crash n6 for 6s  at 9s crash n1', 18), 1);
    const [first = NaN, second = NaN] = replacedAt(run);
    assert.ok(first > 5 && first < 8 && second > 12);
    assert.ok(!speaks(run, SIXTH, first, second) && speaks(run, SIXTH, second), 'it takes the next seat');
    assert.equal(lost(run), 0);
    assert.equal(linearizable(run), 'pass');
  });

  it('lets no half replace the other, and a minority that is cut off lose its seats', () => {
    const halves = runText(model(2, 'at 2s partition n[1..3] | n[4..6], s1, s2, c1, c2 for 8s'), 1);
    assert.deepEqual(replacedAt(halves), []);
    assert.equal(linearizable(halves), 'pass');
    for (const run of runTexts(model(2, 'at 2s partition n1, n2, c1 | n[3..6], s1, s2, c2 for 14s', 19), 2)) {
      assert.equal(replacedAt(run).length, 2);
      for (const spare of [FIRST_SPARE, SECOND_SPARE]) assert.ok(speaks(run, spare, 15));
      assert.equal(lost(run), 0);
      assert.equal(linearizable(run), 'pass');
    }
  });

  it('gives up no disk without which values could not be computed', () => {
    // Four of six are up, but one of them has a new disk: three that hold fragments are one too few.
    const run = runText(model(2, 'at 2s crash n5, n6  at 2s wipe n4  at 2s slow disk of n4 by 100000x', 12), 1);
    assert.deepEqual(replacedAt(run), []);
  });
});
