import type { NameNode, PathNode, QuantityNode, RangeNode, SyntaxNode, ValueNode } from './value-nodes';

/** `expect ...` in a scenario. */
export type ExpectationNode = BoundExpectationNode | AbsenceExpectationNode | GuaranteeExpectationNode;

/** What every expectation may end in. */
interface ExpectationBase extends SyntaxNode {
  readonly during: WindowNode | undefined;
  /** After `in`, before `of runs`. */
  readonly share: ValueNode | undefined;
}

/** How a measured value is compared with the bound. */
export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** `expect availability of web during 5s..10s >= 99% in 95% of runs`. */
export interface BoundExpectationNode extends ExpectationBase {
  readonly kind: 'bound-expectation';
  readonly metric: MetricNode | undefined;
  readonly comparison: ComparisonNode | undefined;
  readonly bound: ValueNode | undefined;
}

/** `expect no lost writes of orders`. */
export interface AbsenceExpectationNode extends ExpectationBase {
  readonly kind: 'absence-expectation';
  readonly metric: MetricNode | undefined;
}

/** `expect orders is linearizable`, `expect orders is CP`. */
export interface GuaranteeExpectationNode extends ExpectationBase {
  readonly kind: 'guarantee-expectation';
  readonly subject: PathNode | undefined;
  readonly guarantee: NameNode | undefined;
}

/** The sign between a metric and its bound. */
export interface ComparisonNode extends SyntaxNode {
  readonly kind: 'comparison';
  readonly operator: Comparison;
}

/**
 * `latency p99 of orders`: the words of the metric as written, and what it is measured of. More than one `of` narrows
 * further: `availability of reads of orders` has the subjects `reads` and `orders`.
 */
export interface MetricNode extends SyntaxNode {
  readonly kind: 'metric';
  readonly words: readonly NameNode[];
  readonly subjects: readonly PathNode[];
}

/** `during 5s..10s`, or `during NAME` of a fault. */
export interface WindowNode extends SyntaxNode {
  readonly kind: 'window';
  /** A range as it should be, or a single moment, which is for the checker. */
  readonly time: RangeNode | QuantityNode | undefined;
  readonly fault: PathNode | undefined;
}
