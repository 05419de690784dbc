import type { PeriodicPart, ValueType } from '../schema/value-type';
import { count, positiveDuration } from '../schema/value-type';
import type { PeriodicNode, ValueNode } from '../syntax/syntax-tree';
import type { ReadContext } from './read-context';
import { readQuantity, reportWrongKind } from './read-quantity';
import { valueOfKind, type PeriodicValue } from './value';

/** Reads `every 5s timeout 1s failures 2`. */
export function readPeriodic(
  type: Extract<ValueType, { kind: 'periodic' }>,
  node: ValueNode,
  label: string,
  context: ReadContext,
): PeriodicValue | undefined {
  if (node.kind !== 'periodic') {
    reportNotPeriodic(type, node, label, context);
    return undefined;
  }
  if (node.every === undefined) return undefined;
  const duration = (part: ValueNode | undefined, name: string) =>
    part && valueOfKind('duration', readQuantity(positiveDuration, part, `'${name}' of ${label}`, context))?.ns;
  const everyNs = duration(node.every, 'every');
  const takingNs = duration(partOf('taking', type, node, label, context), 'taking');
  const timeoutNs = duration(partOf('timeout', type, node, label, context), 'timeout');
  const failures = partOf('failures', type, node, label, context);
  const failureCount =
    failures && valueOfKind('count', readQuantity(count(1), failures, `'failures' of ${label}`, context))?.count;
  if (everyNs === undefined) return undefined;
  return { kind: 'periodic', everyNs, takingNs, timeoutNs, failures: failureCount };
}

function partOf(
  part: PeriodicPart,
  type: Extract<ValueType, { kind: 'periodic' }>,
  node: PeriodicNode,
  label: string,
  context: ReadContext,
): ValueNode | undefined {
  const value = node[part];
  if (value === undefined || type.parts.includes(part)) return value;
  context.report('FTM308', value.range, `${label} takes no '${part}'`);
  return undefined;
}

function reportNotPeriodic(type: ValueType, node: ValueNode, label: string, context: ReadContext): void {
  if (node.kind !== 'quantity' || node.dimension !== 'duration') {
    reportWrongKind(type, node, label, context);
    return;
  }
  const fixed = `every ${node.raw}`;
  context.report('FTM300', node.range, `${label} is a period; write '${fixed}'`, {
    fixes: [{ title: `Write '${fixed}'`, edits: [{ range: node.range, newText: fixed }] }],
  });
}
