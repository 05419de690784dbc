import assert from 'node:assert/strict';
import { beyondClaims, beyondModel } from './beyond-claims';
import { assertHolds, judgeModel } from './judge-model';

const SEARCHED = 10;
const CHECKED = 4;

const isViolated = (model: string): boolean =>
  judgeModel(model).expectations.some(({ decision }) => decision === 'fail');

describe('just beyond what a family claims a violation is found', function () {
  this.timeout(60_000);
  for (const claim of beyondClaims) {
    it(claim.name, () => {
      const models = Array.from({ length: SEARCHED }, (_, seed) => beyondModel(claim, seed + 1));
      assert.ok(models.some(isViolated), `no seed of ${SEARCHED} violates this:\n${models[0]}`);
    });
    it(`not within the claim: ${claim.name}`, () => {
      for (let seed = 1; seed <= CHECKED; seed++) assertHolds(beyondModel({ ...claim, ...claim.within }, seed));
    });
  }
});
