import { InvalidArgumentError } from 'commander';

/** As many runs as fit in memory with their verdicts. */
const MAX_RUNS = 100_000;

/** A seed as the language takes it: a whole number from 0 that a double can hold. */
export function seedValue(text: string): number {
  const seed = wholeNumber(text);
  if (seed === undefined || seed > Number.MAX_SAFE_INTEGER - MAX_RUNS) {
    throw new InvalidArgumentError('A seed is a whole number from 0 on.');
  }
  return seed;
}

export function runsValue(text: string): number {
  const runs = wholeNumber(text);
  if (runs === undefined || runs < 1 || runs > MAX_RUNS) {
    throw new InvalidArgumentError(`The number of runs is a whole number from 1 to ${MAX_RUNS}.`);
  }
  return runs;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
