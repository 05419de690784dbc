import * as assert from 'node:assert/strict';
import { checkStore } from '../../server/src/analysis/consistency/check-store';
import { contentAnomalies } from '../../server/src/analysis/consistency/content-anomalies';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { modelBounds } from '../../server/src/analysis/consistency/model-order';
import { verdictsByClient, verdictsByKey } from '../../server/src/analysis/consistency/narrowed-verdicts';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import type { DataType } from '../../server/src/language/model';
import { historyOf } from './history-notation';

function checkBounds(text: string, strongest: readonly string[], weakest: readonly string[]): void {
  const { strongestHeld, weakestBroken } = modelBounds(checkStore(historyOf(text), 1e6));
  assert.deepEqual([strongestHeld, weakestBroken], [strongest, weakest], text);
}

describe('between which models a history stands', () => {
  it('is told by the strongest that holds and the weakest that is broken', () => {
    checkBounds('A w1 0..10; B r1 11..12', ['linearizable'], []);
    checkBounds('A w1 0..10; B r0 11..12', ['sequential'], ['linearizable']);
    checkBounds('A w1@1 0..1; A r0@2 2..3; B w1@2 0..1; B r0@1 2..3', ['causal'], ['sequential']);
    checkBounds(
      'A w1 0..1; B w2 0..1; C r1 2..3; C r2 4..5; C r1 6..7',
      ['read-your-writes', 'monotonic-writes', 'writes-follow-reads'],
      ['monotonic-reads'],
    );
  });

  it('is told by key, and by client: what each saw itself', () => {
    const history = historyOf('A w1@1 0..1; B r1@1 2..3; C r0@1 4..5; D w2@2 0..1; D r2@2 2..3');
    const fails = (verdicts: ReturnType<typeof verdictsByKey>): readonly number[] =>
      verdicts.filter(({ consistency }) => consistency.linearizable?.decision === 'fail').map(({ subject }) => subject);
    assert.deepEqual(fails(verdictsByKey(history, 1e6)), [1]);
    const clients = fails(verdictsByClient(history, 1e6)).map((client) => history.clientNames[client]);
    assert.deepEqual(clients, ['C']);
  });
});

function checkAnomalies(text: string, data: DataType, expected: readonly string[]): void {
  const found = contentAnomalies(historyOf(text, data)).map(
    ({ kind, count, rows }) => `${kind} ${count} ${rows.join(',')}`,
  );
  assert.deepEqual(found, expected, text);
}

describe('what befalls the elements of a log or set', () => {
  it('is nothing in a good one', () => {
    checkAnomalies('A ap1 0..1; B ap2 0..3; C r[1] 2..4; C r[1,2] 5..6', 'log', []);
    checkAnomalies('A add1 0..1; A rem1 2..3; B r[] 4..5; B add2 6..?; A r[] 8..9', 'set', []);
  });

  it('is lost, doubled, made up, or out of order', () => {
    checkAnomalies('A add1 0..1; B r[1] 2..3; B r[] 4..5', 'set', ['lost 1 0,2']);
    checkAnomalies('A ap1 0..1; B r[1,1] 2..3', 'log', ['duplicate 1 0,1']);
    checkAnomalies('A ap1 0..!; B r[1,7] 2..3', 'log', ['phantom 1 0', 'corrupt 1 0']);
    checkAnomalies('B r[1] 0..1; A ap1 2..3', 'log', ['phantom 1 0,1']);
    checkAnomalies('A ap1 0..1; A ap2 2..3; B r[2,1] 4..5', 'log', ['out-of-order 1 0,1,2']);
  });
});

describe('the budget of a search', () => {
  /** A key on which many writes are under way at once and any order is possible. */
  const hard = (key: number): OperationRow[] =>
    Array.from({ length: 24 }, (_, i): OperationRow[] => [
      {
        session: key * 1000 + i,
        key,
        kind: 'increment',
        input: 2 ** (i % 20),
        invokedAt: 0,
        completedAt: 100 + i,
        outcome: 'ok',
      },
      {
        session: key * 1000 + 500 + i,
        key,
        kind: 'read',
        output: 2 ** i + 0.5,
        invokedAt: 0,
        completedAt: 200,
        outcome: 'ok',
      },
    ]).flat();
  const easy: readonly OperationRow[] = [
    { session: 1, key: 9, kind: 'increment', input: 1, invokedAt: 0, completedAt: 1, outcome: 'ok' },
    { session: 1, key: 9, kind: 'read', output: 0, invokedAt: 2, completedAt: 3, outcome: 'ok' },
  ];

  it('is shared so that hard keys do not hide an easy contradiction of another', () => {
    const rows = [...hard(1), ...hard(2), ...easy];
    const alone = checkLinearizable(historyFromRows('counter', hard(1)), new SearchBudget(6_000));
    assert.equal(alone.decision, 'undecided');
    const together = checkLinearizable(historyFromRows('counter', rows), new SearchBudget(6_000));
    assert.equal(together.decision, 'fail');
  });

  it('ends when the clock of its owner says so', () => {
    const result = checkLinearizable(historyFromRows('counter', hard(1)), new SearchBudget(Infinity, () => true));
    assert.equal(result.decision, 'undecided');
  });
});
