import * as assert from 'node:assert/strict';
import { checkStore, type HistoryConsistency } from '../../server/src/analysis';
import type { DataType } from '../../server/src/language/model';
import { historyOf } from './history-notation';

const MODELS = [
  'linearizable',
  'sequential',
  'causal',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
] as const;
const LETTERS = 'LSCRMWF';

/** The models that a history breaks, by letter: L S C (causal) R (read-your-writes) M (monotonic reads) W F; `?` untold. */
function check(text: string, broken: string, data: DataType = 'register'): HistoryConsistency {
  const result = checkStore(historyOf(text, data), 1e6);
  const found = MODELS.map((model, i) => {
    const decision = result[model]?.decision;
    return decision === 'fail' ? LETTERS[i] : decision === 'pass' ? '' : '?';
  }).join('');
  assert.equal(found, broken, `${text}: ${JSON.stringify(result)}`);
  return result;
}

describe('consistency models of registers', () => {
  it('decide the published table', () => {
    check('A w1 0..10; B r1 11..12', '');
    check('A w1 0..10; B r0 11..12', 'L');
    check('A w1 0..10; B r1 1..2; C r0 3..4', 'L');
    check('A w1 0..10; B r1 1..2; B r0 3..4', 'LSCM');
    check('A w1 0..?; B r0 5..6; B r1 100..101', '');
    check('A cas0-1 0..10; B cas0-2 0..10', 'LS');
  });

  it('tell the session guarantees apart', () => {
    check('A w1 0..1; A w2 2..3; A r1 4..5', 'LSCR');
    check('A w1 0..1; A r0 2..3', 'LSCR');
    check('A w1 0..1; B w2 0..1; C r1 2..3; C r2 4..5; C r1 6..7', 'LSCM');
    check('A w1@1 0..1; A w2@2 2..3; B r2@2 4..5; B r0@1 6..7', 'LSCW');
    check('A w1@1 0..1; B r1@1 2..3; B w2@2 4..5; C r2@2 6..7; C r0@1 8..9', 'LSCF');
  });

  it('allow what causality does not order', () => {
    check('A w1 0..1; B w2 0..1; C r1 2..3; C r2 4..5; D r1 2..3; D r2 4..5', 'L');
    // Each key is sequential by itself, both together are not: two clients each miss the other's write.
    check('A w1@1 0..1; A r0@2 2..3; B w1@2 0..1; B r0@1 2..3', 'LS');
    check('A w1 0..1; B w2 0..1; C r1 2..3; C r2 4..5; D r2 2..3; D r1 4..5', 'LSCM');
  });

  it('follow causality over keys and clients', () => {
    check('A w1@1 0..1; B r1@1 2..3; B w2@2 4..5; C r2@2 6..7; C w3@3 8..9; D r3@3 10..11; D r0@1 12..13', 'LSC');
    check('A r1 0..1; A w1 2..3', 'LSCF');
  });

  it('treat what was observed of indeterminate writes as done', () => {
    check('A w1 0..?; A r0 5..6', '');
    check('A w1 0..?; B r1 5..6; B r0 7..8', 'LSCM');
  });

  it('say in words what is broken', () => {
    const { 'read-your-writes': own } = check('A w1 0..1; A w2 2..3; A r1 4..5', 'LSCR');
    assert.match(
      own?.decision === 'fail' ? own.sentence : '',
      /client A read 1 .* its own session had written 2 before; and client A wrote 2 after 1/,
    );
    const { causal } = check('A w1@1 0..1; A w2@2 2..3; B r2@2 4..5; B r0@1 6..7', 'LSCW');
    assert.match(
      causal?.decision === 'fail' ? causal.sentence : '',
      /client B read 0 \(key 1\).*the same session had earlier seen 1: client B read 2 \(key 2\)/,
    );
  });
});

describe('consistency models of logs, sets and counters', () => {
  it('compare the contents that were read', () => {
    check('A ap1 0..1; A r[] 2..3', 'LSCR', 'log');
    check('A ap1 0..1; B r[1] 2..3; B r[] 4..5', 'LSCM', 'log');
    check('A ap1 0..1; A ap2 2..3; B r[2] 4..5', 'LSCW', 'log');
    check('A ap1 0..1; A ap2 2..3; B r[2,1] 4..5', 'LSCW', 'log');
    check('A ap1 0..1; B r[1] 2..3; B ap2 4..5; C r[2] 6..7', 'LSCF', 'log');
    check('A ap1 0..1; B ap2 0..1; C r[1] 2..3; D r[2] 2..3', 'LS', 'log');
    check('A ap1 0..1; B r[] 2..3', 'L', 'log');
    check('A add1 0..1; A r[] 2..3', 'LSCR', 'set');
    check('A add1 0..1; B rem1 0..9; A r[] 2..3', '', 'set');
  });

  it('compare the sums of a counter, which do not tell the rest', () => {
    check('A inc1 0..1; A r0 2..3', 'LS?R??', 'counter');
    check('A inc1 0..1; B r1 2..3; B r0 4..5', 'LS?M??', 'counter');
  });
});
