import type { TextRange } from '../source-text';

/** What every node of the tree has. Children that error recovery may leave out are `undefined`, never absent. */
export interface SyntaxNode {
  readonly range: TextRange;
}

/** A word the author chose or a word of the language, where it is kept in the tree. */
export interface NameNode extends SyntaxNode {
  readonly kind: 'name';
  readonly text: string;
}

/** `n1`, or `n[1..5]` for n1 to n5; `span` holds the two ends. `expandNames` lists the names it stands for. */
export interface NamePatternNode extends SyntaxNode {
  readonly kind: 'name-pattern';
  /** The written name, without the brackets. */
  readonly name: NameNode;
  readonly span: NameSpanNode | undefined;
}

/** `[1..5]` after a name. Either end is undefined when it is missing or not a whole number. */
export interface NameSpanNode extends SyntaxNode {
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** `orders.policy`, `front.checkout`; one segment for a plain name. Never empty. */
export interface PathNode extends SyntaxNode {
  readonly kind: 'path';
  readonly segments: readonly NameNode[];
}

/** What a unit measures; `factor` is `5x`, `ratio` is `%` and `ppm`, `count` a bare number. */
export type Dimension = 'duration' | 'ratio' | 'rate' | 'size' | 'bandwidth' | 'factor' | 'count';

/** `150ms`, `99.95%`, `200/s`, `64KB`, `5x`, `+5s`, `5 ticks`, `3`. */
export interface QuantityNode extends SyntaxNode {
  readonly kind: 'quantity';
  /** The number as written, before its unit is applied. */
  readonly value: number;
  /** The unit as written: `ms`, `%`, `/s`, `ticks`; empty for a bare number. */
  readonly unit: string;
  /** Undefined where the unit is unknown, which the lexer has already reported. */
  readonly dimension: Dimension | undefined;
  /** Whether a `+` or `-` stands before the number. */
  readonly signed: boolean;
  /** The spelling in the file. */
  readonly raw: string;
}

/** `150ms..300ms`; the lower end may also be a bare number that takes the upper end's unit, which is for the checker. */
export interface RangeNode extends SyntaxNode {
  readonly kind: 'range';
  readonly low: QuantityNode;
  readonly high: QuantityNode | undefined;
}

/** `[a, b]` (`bracketed`), or `a, b` where a value may be several. */
export interface ListNode extends SyntaxNode {
  readonly kind: 'list';
  readonly items: readonly ValueNode[];
  readonly bracketed: boolean;
}

/** `lognormal(median: 1ms, p99: 4ms)`, `zipf(100, skew: 0.99)`, `cached(60s)`, `batch(10ms)`. */
export interface CallNode extends SyntaxNode {
  readonly kind: 'call';
  readonly name: NameNode;
  readonly args: readonly ArgumentNode[];
}

/** One argument of a call, named or by place. */
export interface ArgumentNode extends SyntaxNode {
  readonly kind: 'argument';
  readonly name: NameNode | undefined;
  readonly value: ValueNode | undefined;
}

/** `"latencies.csv"`; `value` has its escapes resolved and no quotes. */
export interface StringNode extends SyntaxNode {
  readonly kind: 'string';
  readonly value: string;
}

/** `on` or `off`. */
export interface SwitchNode extends SyntaxNode {
  readonly kind: 'switch';
  readonly on: boolean;
}

/** `read 70%` in a list of operations, `91.22% pareto(...)` in a mixture: a thing and its share. */
export interface WeightedNode extends SyntaxNode {
  readonly kind: 'weighted';
  readonly weight: QuantityNode;
  readonly value: ValueNode;
}

/** `every 5s timeout 1s failures 2`, `every 10s taking 1s`. */
export interface PeriodicNode extends SyntaxNode {
  readonly kind: 'periodic';
  readonly every: ValueNode | undefined;
  readonly taking: ValueNode | undefined;
  readonly timeout: ValueNode | undefined;
  readonly failures: ValueNode | undefined;
}

/** Anything that may stand after `key:`. A name, alone or as `n[1..5]`, is a path or a name pattern. */
export type ValueNode =
  | QuantityNode
  | RangeNode
  | ListNode
  | CallNode
  | StringNode
  | SwitchNode
  | PathNode
  | NamePatternNode
  | WeightedNode
  | PeriodicNode;

/** `key: value`. A property with no value, or whose colon is missing, has already been reported. */
export interface PropertyNode extends SyntaxNode {
  readonly kind: 'property';
  readonly key: NameNode;
  readonly value: ValueNode | undefined;
}

/** `clock { ... }`, `storage { ... }`, `breaker { ... }`: properties under a word of the language. */
export interface SectionNode extends SyntaxNode {
  readonly kind: 'section';
  readonly name: NameNode;
  readonly body: BlockNode;
}

/** `{ ... }` that holds properties and sections only. */
export interface BlockNode extends SyntaxNode {
  readonly kind: 'block';
  readonly items: readonly (PropertyNode | SectionNode)[];
}
