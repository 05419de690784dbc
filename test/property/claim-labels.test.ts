import assert from 'node:assert/strict';
import { familyClaims } from './family-claims';
import { harshModel } from './harsh-model';
import { findings, judgeModel } from './judge-model';

const SEEDS = Number(process.env.FTM_SEEDS ?? 8);
const FIRST = Number(process.env.FTM_FIRST_SEED ?? 1);

/** The other way round is no fault: what is beyond the claim may go well. */
describe('a promise that is broken is never called within what the store claims to survive', function () {
  this.timeout(SEEDS * 10_000);
  for (const claim of familyClaims)
    it(claim.name, () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        const model = harshModel(claim, seed);
        const verdict = judgeModel(model);
        const label = verdict.stores[0]?.claim;
        // What is merged is promised to become equal; what nobody was told goes with the disk that had it.
        const promised = (text: string): boolean =>
          !label?.because.includes('converges') || text.includes('convergence');
        const violated = findings(verdict).violated.filter(promised);
        if (label?.kind === 'within' && violated.length > 0)
          assert.fail(`${label.because}\n${violated.join('\n')}\n\n${model}`);
      }
    });
});
