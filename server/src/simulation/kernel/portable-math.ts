/**
 * Transcendental functions written with + - * / and bit patterns only, so that every engine gives the same result to
 * the last bit. ECMAScript leaves the precision of Math.log, Math.exp and Math.pow to the implementation; a draw that
 * differs in its last bit can change which event comes first. Algorithms: fdlibm (e_log.c, e_exp.c), Wichura's AS 241.
 */

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);
/** Which 32-bit half holds sign and exponent. */
const HIGH = (() => {
  bits[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
})();

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Natural logarithm; -Infinity at 0, NaN below. Normal numbers only (the simulator draws from (0, 1)). */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: subnormal to normal
    k = -54;
  }
  bits[0] = x;
  let high = words[HIGH] as number;
  k += (high >> 20) - 1023;
  high &= 0xfffff;
  // Mantissa into [sqrt(2)/2, sqrt(2)).
  const half = (high + 0x95f64) & 0x100000;
  words[HIGH] = high | (half ^ 0x3ff00000);
  k += half >> 20;
  const f = (bits[0] as number) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const t2 = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + t1 + t2) + k * LN2_LOW) - f);
}

/** 2^n for n in [-1022, 1023], at n + 1022. */
const POWERS_OF_TWO = (() => {
  const table = new Float64Array(2046);
  table[1022] = 1;
  for (let n = 1023; n < 2046; n++) table[n] = (table[n - 1] as number) * 2;
  for (let n = 1021; n >= 0; n--) table[n] = (table[n + 1] as number) / 2;
  return table;
})();

/** 2 to an integer in [-1022, 1023]. */
function powerOfTwo(n: number): number {
  return POWERS_OF_TWO[n + 1022] as number;
}

/** Reciprocals of the middles of 256 intervals of [1, 2), and the negative logarithms of those reciprocals. */
const RECIPROCALS = new Float64Array(256);
const LOGARITHMS = new Float64Array(256);
for (let i = 0; i < 256; i++) {
  const reciprocal = 1 / (1 + (i + 0.5) / 256);
  RECIPROCALS[i] = reciprocal;
  LOGARITHMS[i] = -ln(reciprocal);
}
const LN2 = 0.6931471805599453;

/**
 * ln((w + 0.5) / 2^32) for a 32-bit word read as unsigned: the logarithm of a uniform draw, without a division and
 * without looking at bit patterns of doubles, which costs a stall. Absolute error below 1e-14.
 */
export function lnOfUniformWord(word: number): number {
  const unsigned = word >>> 0;
  // The leading bit's place; 0 is treated as its own case, its mantissa being 0.5.
  if (unsigned === 0) return -33 * LN2;
  const exponent = 31 - Math.clz32(unsigned);
  const mantissa = (unsigned + 0.5) * (POWERS_OF_TWO[1022 - exponent] as number);
  const interval = ((mantissa - 1) * 256) | 0;
  const r = mantissa * (RECIPROCALS[interval] as number) - 1;
  // |r| < 1/512: five terms of the series leave less than 1e-17.
  const series = r - r * r * (0.5 - r * (0.3333333333333333 - r * (0.25 - r * (0.2 - r * 0.16666666666666666))));
  return (exponent - 32) * LN2 + (LOGARITHMS[interval] as number) + series;
}

/** e to the x. */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const hi = x - k * LN2_HIGH;
  const lo = k * LN2_LOW;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  if (k > 1023) return y * powerOfTwo(1023) * powerOfTwo(k - 1023);
  if (k < -1022) return y * powerOfTwo(-1022) * powerOfTwo(k + 1022);
  return y * powerOfTwo(k);
}

/** x to the y for x >= 0. Integer powers of small size are multiplied out exactly as written. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Infinity;
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  return exp(y * ln(x));
}

/** Logarithm of the gamma function for x > 0 (Lanczos, g = 7, n = 9). */
export function lnGamma(x: number): number {
  const coefficients = [
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  let sum = coefficients[0] as number;
  for (let i = 1; i < coefficients.length; i++) sum += (coefficients[i] as number) / (z + i);
  const t = z + 7.5;
  return 0.9189385332046728 + (z + 0.5) * ln(t) - t + ln(sum);
}

/** Quantile of the standard normal distribution (AS 241, PPND16), about 16 digits. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const r = 0.180625 - q * q;
    const numerator =
      ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
        13731.69376550946) *
        r +
        1971.5909503065513) *
        r +
        133.14166789178438) *
        r +
      3.3871328727963665;
    const denominator =
      ((((((5226.495278852546 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
      1;
    return (q * numerator) / denominator;
  }
  let r = q < 0 ? p : 1 - p;
  r = Math.sqrt(-ln(r));
  let value: number;
  if (r <= 5) {
    r -= 1.6;
    value =
      (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1);
  } else {
    r -= 5;
    value =
      (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r +
        0.026532189526576124) *
        r +
        0.29656057182850487) *
        r +
        1.7848265399172913) *
        r +
        5.463784911164114) *
        r +
        6.657904643501103) /
      (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r +
        0.0007868691311456133) *
        r +
        0.014875361290850615) *
        r +
        0.1369298809227358) *
        r +
        0.599832206555888) *
        r +
        1);
  }
  return q < 0 ? -value : value;
}
