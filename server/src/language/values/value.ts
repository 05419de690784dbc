import type { Distribution } from '../model';
import type { ExpandedName } from '../syntax/name-patterns';
import type { TextRange } from '../source-text';

/** A value that was read and is of the kind that its place wants, in base units: nanoseconds, shares of 1, bytes. */
export type Value =
  | { readonly kind: 'duration'; readonly ns: number }
  | { readonly kind: 'distribution'; readonly distribution: Distribution }
  | { readonly kind: 'duration-range'; readonly lowNs: number; readonly highNs: number }
  | { readonly kind: 'ratio'; readonly share: number }
  | { readonly kind: 'rate'; readonly perS: number }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerS: number }
  | { readonly kind: 'factor'; readonly factor: number }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'names'; readonly names: readonly ExpandedName[] }
  | { readonly kind: 'text'; readonly text: string }
  | OperationsValue
  | PeriodicValue
  | FunctionValue
  | { readonly kind: 'weighted-distribution'; readonly weight: number; readonly distribution: Distribution };

/** `read 70%, write 30%` in shares of 1, or `[write, read]` as a sequence, whose shares are 0. */
export interface OperationsValue {
  readonly kind: 'operations';
  readonly inOrder: boolean;
  readonly operations: readonly { readonly word: string; readonly share: number; readonly range: TextRange }[];
}

/** `every 5s timeout 1s failures 2`. */
export interface PeriodicValue {
  readonly kind: 'periodic';
  readonly everyNs: number;
  readonly takingNs: number | undefined;
  readonly timeoutNs: number | undefined;
  readonly failures: number | undefined;
}

/** `exponential(50ms..1s, jitter: full)`: every parameter has a value, its default where nothing was written. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly args: ReadonlyMap<string, Value>;
}

/** The value of one kind, or undefined where it is of another. */
export function valueOfKind<K extends Value['kind']>(
  kind: K,
  value: Value | undefined,
): Extract<Value, { kind: K }> | undefined {
  return value?.kind === kind ? (value as Extract<Value, { kind: K }>) : undefined;
}
