/** 97.5 % quantiles of Student's t distribution for 1 to 30 degrees of freedom (any statistical table). */
const TWO_SIDED_95 = [
  12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814, 2.20099, 2.17881, 2.16037,
  2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596, 2.07961, 2.07387, 2.06866, 2.0639, 2.05954, 2.05553,
  2.05183, 2.04841, 2.04523, 2.04227,
] as const;

/** 97.5 % quantile of the standard normal distribution. */
export const Z_975 = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t. Beyond the table by the expansion of Cornish and Fisher (Abramowitz and Stegun
 * 26.7.5), which is right to six digits there.
 */
export function studentT975(degreesOfFreedom: number): number {
  const tabled = TWO_SIDED_95[degreesOfFreedom - 1];
  if (tabled !== undefined) return tabled;
  const z = Z_975;
  const n = degreesOfFreedom;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + g1 / n + g2 / n ** 2 + g3 / n ** 3;
}
