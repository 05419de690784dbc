import assert from 'node:assert/strict';
import { lookaheadTable } from '../../../server/src/language/syntax/lookahead-table';
import { workedOutTable } from '../../../syntaxes/lookahead-table';

describe('the grammar', () => {
  it('has no mistake that chevrotain finds in it, and the parser decides as its rules say: else `npm run grammar`', () => {
    assert.deepEqual(lookaheadTable, workedOutTable());
  });
});
