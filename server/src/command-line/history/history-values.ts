import type { CheckedData } from '../../analysis/consistency/checked-history';
import { abbreviated, quoted } from '../../analysis/wording/quoted-text';
import type { EdnValue } from './edn-text';

/** What an object holds before anybody writes, as the checkers number it. */
const INITIAL = 0;

/**
 * Values as the checkers take them: numbers, of which 0 is what an object holds before anybody writes. That is `nil` in a
 * recording where somebody read or expected `nil`, and 0 in any other. Whole numbers stand for themselves where all
 * values are such; whatever cannot gets a number of its own, and a name.
 */
export class HistoryValues {
  /** How a person reads the numbers that do not stand for themselves. */
  readonly names = new Map<number, string>();
  /** For texts: the text of each number. */
  readonly texts: string[] = [''];
  private readonly given = new Map<string, number>();
  private readonly keepsNumbers: boolean;
  private next: number;

  constructor(
    private readonly data: CheckedData,
    values: Iterable<EdnValue>,
    private readonly startsAtNil: boolean,
  ) {
    let keepsNumbers = true;
    let largest = 0;
    for (const value of values) {
      if (typeof value === 'number' && Number.isSafeInteger(value)) largest = Math.max(largest, value);
      else if (value !== null) keepsNumbers = false;
    }
    this.keepsNumbers = keepsNumbers;
    this.next = keepsNumbers ? largest + 1 : 1;
    if (data === 'text') this.names.set(INITIAL, '""');
    else if (startsAtNil) this.names.set(INITIAL, 'nil');
  }

  numberOf(value: EdnValue): number {
    if (this.data === 'text') return this.textNumber(value);
    if (this.data === 'counter') return Number(value);
    if (this.data === 'register' && (value === null || value === '')) return INITIAL;
    if (typeof value === 'number') {
      if (value === 0 && this.data === 'register' && !this.startsAtNil) return INITIAL;
      if (value !== 0 && this.keepsNumbers) return value;
    }
    return this.numberOfText(JSON.stringify(value));
  }

  private textNumber(value: EdnValue): number {
    const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    if (text === '') return INITIAL;
    let number = this.given.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.given.set(text, number);
      this.names.set(number, quoted(text));
    }
    return number;
  }

  private numberOfText(text: string): number {
    let number = this.given.get(text);
    if (number === undefined) {
      number = this.next++;
      this.given.set(text, number);
      this.names.set(number, abbreviated(text));
    }
    return number;
  }
}
