import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NOTICES, thirdPartyNotices } from '../../scripts/third-party-notices.js';

describe('third-party notices', () => {
  it('name every package that the bundles contain (npm run notices)', () => {
    assert.equal(readFileSync(NOTICES, 'utf8'), thirdPartyNotices());
  });
});
