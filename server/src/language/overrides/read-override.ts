import type { BindContext } from '../bind/bind-context';
import type { PolicyBinding } from '../bind/bind-policies';
import { positiveDuration } from '../schema/value-type';
import type { ValueNode } from '../syntax/syntax-tree';
import { functionName } from '../values/read-function';
import { readQuantity } from '../values/read-quantity';
import { readDurationRange } from '../values/read-range';
import { readValue } from '../values/read-value';
import { valueOfKind } from '../values/value';
import type { OverrideTarget } from './find-target';
import type { Override } from './overrides';

/** Reads the value of a `set`, or one value of a `vary`, exactly as it would be read where it is declared. */
export function readOverride(
  target: OverrideTarget,
  value: ValueNode,
  uri: string,
  policies: PolicyBinding,
  context: BindContext,
): Override | undefined {
  const reading = context.problems.contextOf(uri);
  switch (target.kind) {
    case 'setting': {
      const { owner, path, property } = target;
      const read = readValue(property.type, value, `'${property.name}'`, reading);
      return read && { kind: 'setting', owner, path, setting: { value: read, uri, range: value.range } };
    }
    case 'store-policy': {
      const name = value.kind === 'call' ? undefined : functionName(value);
      if (name === undefined) {
        context.problems.add('FTM300', uri, value.range, 'a store is replicated by a policy; write its name');
        return undefined;
      }
      const choice = policies.choose(name, uri);
      return choice && { kind: 'store-policy', store: target.store, choice, uri, range: value.range };
    }
    case 'fault-at': {
      const { node, symbol } = target.fault;
      if (node.trigger?.kind !== 'at-trigger') {
        const message = `the fault '${symbol.name}' is not triggered by 'at', so it has no time to set`;
        context.problems.add('FTM328', uri, value.range, message);
        return undefined;
      }
      const range = readDurationRange(value, "'at'", reading);
      return range && { kind: 'fault-at', fault: node, fromNs: range.lowNs, toNs: range.highNs };
    }
    case 'fault-for': {
      const { node, symbol } = target.fault;
      if (node.trigger?.kind === 'random-trigger') {
        const message = `the fault '${symbol.name}' lasts for random times around its 'mttr', so it has no 'for' to set`;
        context.problems.add('FTM328', uri, value.range, message);
        return undefined;
      }
      const ns = valueOfKind('duration', readQuantity(positiveDuration, value, "'for'", reading))?.ns;
      return ns === undefined ? undefined : { kind: 'fault-for', fault: node, ns };
    }
  }
}
