import { InvalidArgumentError } from 'commander';
import { MAX_RUNS, MAX_SEED } from '../language/limits';

/** A seed as the language takes it: a whole number from 0 that a double can hold. */
export function seedValue(text: string): number {
  const seed = wholeNumber(text);
  if (seed === undefined || seed > MAX_SEED) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${MAX_SEED}.`);
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

/** More faults at once than this are no accident any more, and no set of them is small. */
const MAX_FAULTS = 10;

export function faultsValue(text: string): number {
  const faults = wholeNumber(text);
  if (faults === undefined || faults < 1 || faults > MAX_FAULTS) {
    throw new InvalidArgumentError(`The number of faults is a whole number from 1 to ${MAX_FAULTS}.`);
  }
  return faults;
}

export function triesValue(text: string): number {
  const tries = wholeNumber(text);
  if (tries === undefined || tries < 1 || tries > MAX_RUNS) {
    throw new InvalidArgumentError(`The number of tries is a whole number from 1 to ${MAX_RUNS}.`);
  }
  return tries;
}

/** A variable of a shell that is not set makes an empty word: it names no file, and no place in one can be told. */
export function fileName(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name of a file is empty.');
  return text;
}

/** One of several files, after those `before` it. */
export function fileNames(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, fileName(text)];
}

/** A width of an interval of shares: `5%` or `0.05`. */
export function widthValue(text: string): number {
  const [, number = '', percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const width = percent === '%' ? Number(number) / 100 : Number(number);
  if (number === '' || width <= 0 || width > 1)
    throw new InvalidArgumentError('A width is a share, such as 5% or 0.05.');
  return width;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
