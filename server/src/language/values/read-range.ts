import type { QuantityNode, RangeNode, ValueNode } from '../syntax/syntax-tree';
import { describeType, describeValue } from './describe-type';
import type { ReadContext } from './read-context';
import { inBaseUnits, readQuantity } from './read-quantity';
import { valueOfKind } from './value';

/** Both ends of a range of durations in nanoseconds. */
export interface DurationRange {
  readonly lowNs: number;
  readonly highNs: number;
}

/** Reads `150ms..300ms`; `150..300ms` takes the unit of its upper end, and a single duration is both ends. */
export function readDurationRange(node: ValueNode, label: string, context: ReadContext): DurationRange | undefined {
  if (node.kind === 'quantity') {
    const ns = valueOfKind('duration', readQuantity({ kind: 'duration' }, node, label, context))?.ns;
    return ns === undefined ? undefined : { lowNs: ns, highNs: ns };
  }
  if (node.kind !== 'range') {
    const wanted = describeType({ kind: 'duration-range' });
    context.report('FTM300', node.range, `${label} needs ${wanted}; this is ${describeValue(node)}`);
    return undefined;
  }
  return readEnds(node, label, context);
}

function readEnds(node: RangeNode, label: string, context: ReadContext): DurationRange | undefined {
  const { low, high } = node;
  if (high === undefined) return undefined;
  const highNs = readEnd(high, label, context);
  const lowNs =
    low.unit === '' && high.dimension === 'duration' ? inBaseUnits(low, high.unit) : readEnd(low, label, context);
  if (lowNs === undefined || highNs === undefined) return undefined;
  if (lowNs > highNs) {
    const swapped = `${high.raw}..${low.raw}`;
    context.report('FTM310', node.range, `${label} runs backwards: ${low.raw} is more than ${high.raw}`, {
      fixes: [{ title: `Write ${swapped}`, edits: [{ range: node.range, newText: swapped }] }],
    });
    return undefined;
  }
  return { lowNs, highNs };
}

function readEnd(node: QuantityNode, label: string, context: ReadContext): number | undefined {
  return valueOfKind('duration', readQuantity({ kind: 'duration' }, node, label, context))?.ns;
}
