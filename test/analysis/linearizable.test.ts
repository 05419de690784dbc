import * as assert from 'node:assert/strict';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import type { DataType } from '../../server/src/language/model';
import { historyOf } from './history-notation';

function check(text: string, expected: 'pass' | 'fail', data: DataType = 'register'): void {
  const result = checkLinearizable(historyOf(text, data), new SearchBudget(1e6));
  assert.equal(result.decision, expected, `${text}: ${JSON.stringify(result)}`);
}

/** Witness by ids (positions in the text) and sentence. */
function checkWitness(text: string, ids: readonly number[], sentence: RegExp, data: DataType = 'register'): void {
  const history = historyOf(text, data);
  const result = checkLinearizable(history, new SearchBudget(1e6));
  assert.equal(result.decision, 'fail');
  if (result.decision !== 'fail') return;
  assert.deepEqual(result.rows.map((row) => history.id[row]).sort(), ids, result.sentence);
  assert.match(result.sentence, sentence);
}

describe('linearizability', () => {
  it('decides the published table', () => {
    check('A w1 0..10; B r1 11..12', 'pass');
    check('A w1 0..10; B r0 11..12', 'fail');
    check('A w1 0..10; B r1 1..2; C r0 3..4', 'fail');
    check('A w1 0..10; B r1 1..2; B r0 3..4', 'fail');
    check('A w1 0..?; B r0 5..6; B r1 100..101', 'pass');
    check('A cas0-1 0..10; B cas0-2 0..10', 'fail');
  });

  it('treats intervals as closed', () => {
    check('A w1 0..10; B r0 10..12', 'pass');
    check('A w1 0..10; B r0 11..12', 'fail');
  });

  it('lets an indeterminate write take effect late or never, and never before it began', () => {
    check('A w1 0..?; B r0 5..6', 'pass');
    check('A w1 0..?; B r1 5..6; C r0 7..8', 'fail');
    check('A w1 10..?; B r1 5..6', 'fail');
    check('A w1 0..?; B w2 5..6; C r2 7..8; C r1 9..10; C r2 11..12', 'fail');
    check('A w1 0..!; B r1 5..6', 'fail');
  });

  it('keeps keys apart', () => {
    check('A w1@1 0..10; B r0@2 11..12', 'pass');
    check('A w1@1 0..10; B r0@1 11..12', 'fail');
  });

  it('follows chains of compare-and-swap', () => {
    check('A cas0-1 0..10; B cas1-2 0..10; C r2 11..12', 'pass');
    check('A cas0-1 0..1; B cas1-2 2..3; C r1 4..5', 'fail');
    check('A cas0-1 0..?; B cas1-2 5..6; C r2 7..8', 'pass');
    check('A cas1-2 0..10; B cas2-1 0..10', 'fail');
    check('A cas0-1! 0..10; B r0 0..10', 'fail');
    check('A cas0-1! 0..10; B w2 5..6', 'pass');
    check('A w1 0..1; B w2 2..?; C cas1-3! 4..5; C r1 6..7', 'fail');
    check('A w1 0..1; B w2 2..?; C cas1-3! 4..5; C r2 6..7', 'pass');
  });

  it('searches where values repeat', () => {
    check('A w1 0..1; A w2 2..3; B w1 4..5; C r1 6..7', 'pass');
    check('A w1 0..1; A w2 2..3; B w1 0..1; C r1 6..7', 'fail');
  });

  it('judges logs, sets and counters', () => {
    check('A ap1 0..1; B ap2 2..3; C r[1,2] 4..5', 'pass', 'log');
    check('A ap1 0..1; B ap2 2..3; C r[2,1] 4..5', 'fail', 'log');
    check('A ap1 0..3; B ap2 0..3; C r[2,1] 4..5; D r[2] 1..2', 'pass', 'log');
    check('A ap1 0..3; B ap2 0..3; C r[1] 4..5', 'fail', 'log');
    check('A ap1 0..3; B ap2 0..?; C r[1] 4..5; C r[1,2] 6..7', 'pass', 'log');
    check('A ap1 0..1; C r[1,1] 4..5', 'fail', 'log');
    check('A add1 0..1; B add2 0..5; C r[1] 2..3; C r[2,1] 4..5', 'pass', 'set');
    check('A add1 0..1; C r[] 2..3', 'fail', 'set');
    check('A add1 0..1; B rem1 2..9; C r[1] 3..4; C r[] 5..6', 'pass', 'set');
    check('A add1 0..1; B rem1 2..9; C r[] 3..4; C r[1] 5..6', 'fail', 'set');
    check('A inc1 0..1; B inc1 0..9; C r2 2..3', 'pass', 'counter');
    check('A inc1 0..1; B inc1 0..9; C r2 2..3; C r1 4..5', 'fail', 'counter');
    check('A inc1 0..1; B inc1 0..?; C r1 2..3; C r2 4..5', 'pass', 'counter');
    check('A inc1 0..1; C r0 2..3', 'fail', 'counter');
  });

  it('names the few operations that contradict each other', () => {
    checkWitness(
      'A w1 0..10; D w9@5 0..1; B r1 1..2; C r0 3..4',
      [2, 3],
      /client C read 0 .* after client B had read 1/,
    );
    checkWitness('A w1 0..1; B w2 2..3; C r1 4..5; C r2 6..7', [0, 1, 2], /client C read 1 .* client B had written 2/);
    checkWitness('A w1 0..1; A w1 2..3; B w2 4..5; C r1 6..7', [1, 2, 3], /leaves the register at 2/);
    checkWitness('A ap1 0..1; B ap2 2..3; C r[2] 4..5', [0, 2], /client A appended 1/, 'log');
  });
});
