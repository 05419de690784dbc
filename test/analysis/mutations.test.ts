import * as assert from 'node:assert/strict';
import { checkLinearizable, checkStore, SearchBudget, type CheckedHistory } from '../../server/src/analysis';
import { Action } from '../../server/src/analysis/consistency/checked-history';
import { casHistory, uniqueWriteHistory } from '../bench/checkers-histories';

/** The history with one value changed. */
function withOutput(history: CheckedHistory, row: number, output: number): CheckedHistory {
  const changed = history.output.slice();
  changed[row] = output;
  return { ...history, output: changed };
}

/** Reads of the second half, every so often one. */
function someReads(history: CheckedHistory, count: number): number[] {
  const reads = Array.from({ length: history.length }, (_, row) => row).filter(
    (row) => row > history.length / 2 && history.action[row] === Action.Read && (history.output[row] as number) > 100,
  );
  return reads.filter((_, i) => i % Math.ceil(reads.length / count) === 0);
}

describe('a good history with one thing wrong', () => {
  const good = uniqueWriteHistory(2000, 10, 3);

  it('passes while it is good', () => {
    assert.equal(checkLinearizable(good, new SearchBudget(1e6)).decision, 'pass');
    assert.ok(Object.values(checkStore(good, 1e6)).every((result) => result?.decision === 'pass'));
  });

  it('is caught when a read returns an old value, and the witness is small', () => {
    for (const row of someReads(good, 50)) {
      const stale = withOutput(good, row, oldValueOf(good, row));
      const result = checkLinearizable(stale, new SearchBudget(1e6));
      assert.equal(result.decision, 'fail');
      if (result.decision !== 'fail') return;
      assert.ok(result.rows.includes(row) && result.rows.length >= 2 && result.rows.length <= 5, result.sentence);
    }
  });

  it('is caught when a read returns a value of another key or of nobody', () => {
    for (const row of someReads(good, 20)) {
      const foreign = good.input[good.action.findIndex((a, w) => a === Action.Write && good.key[w] !== good.key[row])];
      assert.equal(checkLinearizable(withOutput(good, row, foreign as number), new SearchBudget(1e6)).decision, 'fail');
      assert.equal(checkLinearizable(withOutput(good, row, 1e9), new SearchBudget(1e6)).decision, 'fail');
    }
  });

  it('is caught in a compare-and-swap history that a search must judge', () => {
    const history = casHistory(2000, 10, false);
    assert.equal(checkLinearizable(history, new SearchBudget(1e6)).decision, 'pass');
    assert.equal(checkLinearizable(casHistory(2000, 10, true), new SearchBudget(1e6)).decision, 'fail');
  });

  it('is undecided, not wrong, when the search runs out of its budget', () => {
    const history = casHistory(2000, 10, false);
    assert.equal(checkLinearizable(history, new SearchBudget(100)).decision, 'undecided');
  });

  /** A value of the same key that was surely replaced long before the read. */
  function oldValueOf(history: CheckedHistory, row: number): number {
    const write = history.action.findIndex((a, w) => a === Action.Write && history.key[w] === history.key[row]);
    return history.input[write] as number;
  }
});
