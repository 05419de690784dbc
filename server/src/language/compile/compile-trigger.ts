import type { TriggerModel } from '../model';
import { toNanos } from '../model';
import { count, duration, positiveDuration, type DurationType } from '../schema/value-type';
import type { FaultNode, TriggerNode, ValueNode } from '../syntax/syntax-tree';
import { readQuantity } from '../values/read-quantity';
import { readDurationRange } from '../values/read-range';
import { valueOfKind } from '../values/value';
import { findStore } from './compile-targets';
import { given } from './given';
import type { ScenarioEnv } from './scenario-env';

/** When a fault happens; undefined where that cannot be said, which has been told. */
export function compileTrigger(fault: FaultNode, uri: string, env: ScenarioEnv): TriggerModel | undefined {
  const changed = env.overrides.timesOf(fault).at;
  if (changed !== undefined) return moment(changed.fromNs, changed.toNs);
  return fault.trigger && compileWritten(fault.trigger, uri, env);
}

function compileWritten(node: TriggerNode, uri: string, env: ScenarioEnv): TriggerModel | undefined {
  const context = env.contextOf(uri);
  const time = (value: ValueNode | undefined, label: string, type: DurationType = duration) =>
    value && valueOfKind('duration', readQuantity(type, value, label, context))?.ns;
  switch (node.kind) {
    case 'at-trigger': {
      const range = node.time && readDurationRange(node.time, "'at'", context);
      return range && moment(range.lowNs, range.highNs);
    }
    case 'every-trigger': {
      const periodNs = time(node.period, "'every'", positiveDuration);
      const jitterNs = time(node.jitter, "'+-'");
      const fromNs = time(node.from, "'from'");
      const toNs = time(node.to, "'to'");
      if (periodNs === undefined) return undefined;
      if (jitterNs !== undefined && jitterNs > periodNs && node.jitter !== undefined) {
        context.report('FTM304', node.jitter.range, 'the spread after +- must not exceed the period');
        return undefined;
      }
      if (fromNs !== undefined && toNs !== undefined && fromNs > toNs && node.to !== undefined) {
        context.report('FTM310', node.to.range, "'from' comes after 'to'; exchange them");
        return undefined;
      }
      return {
        kind: 'every',
        periodNs: toNanos(periodNs),
        jitterNs: toNanos(jitterNs ?? 0),
        ...given('fromNs', fromNs === undefined ? undefined : toNanos(fromNs)),
        ...given('toNs', toNs === undefined ? undefined : toNanos(toNs)),
      };
    }
    case 'leader-trigger': {
      const store = findStore(node.store, uri, env);
      const afterNs = toNanos(time(node.after, "'after'") ?? 0);
      return store && { kind: 'leader-changes', store: store.index, afterNs };
    }
    case 'write-trigger': {
      const store = findStore(node.store, uri, env);
      const number = node.count && readQuantity(count(1), node.count, "'write'", context);
      const counted = valueOfKind('count', number)?.count;
      const afterNs = toNanos(time(node.after, "'after'") ?? 0);
      return store && counted !== undefined
        ? { kind: 'write-acknowledged', store: store.index, count: counted, afterNs }
        : undefined;
    }
    case 'random-trigger': {
      const mtbfNs = time(node.mtbf, "'mtbf'", positiveDuration);
      const mttrNs = time(node.mttr, "'mttr'", positiveDuration);
      return mtbfNs === undefined || mttrNs === undefined ? undefined : { kind: 'randomly', mtbfNs, mttrNs };
    }
  }
}

function moment(fromNs: number, toNs: number): TriggerModel {
  if (fromNs === toNs) return { kind: 'at', atNs: toNanos(fromNs) };
  return { kind: 'between', fromNs: toNanos(fromNs), toNs: toNanos(toNs) };
}
