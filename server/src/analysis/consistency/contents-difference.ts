import { valueText } from '../wording/operation-text';
import { observed, type CheckedHistory } from './checked-history';

/**
 * Why neither of two reads of a log is the beginning of the other, or of a growing set a part of the other, in words;
 * undefined where one is. Of a set, elements that may be taken out tell nothing.
 */
export function firstDifference(
  history: CheckedHistory,
  smaller: number,
  larger: number,
  mayGo: (value: number) => boolean = () => false,
): string | undefined {
  const [few, many] = [observed(history, smaller), observed(history, larger)];
  if (history.data === 'log') {
    const place = few.findIndex((value, i) => many[i] !== value);
    if (place < 0) return undefined;
    const [one, other] = [few[place], many[place]].map((value) => valueText(history, value as number));
    return `at place ${place + 1} the one has ${one} and the other ${other}, so neither can have come first`;
  }
  const onlyIn = (these: readonly number[], those: readonly number[]): number | undefined => {
    const known = new Set(those);
    return these.find((value) => !known.has(value) && !mayGo(value));
  };
  const one = onlyIn(few, many);
  const other = onlyIn(many, few);
  if (one === undefined || other === undefined) return undefined;
  return `only the one shows ${valueText(history, one)} and only the other ${valueText(history, other)}, so neither can have come first`;
}
