import { packedLength } from './packed-column';

/**
 * Checks on values that come from another process. A check answers null, or where in the value the first thing is
 * wrong and what was expected there. `shape<T>` must name every property of T, so a type cannot grow past its check.
 */
export type Check = (value: unknown, path: string) => string | null;

export const isText: Check = (value, path) => (typeof value === 'string' ? null : `${path} is not a text`);

export const isNumber: Check = (value, path) =>
  typeof value === 'number' && !Number.isNaN(value) ? null : `${path} is not a number`;

/** Of rows: so many that there is memory for them. */
export const isCount: Check = (value, path) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_ROWS ? null : `${path} is not a count`;

const MOST_ROWS = 100_000_000;

export const isFlag: Check = (value, path) => (typeof value === 'boolean' ? null : `${path} is neither true nor false`);

export function isOneOf(...allowed: readonly (string | number)[]): Check {
  const known = new Set<unknown>(allowed);
  return (value, path) => (known.has(value) ? null : `${path} is not one of ${allowed.join(', ')}`);
}

export function orNull(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path));
}

/** For a property that older writers leave out. */
export function orAbsent(check: Check): Check {
  return (value, path) => (value === undefined ? null : check(value, path));
}

/** JSON has no infinity: an instant that never comes is written as null. */
export const isNumberOrNull: Check = orNull(isNumber);

export function isList(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) {
      return `${path} is not a list`;
    }
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      // The path of an item is written only when it is wrong: columns have a million items.
      if (check(item, '') !== null) {
        return check(item, `${path}[${String(index)}]`);
      }
    }
    return null;
  };
}

export function shape<T extends object>(properties: { readonly [K in keyof T]-?: Check }): Check {
  const entries = Object.entries(properties) as [string, Check][];
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return `${path} is not an object`;
    }
    for (const [name, check] of entries) {
      const wrong = check((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`);
      if (wrong !== null) {
        return wrong;
      }
    }
    return null;
  };
}

/** Whether a text is a packed column; what its letters stand for, any of them is a number. */
export const isColumn: Check = (value, path) =>
  typeof value === 'string' && packedLength(value) !== null ? null : `${path} is not a column`;

/** Columns of one table: besides the shape, every named column has as many rows as the first. */
export function columns<T extends object>(
  properties: { readonly [K in keyof T]-?: Check },
  ...aligned: readonly (keyof T & string)[]
): Check {
  const hasShape = shape<T>(properties);
  return (value, path) => {
    const wrong = hasShape(value, path);
    if (wrong !== null) {
      return wrong;
    }
    const lengths = aligned.map((name) => packedLength((value as Record<string, string>)[name] ?? ''));
    return lengths.every((length) => length === lengths[0]) ? null : `${path} has columns of different lengths`;
  };
}
