import type { Comparison } from '../../language/model';
import type { Decision } from '../verdict';

/** Shares that differ by less than this are the same share, computed in two ways. */
const EPSILON = 1e-12;

export function holds(value: number, comparison: Comparison, bound: number): boolean {
  const equal = Math.abs(value - bound) <= EPSILON * Math.max(1, Math.abs(bound));
  switch (comparison) {
    case '<':
      return value < bound && !equal;
    case '<=':
      return value < bound || equal;
    case '=':
      return equal;
    case '>=':
      return value > bound || equal;
    case '>':
      return value > bound && !equal;
  }
}

/** The decision where only a lower bound of the value is known: it may grow further. */
export function holdsAtLeast(value: number, comparison: Comparison, bound: number): Decision {
  switch (comparison) {
    case '<':
    case '<=':
      return holds(value, comparison, bound) ? 'undecided' : 'fail';
    case '=':
      return value > bound ? 'fail' : 'undecided';
    case '>=':
    case '>':
      return holds(value, comparison, bound) ? 'pass' : 'undecided';
  }
}
