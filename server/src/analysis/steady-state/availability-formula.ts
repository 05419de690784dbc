/**
 * When a thing works, in terms of components that fail and are repaired independently of each other: "these all", or
 * "at least k of these". Components are numbers; one may occur several times (a zone that many nodes depend on).
 */
export type Formula =
  | { readonly kind: 'component'; readonly component: number }
  | { readonly kind: 'at-least'; readonly count: number; readonly of: readonly Formula[] }
  | { readonly kind: 'constant'; readonly works: boolean };

export const WORKS: Formula = { kind: 'constant', works: true };

export function component(number: number): Formula {
  return { kind: 'component', component: number };
}

export function all(of: readonly Formula[]): Formula {
  return { kind: 'at-least', count: of.length, of };
}

export function any(of: readonly Formula[]): Formula {
  return { kind: 'at-least', count: 1, of };
}

export function atLeast(count: number, of: readonly Formula[]): Formula {
  return { kind: 'at-least', count, of };
}

/** Components of a formula, each with how often it occurs. */
export function occurrences(formula: Formula, counts = new Map<number, number>()): Map<number, number> {
  switch (formula.kind) {
    case 'component':
      counts.set(formula.component, (counts.get(formula.component) ?? 0) + 1);
      break;
    case 'at-least':
      for (const part of formula.of) occurrences(part, counts);
      break;
    case 'constant':
      break;
  }
  return counts;
}

/** The formula where a component is known to work or to have failed, simplified. */
export function given(formula: Formula, number: number, works: boolean): Formula {
  switch (formula.kind) {
    case 'component':
      return formula.component === number ? { kind: 'constant', works } : formula;
    case 'constant':
      return formula;
    case 'at-least': {
      const parts = formula.of.map((part) => given(part, number, works));
      return simplified(formula.count, parts);
    }
  }
}

function simplified(count: number, parts: readonly Formula[]): Formula {
  const sure = parts.filter((part) => part.kind === 'constant' && part.works).length;
  const open = parts.filter((part) => part.kind !== 'constant');
  const needed = count - sure;
  if (needed <= 0) return WORKS;
  if (needed > open.length) return { kind: 'constant', works: false };
  const [only] = open;
  return open.length === 1 && only !== undefined ? only : { kind: 'at-least', count: needed, of: open };
}

/** A text that is equal for equal formulas. */
export function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case 'component':
      return String(formula.component);
    case 'constant':
      return formula.works ? 'T' : 'F';
    case 'at-least':
      return `${formula.count}(${formula.of.map(formulaText).join(' ')})`;
  }
}
