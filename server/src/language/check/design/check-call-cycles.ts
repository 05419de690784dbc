import type { BoundHandler } from '../../bind/bound';
import type { ScenarioEnv } from '../../compile/scenario-env';

/** Reports calls that lead back to a handler that led to them: once a circle, at the call that closes it. */
export function checkCallCycles(env: ScenarioEnv): void {
  const handlers = env.topology.services.flatMap(({ handlers }) => handlers);
  const order = new Map(handlers.map((handler, index) => [handler, index]));
  for (const service of env.topology.services) {
    for (const handler of service.handlers) {
      for (const step of handler.steps) {
        if (step.kind !== 'call' || (order.get(step.handler) ?? 0) > (order.get(handler) ?? 0)) continue;
        if (!leadsTo(step.handler, handler)) continue;
        const { target, operation } = step.node;
        const again = `'${step.handler.name}' of '${step.service.name}'`;
        const message =
          step.handler === handler
            ? `${again} calls itself: no request is answered before something gives up`
            : `${again} comes to '${handler.name}' of '${service.name}', which calls it again: no request is answered before something gives up`;
        env.contextOf(handler.uri).report('FTM453', target?.range ?? operation.range, message);
      }
    }
  }
}

function leadsTo(from: BoundHandler, to: BoundHandler): boolean {
  const seen = new Set<BoundHandler>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const step of next.steps) if (step.kind === 'call') open.push(step.handler);
  }
  return false;
}
