import { familyClaims } from './family-claims';
import { assertHolds } from './judge-model';
import { randomModel } from './random-model';

const SEEDS = 8;

/** Thousands of seeds: `test/long/families.test.ts`. */
describe('what each family claims holds in random models within the claim', function () {
  this.timeout(120_000);
  for (const claim of familyClaims)
    it(claim.name, () => {
      for (let seed = 1; seed <= SEEDS; seed++) assertHolds(randomModel(claim, seed));
    });
});
