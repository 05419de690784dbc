const LN2 = 0.6931471805599453;

/**
 * The natural logarithm by additions, multiplications and divisions only, which every platform rounds alike: the
 * parameters of a model must not depend on whose `Math.log` computed them. Good to a few units in the last place.
 */
export function naturalLogarithm(value: number): number {
  if (!(value > 0) || value === Infinity) return value === 0 ? -Infinity : value === Infinity ? Infinity : NaN;
  let exponent = 0;
  let mantissa = value;
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)), whose series converges fast between 1/sqrt 2 and sqrt 2.
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let term = 31; term >= 1; term -= 2) sum = sum * square + 1 / term;
  return 2 * ratio * sum + exponent * LN2;
}
