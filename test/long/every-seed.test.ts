/*
 * What must hold for every seed, and what must break for some: `test/fidelity/every-seed.test.ts` with 2000 seeds each.
 * Takes about 7 minutes on one core.
 */
import assert from 'node:assert/strict';
import { byzantineClaims } from '../simulation/byzantine-claims';
import { consensusClaims } from '../simulation/consensus-claims';
import { quorumClaims } from '../simulation/quorum-claims';
import { brokenSeeds } from '../simulation/survival-claim';

const SEEDS = 2000;
/** Runs beyond a claim show that the judge sees what it should; that needs fewer. */
const SEEDS_BEYOND = 200;

describe(`over ${SEEDS} seeds`, function () {
  this.timeout(1_800_000);
  for (const claim of [...consensusClaims, ...byzantineClaims, ...quorumClaims]) {
    const { protocol, broken, within, beyond } = claim;
    it(`${protocol}, ${within}: no run ${broken}`, () => {
      assert.deepEqual(brokenSeeds(claim.isBrokenWithin, SEEDS), []);
    });
    it(`${protocol}, ${beyond}: some run ${broken}`, () => {
      assert.ok(brokenSeeds(claim.isBrokenBeyond, SEEDS_BEYOND).length > 0);
    });
  }
});
