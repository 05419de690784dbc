/** A published value, and how near to it a measurement must come. */
export interface PublishedValue {
  readonly what: string;
  readonly published: number | string;
  readonly tolerance?: Tolerance;
  /** Decimals that the page shows of a measured number; 0 where left out. */
  readonly decimals?: number;
}

/**
 * Left out: equal. Relative and absolute: in parts of the published value, and in its unit. A bound may be kept by any
 * margin. Told: it is published beside what is asked for, and measured, but not asked for.
 */
export type Tolerance =
  | { readonly kind: 'relative'; readonly share: number }
  | { readonly kind: 'absolute'; readonly by: number }
  | { readonly kind: 'at-most' }
  | { readonly kind: 'at-least' }
  | { readonly kind: 'told' };

export const relative = (share: number): Tolerance => ({ kind: 'relative', share });
export const absolute = (by: number): Tolerance => ({ kind: 'absolute', by });
export const atMost: Tolerance = { kind: 'at-most' };
export const atLeast: Tolerance = { kind: 'at-least' };
export const told: Tolerance = { kind: 'told' };

export type Measured = number | string;

export function isReproduced({ published, tolerance }: PublishedValue, measured: Measured): boolean {
  if (tolerance === undefined) return measured === published;
  const [value, wanted] = [Number(measured), Number(published)];
  switch (tolerance.kind) {
    case 'relative':
      return Math.abs(value / wanted - 1) <= tolerance.share;
    case 'absolute':
      return Math.abs(value - wanted) <= tolerance.by;
    case 'at-most':
      return value <= wanted;
    case 'at-least':
      return value >= wanted;
    case 'told':
      return Number.isFinite(value);
  }
}

/** Cells of the page: what, published, measured, difference, allowed. */
export function cellsOf(row: PublishedValue, measured: Measured): readonly string[] {
  const { what, published, tolerance, decimals } = row;
  const shown = typeof measured === 'number' ? measured.toFixed(decimals ?? 0) : measured;
  return [
    what,
    publishedText(row),
    shown,
    differenceText(Number(published), Number(measured), tolerance),
    allowed(row),
  ];
}

function publishedText({ published, tolerance }: PublishedValue): string {
  if (tolerance?.kind === 'at-most') return `at most ${published}`;
  if (tolerance?.kind === 'at-least') return `at least ${published}`;
  return String(published);
}

function differenceText(published: number, measured: number, tolerance: Tolerance | undefined): string {
  if (tolerance === undefined) return 'none';
  switch (tolerance.kind) {
    case 'relative':
    case 'told':
      return `${signed((measured / published - 1) * 100, 1)} %`;
    case 'absolute':
      return signed(measured - published, 4);
    case 'at-most':
    case 'at-least':
      return 'keeps the bound';
  }
}

function allowed({ tolerance }: PublishedValue): string {
  if (tolerance === undefined) return 'none';
  switch (tolerance.kind) {
    case 'relative':
      return tolerance.share < 1e-5 ? 'rounding' : `${Number((tolerance.share * 100).toFixed(3))} %`;
    case 'absolute':
      return String(tolerance.by);
    case 'at-most':
    case 'at-least':
      return 'a bound';
    case 'told':
      return 'not asked for';
  }
}

function signed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? '0' : value > 0 ? `+${text}` : text;
}
