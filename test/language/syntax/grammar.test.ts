import assert from 'node:assert/strict';
import { FileParser } from '../../../server/src/language/syntax/file-parser';

describe('the grammar', () => {
  it('has no mistake that chevrotain finds in it, which the product does not look for each time it starts', () => {
    assert.doesNotThrow(() => new FileParser(true));
  });
});
