import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { partsOfPage } from './fidelity-page';

describe('the fidelity page', () => {
  it('has a part for every file of published values, and no other', () => {
    const files = readdirSync(__dirname).filter(
      (file) => file.endsWith('.test.ts') && file !== path.basename(__filename),
    );
    assert.deepEqual(partsOfPage().sort(), files.sort());
  });
});
