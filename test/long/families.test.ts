import { familyClaims } from '../property/family-claims';
import { assertNotViolated } from '../property/judge-model';
import { randomModel } from '../property/random-model';

/**
 * A thousand seeds of all claims take about twenty minutes of one core; `FTM_SEEDS=100 npm run test:long` for fewer, and
 * `FTM_FIRST_SEED=1001` for others. Where the search for a linear order runs out of its budget a seed is undecided: it is
 * listed, and fails nothing.
 */
const SEEDS = Number(process.env.FTM_SEEDS ?? 1000);
const FIRST = Number(process.env.FTM_FIRST_SEED ?? 1);

describe(`what each family claims holds in ${SEEDS} random models from seed ${FIRST} on`, function () {
  this.timeout(0);
  for (const claim of familyClaims)
    it(claim.name, () => {
      const undecided: string[] = [];
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        const found = assertNotViolated(randomModel(claim, seed));
        if (found.length > 0) undecided.push(`seed ${seed}: ${found.join(' ')}`);
      }
      if (undecided.length > 0) console.log(`undecided, ${undecided.length} of ${SEEDS}:\n${undecided.join('\n')}`);
    });
});
