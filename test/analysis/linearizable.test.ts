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

  it('tries of a set only what changes the values by which it differs from what was read', () => {
    // 60 values came that nobody was told of, and 20 are going; several readers at a time see more and more of them.
    const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const coming = numbers(1, 60).map((value) => `A${value} add${value} 0..?`);
    const going = numbers(1, 20).map((value) => `B${value} rem${value} 1..?`);
    const reads = numbers(1, 9).flatMap((step) => {
      const shown = numbers(2 * step, 5 * step);
      const at = 10 * step;
      return [
        `C${step} r[${shown.join()}] ${at}..${at + 9}`,
        `D${step} r[${shown.slice(1).join()}] ${at}..${at + 9}`,
        `E${step} rem${shown[0]} ${at}..${at + 9}`,
        `F${step} add${100 + step} ${at + 5}..${at + 9}`,
        `G${step} rem${100 + step} ${at + 6}..${at + 9}`,
      ];
    });
    const text = [...coming, ...going, ...reads].join('; ');
    const decide = (history: string): string =>
      checkLinearizable(historyOf(history, 'set'), new SearchBudget(20_000)).decision;
    assert.equal(decide(text), 'pass');
    assert.equal(decide(`${text}; Z r[1] 200..201`), 'fail', 'what had gone comes back');
  });

  it('names the few operations that contradict each other', () => {
    checkWitness(
      'A w1 0..10; D w9@5 0..1; B r1 1..2; C r0 3..4',
      [2, 3],
      /client C read 0 .* after client B had read 1/,
    );
    checkWitness('A w1 0..1; B w2 2..3; C r1 4..5; C r2 6..7', [0, 1, 2], /client C read 1 .* client B had written 2/);
    checkWitness('A w1 0..1; A w1 2..3; B w2 4..5; C r1 6..7', [1, 2, 3], /read 1 .* but before, client B wrote 2/);
    const open = 'E w3 0..1; E w3 2..3; A w1 4..?; B w2 4..?; C r1 5..6; C r2 7..8; C r1 9..10';
    checkWitness(open, [4, 5, 6], /^No order of what was written .*read 1 .*read 2 .*read 1 /);
    checkWitness('A ap1 0..1; B ap2 2..3; C r[2] 4..5', [0, 2], /client A appended 1/, 'log');
  });
});

describe('the witness of a search that failed', () => {
  it('is what had put the register elsewhere, where values are written again and again', () => {
    const text = 'A w1 0..1; B w2 2..3; A w1 4..5; D w1 4..6; B w2 8..9; C r2 10..11; C r1 12..13';
    checkWitness(
      text,
      [3, 4, 6],
      /client C read 1 at .*; but before, client B wrote 2 at .*: every write of 1 was over .*client D wrote 1.*nobody wrote 1 afterwards/,
    );
    checkWitness('A w1 0..1; A w1 2..3; B r1 4..5; C r0 6..7', [1, 3], /nobody had written 0 when that began/);
    checkWitness('A w1 0..1; A w2 2..3; A w2 4..5; C cas1-3 6..7', [0, 2, 3], /client C swapped 1 for 3.*wrote 2/);
  });

  it('is no such thing where an open write may still come', () => {
    check('A w1 0..?; A w2 2..3; A w2 4..5; C r1 6..7', 'pass');
    check('A w1 0..1; B w1 4..9; A w2 2..3; A w2 5..6; C r1 7..8', 'pass');
  });

  it('is a sum that cannot be', () => {
    checkWitness(
      'A inc1 0..1; A inc2 2..3; B r1 4..5',
      [0, 1, 2],
      /2 increments that had ended .* come to 3/,
      'counter',
    );
    checkWitness('A inc1 0..1; B r3 2..9; A inc1 4..5', [0, 1, 2], /all 2 increments .* come to 2/, 'counter');
    checkWitness('A inc1 0..?; B r1 2..3; C r0 4..5', [1, 2], /although before it began client B read 1/, 'counter');
  });
});
