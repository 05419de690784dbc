import type { ScenarioEnv } from '../compile/scenario-env';
import { operationsOf, refusedOperation } from '../compile/operations';
import type { DataType } from '../model';

/** Reports steps of handlers that do to a store what its data cannot. */
export function checkSteps(env: ScenarioEnv): void {
  for (const service of env.topology.services) {
    for (const handler of service.handlers) {
      for (const step of handler.steps) {
        if (step.kind !== 'operation') continue;
        const data = (env.overrides.settingsOf(step.store).word('data') as DataType | undefined) ?? 'register';
        const allowed: readonly string[] = operationsOf(data);
        if (allowed.includes(step.word)) continue;
        const { range } = step.node.operation;
        const { message, extras } = refusedOperation(step.word, range, step.store.name, data);
        env.contextOf(handler.uri).report('FTM326', range, message, {
          ...extras,
          related: [{ uri: step.store.uri, range: step.store.symbol.nameRange, message: `a store of ${data}s` }],
        });
      }
    }
  }
}
