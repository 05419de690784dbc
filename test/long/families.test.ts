import { familyClaims } from '../property/family-claims';
import { assertHolds } from '../property/judge-model';
import { randomModel } from '../property/random-model';

/** A thousand seeds of all families take about 20 minutes on two cores; `FTM_SEEDS=100 npm run test:long` for fewer. */
const SEEDS = Number(process.env.FTM_SEEDS ?? 1000);

describe(`what each family claims holds in ${SEEDS} random models`, function () {
  this.timeout(0);
  for (const claim of familyClaims)
    it(claim.name, () => {
      for (let seed = 1; seed <= SEEDS; seed++) assertHolds(randomModel(claim, seed));
    });
});
