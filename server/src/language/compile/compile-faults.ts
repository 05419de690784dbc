import type { ActionModel, FaultModel } from '../model';
import type { FaultNode } from '../syntax/syntax-tree';
import { readQuantity } from '../values/read-quantity';
import { valueOfKind } from '../values/value';
import { compileAction } from './compile-action';
import { compileTrigger } from './compile-trigger';
import type { ScenarioEnv } from './scenario-env';

/** One entry of a schedule in a topology; undefined where it does not fit, which `env` has been told. */
export function compileFault(fault: FaultNode, uri: string, env: ScenarioEnv): FaultModel | undefined {
  const trigger = compileTrigger(fault, uri, env);
  const action = fault.action && compileAction(fault, fault.action, uri, env);
  const probability =
    fault.probability === undefined
      ? 1
      : valueOfKind('ratio', readQuantity({ kind: 'ratio' }, fault.probability, "'probability'", env.contextOf(uri)))
          ?.share;
  if (trigger === undefined || action === undefined || probability === undefined) return undefined;
  if (trigger.kind === 'randomly' && 'forNs' in action && fault.action?.duration !== undefined) {
    const message = "'randomly' ends what it does after a time drawn around 'mttr'; remove 'for'";
    env.contextOf(uri).report('FTM328', fault.action.duration.range, message);
    return undefined;
  }
  return {
    name: fault.alias?.text ?? '',
    trigger,
    action,
    probability,
    text: env.origins.text(uri, fault.range),
    origin: env.origins.of(uri, fault.range),
  };
}

/** How long an action lasts, or undefined where it lasts for good. */
export function durationOf(action: ActionModel): number | undefined {
  return 'forNs' in action ? action.forNs : undefined;
}
