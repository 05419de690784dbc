import type { ExpectationVerdict } from '../../analysis';

/** Whether a figure is further from failing than the one that was measured. */
export function isFurther({ expectation: { body }, measured }: ExpectationVerdict, other: number | null): boolean {
  if (body.kind !== 'metric' || measured === null || other === null) return false;
  switch (body.comparison) {
    case '<':
    case '<=':
      return other < measured;
    case '>':
    case '>=':
      return other > measured;
    case '=':
      return Math.abs(other - body.value) < Math.abs(measured - body.value);
  }
}
