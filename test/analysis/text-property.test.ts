import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Action, type CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { historyText } from './arbitrary-history';
import { arbitraryTextHistory, textOf } from './text-history';

/** Every order of the operations, with the text that it makes. */
function someOrderExplains(history: CheckedHistory, placed: ReadonlySet<number> = new Set(), text = ''): boolean {
  const left = Array.from({ length: history.length }, (_, row) => row).filter((row) => !placed.has(row));
  if (left.every((row) => history.completedAt[row] === Infinity)) return true;
  return left.some((row) => {
    const invoked = history.invokedAt[row] as number;
    if (left.some((other) => (history.completedAt[other] as number) < invoked)) return false;
    const next = after(history, row, text);
    return next !== undefined && someOrderExplains(history, new Set([...placed, row]), next);
  });
}

function after(history: CheckedHistory, row: number, text: string): string | undefined {
  const input = textOf(history.input[row] as number);
  const expected = textOf(history.expected[row] as number);
  switch (history.action[row]) {
    case Action.Write:
      return input;
    case Action.Append:
      return text + input;
    case Action.Cas:
      return text === expected ? input : undefined;
    case Action.CasMiss:
      return text === expected ? undefined : text;
    default:
      return text === textOf(history.output[row] as number) ? text : undefined;
  }
}

describe('linearizability of texts', () => {
  it('agrees with trying every order', () => {
    let passes = 0;
    let total = 0;
    fc.assert(
      fc.property(arbitraryTextHistory(6, 3), (history) => {
        const expected = someOrderExplains(history) ? 'pass' : 'fail';
        const { decision } = checkLinearizable(history, new SearchBudget(1e6));
        assert.equal(decision, expected, historyText(history));
        total++;
        if (expected === 'pass') passes++;
      }),
      { numRuns: 1500, seed: 21 },
    );
    assert.ok(passes > total / 20 && passes < total, `${passes} of ${total} pass: the sample says nothing`);
  });
});
