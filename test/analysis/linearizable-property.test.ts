import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { searchRegister } from '../../server/src/analysis/consistency/register-search';
import { rowsByKey } from '../../server/src/analysis/consistency/rows-by-key';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { arbitraryHistory, historyText, type HistoryShape } from './arbitrary-history';
import { bruteLinearizable } from './brute-force';

const SHAPES: Readonly<Record<string, HistoryShape>> = {
  'a register with unique values': { data: 'register', maxLength: 8, sessions: 4, keys: 1, unique: true, cas: false },
  'a compare-and-swap register with unique values': {
    data: 'register',
    maxLength: 8,
    sessions: 4,
    keys: 1,
    unique: true,
    cas: true,
  },
  'a compare-and-swap register': { data: 'register', maxLength: 7, sessions: 3, keys: 1, unique: false, cas: true },
  'two registers': { data: 'register', maxLength: 7, sessions: 3, keys: 2, unique: true, cas: true },
  'a counter': { data: 'counter', maxLength: 7, sessions: 4, keys: 1, unique: true, cas: false },
  'a log': { data: 'log', maxLength: 7, sessions: 3, keys: 1, unique: true, cas: false },
  'a log with repeated values': { data: 'log', maxLength: 6, sessions: 3, keys: 1, unique: false, cas: false },
  'a set': { data: 'set', maxLength: 7, sessions: 3, keys: 1, unique: false, cas: false },
  'a set of unique members': { data: 'set', maxLength: 7, sessions: 4, keys: 1, unique: true, cas: false },
};

describe('linearizability agrees with trying every order', () => {
  for (const [name, shape] of Object.entries(SHAPES))
    it(`for ${name}`, () => {
      let passes = 0;
      let total = 0;
      fc.assert(
        fc.property(arbitraryHistory(shape), (history) => {
          const expected = bruteLinearizable(history) ? 'pass' : 'fail';
          const result = checkLinearizable(history, new SearchBudget(1e6));
          assert.equal(result.decision, expected, historyText(history));
          if (expected === 'pass') passes++;
          total++;
        }),
        { numRuns: 800, seed: 42 },
      );
      assert.ok(passes > total / 20 && passes < total, `${passes} of ${total} pass: the sample says nothing`);
    });

  it('and the search agrees with the zones', () => {
    const shape = SHAPES['a compare-and-swap register with unique values'] as HistoryShape;
    fc.assert(
      fc.property(arbitraryHistory({ ...shape, maxLength: 14, sessions: 6 }), (history) => {
        const searched = rowsByKey(history);
        const rows = searched.keys.length === 0 ? new Int32Array(0) : searched.rowsOf(0);
        const bySearch = searchRegister(history, rows, new SearchBudget(1e6));
        const direct = checkLinearizable(history, new SearchBudget(1e6));
        assert.equal(direct.decision, bySearch.decision, historyText(history));
      }),
      { numRuns: 800, seed: 7 },
    );
  });
});
