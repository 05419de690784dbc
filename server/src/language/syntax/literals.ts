import type { IToken } from 'chevrotain';
import { units } from '../units';
import type { QuantityNode, StringNode } from './value-nodes';

/** The node of a number with its unit. */
export function quantityOf(token: IToken): QuantityNode {
  const raw = token.image;
  const unitAt = unitStart(raw);
  const unit = raw.slice(unitAt);
  const sign = raw.charCodeAt(0);
  return {
    kind: 'quantity',
    value: Number(raw.slice(0, unitAt)),
    unit,
    dimension: units.get(unit)?.dimension,
    signed: sign === 43 || sign === 45,
    raw,
    range: { start: token.startOffset, end: token.startOffset + raw.length },
  };
}

/** The node of a text in quotes, `\"` and `\\` resolved. */
export function stringOf(token: IToken): StringNode {
  const raw = token.image;
  const closed = raw.length > 1 && raw.endsWith('"');
  const inner = raw.slice(1, closed ? -1 : undefined);
  const value = inner.includes('\\') ? inner.replace(/\\(["\\])/g, '$1') : inner;
  return { kind: 'string', value, range: { start: token.startOffset, end: token.startOffset + raw.length } };
}

function unitStart(raw: string): number {
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    // Digits, '.', '/' has no place before a letter, '+' and '-' only at the front.
    const isNumber = (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45;
    if (!isNumber) return index;
  }
  return raw.length;
}
