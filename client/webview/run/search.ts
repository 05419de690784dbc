/** The first position whose value is not smaller than the wanted one; the values rise. */
export function lowerBound(values: ArrayLike<number>, wanted: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** As `lowerBound`, for a caller that asks for rising values one after the other: looks near the last answer first. */
export function gallop(values: ArrayLike<number>, wanted: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < values.length && (values[low + step] as number) < wanted) {
    low += step;
    step *= 2;
  }
  return lowerBound(values, wanted, low, Math.min(low + step + 1, values.length));
}

/** The last position whose start is not after `at`, or -1. */
export function lastStarted(count: number, startOf: (position: number) => number, at: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(middle) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
