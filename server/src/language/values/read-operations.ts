import type { ListNode, ValueNode } from '../syntax/syntax-tree';
import type { ReadContext } from './read-context';
import { readQuantity, reportWrongKind } from './read-quantity';
import { addsUp, percentText } from './shares';
import { valueOfKind, type OperationsValue } from './value';

type Operation = OperationsValue['operations'][number];

/** Reads `read 70%, write 30%`, `[write, read]`, or a single `read`. */
export function readOperations(node: ValueNode, label: string, context: ReadContext): OperationsValue | undefined {
  if (node.kind === 'path' && node.segments.length === 1) {
    const word = node.segments[0]?.text ?? '';
    return { kind: 'operations', inOrder: false, operations: [{ word, share: 1, range: node.range }] };
  }
  if (node.kind === 'list' && node.bracketed && node.items.every((item) => item.kind === 'path')) {
    return readSequence(node, label, context);
  }
  const items = node.kind === 'list' ? node.items : [node];
  return readShares(items, node, label, context);
}

function readSequence(node: ListNode, label: string, context: ReadContext): OperationsValue | undefined {
  const operations = node.items.flatMap((item) =>
    item.kind === 'path' && item.segments.length === 1
      ? [{ word: item.segments[0]?.text ?? '', share: 0, range: item.range }]
      : [],
  );
  if (operations.length > 0) return { kind: 'operations', inOrder: true, operations };
  reportWrongKind({ kind: 'operations' }, node, label, context);
  return undefined;
}

function readShares(
  items: readonly ValueNode[],
  node: ValueNode,
  label: string,
  context: ReadContext,
): OperationsValue | undefined {
  const operations: Operation[] = [];
  for (const item of items) {
    if (item.kind !== 'weighted' || item.value.kind !== 'path') {
      reportWrongKind({ kind: 'operations' }, item, label, context);
      return undefined;
    }
    const share = valueOfKind('ratio', readQuantity({ kind: 'ratio' }, item.weight, label, context))?.share;
    if (share === undefined) return undefined;
    const word = item.value.segments[0]?.text ?? '';
    if (operations.some((each) => each.word === word)) {
      context.report('FTM302', item.range, `'${word}' is listed twice`);
      return undefined;
    }
    operations.push({ word, share, range: item.value.range });
  }
  const percent = operations.reduce((sum, each) => sum + each.share, 0) * 100;
  if (addsUp(percent)) return { kind: 'operations', inOrder: false, operations };
  context.report('FTM309', node.range, `the shares of operations add up to 100%, these to ${percentText(percent)}`);
  return undefined;
}
