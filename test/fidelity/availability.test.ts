import { all, any, atLeast, component } from '../../server/src/analysis/steady-state/availability-formula';
import { unavailability } from '../../server/src/analysis/steady-state/exact-probability';
import { longRun, meanTimeToDataLoss } from '../../server/src/analysis/steady-state';
import { relative } from './published-value';
import { reproduction } from './reproduction';

const some = (count: number) => Array.from({ length: count }, (_, i) => component(i));
const majority = (count: number) => atLeast(Math.floor(count / 2) + 1, some(count));
const repaired = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `n${i}`, mtbf: 1000, mttr: 10 }));
const availability = (formula: Parameters<typeof unavailability>[0], up: number): number =>
  1 - (unavailability(formula, () => up) ?? NaN);

/** Published figures are rounded to their last digit. */
const rows: { what: string; published: number; decimals: number; measure: () => number | undefined }[] = [
  {
    what: 'majority of 3, each up with 0.99',
    published: 0.999702,
    decimals: 10,
    measure: () => availability(majority(3), 0.99),
  },
  {
    what: 'majority of 5, each up with 0.99',
    published: 0.9999901494,
    decimals: 10,
    measure: () => availability(majority(5), 0.99),
  },
  {
    what: 'three in series, each up with 0.999',
    published: 0.997002999,
    decimals: 10,
    measure: () => availability(all(some(3)), 0.999),
  },
  {
    what: 'one of two, MTBF 1000 h, MTTR 10 h',
    published: 0.9999019704,
    decimals: 10,
    measure: () => longRun(any(some(2)), repaired(2))?.availability,
  },
  {
    what: 'three of five, MTBF 1000 h, MTTR 10 h',
    published: 0.9999904377,
    decimals: 10,
    measure: () => longRun(majority(5), repaired(5))?.availability,
  },
  {
    what: 'three of five: mean time between outages, h',
    published: 350_337,
    decimals: 0,
    measure: () => longRun(majority(5), repaired(5))?.timeBetweenOutages,
  },
  {
    what: 'mean time to data loss, two copies, failure rate 1, repair rate 10',
    published: 6.5,
    decimals: 10,
    measure: () => meanTimeToDataLoss(2, 1, 10),
  },
];

reproduction(
  {
    title: 'availability, computed exactly',
    file: __filename,
    source:
      'Binomial sums; R. Barlow and F. Proschan, "Statistical Theory of Reliability and Life Testing", 1975 (frequency of ' +
      'outages); the birth and death process of two copies, (3 * failure + repair) / (2 * failure^2).',
    setUp: 'Nodes fail and are repaired independently of each other.',
  },
  (reproduces) => {
    for (const { what, published, decimals, measure } of rows) {
      const tolerance = relative(Math.max(1e-10, 0.5 / published / 10 ** decimals));
      reproduces(what, [{ what, published, tolerance, decimals }], () => [measure() ?? NaN]);
    }
  },
);
