/** What may stand after the colon of a property, or as an argument of a function. */
export type ValueType =
  | DurationType
  /** A duration that may vary: a distribution, a range, or a constant. */
  | { readonly kind: 'distribution' }
  /** `150ms..300ms`; a single duration is both ends. */
  | { readonly kind: 'duration-range' }
  | RatioType
  | { readonly kind: 'rate'; readonly positive?: boolean }
  | { readonly kind: 'size'; readonly positive?: boolean }
  | { readonly kind: 'bandwidth' }
  | { readonly kind: 'factor' }
  | CountType
  | { readonly kind: 'switch' }
  | { readonly kind: 'words'; readonly words: readonly WordSchema[] }
  /** The first option that the value has the form of is the one it is read as. */
  | { readonly kind: 'either'; readonly options: readonly ValueType[] }
  /** One name, or several where `many`. */
  | { readonly kind: 'names'; readonly of: NameRole; readonly many: boolean }
  | { readonly kind: 'text' }
  | { readonly kind: 'operations' }
  /** `every 5s timeout 1s failures 2`; `parts` says which of the words may follow. */
  | { readonly kind: 'periodic'; readonly parts: readonly PeriodicPart[] }
  /** One of these functions, such as `zipf(100, skew: 0.99)`; `bare` ones may be written without parentheses. */
  | { readonly kind: 'function'; readonly noun: string; readonly functions: readonly FunctionSchema[] }
  /** The parts of a mixture: a share and a distribution each. */
  | { readonly kind: 'weighted-distribution' };

export interface DurationType {
  readonly kind: 'duration';
  /** Zero is not allowed. */
  readonly positive?: boolean;
  /** May be below zero, as in `skew: -5s`. */
  readonly signed?: boolean;
}

export interface RatioType {
  readonly kind: 'ratio';
  readonly positive?: boolean;
  readonly signed?: boolean;
  /** Not a share of something: may exceed 100 %. */
  readonly unbounded?: boolean;
}

export interface CountType {
  readonly kind: 'count';
  readonly min?: number;
  readonly max?: number;
  /** Fractions are allowed. */
  readonly fractional?: boolean;
  /** A word that may follow the number: `5 ticks`. */
  readonly unit?: 'ticks' | 'entries';
}

/** One word of a closed choice. */
export interface WordSchema {
  readonly word: string;
  readonly documentation: string;
}

export type PeriodicPart = 'taking' | 'timeout' | 'failures';

/** What a name as a value must be the name of. */
export type NameRole = 'topology' | 'policy' | 'workload' | 'faults' | 'scenario' | 'node';

/** A function that stands for a value: a distribution, a detector, a backoff. */
export interface FunctionSchema {
  readonly name: string;
  readonly documentation: string;
  readonly parameters: readonly ParameterSchema[];
  /** May be written without parentheses when every parameter has a default. */
  readonly bare?: boolean;
}

export interface ParameterSchema {
  readonly name: string;
  readonly type: ValueType;
  /** Given by place; the others are given by name. */
  readonly positional?: boolean;
  /** Takes all positional arguments that follow. */
  readonly rest?: boolean;
  /** As it would be written; a parameter without one must be given. */
  readonly default?: string;
  readonly documentation: string;
}

export const duration: DurationType = { kind: 'duration' };
export const positiveDuration: DurationType = { kind: 'duration', positive: true };
export const distribution: ValueType = { kind: 'distribution' };
export const share: RatioType = { kind: 'ratio' };
export const positiveShare: RatioType = { kind: 'ratio', positive: true };
export const onOff: ValueType = { kind: 'switch' };

/** A whole number of at least `min`. */
export function count(min: number, max?: number): CountType {
  return max === undefined ? { kind: 'count', min } : { kind: 'count', min, max };
}

/** A closed choice; each word with what it means. */
export function words(choices: Readonly<Record<string, string>>): ValueType {
  return {
    kind: 'words',
    words: Object.entries(choices).map(([word, documentation]) => ({ word, documentation })),
  };
}

export function either(...options: readonly ValueType[]): ValueType {
  return { kind: 'either', options };
}
