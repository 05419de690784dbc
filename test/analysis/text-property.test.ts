import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { historyText } from './arbitrary-history';
import { arbitraryTextHistory, someOrderExplains } from './text-history';

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
