import type { BindContext } from '../../bind/bind-context';
import type { BoundHandler, BoundModel, BoundService } from '../../bind/bound';
import type { ModelSymbol, Reference } from '../../names/symbols';

/**
 * Marks handlers of the entry file that no request can reach: neither a workload asks for them, nor a handler that one can
 * reach. A file without scenarios is there to be imported, and whoever imports it may ask for any.
 */
export function checkUnreachableHandlers(model: BoundModel, entry: string, context: BindContext): void {
  if (context.scopeOf(entry).isIncomplete || !model.scenarios.some((scenario) => scenario.uri === entry)) return;
  const services = model.topologies.flatMap((topology) => topology.services);
  const reached = reachedHandlers(services, context.symbols.references);
  for (const service of services) {
    if (service.uri !== entry || !context.syntax.isSound(service)) continue;
    for (const { symbol } of service.handlers) {
      if (symbol.name === '' || reached.has(symbol)) continue;
      const message = `no workload asks for '${symbol.name}' of '${service.name}', and no handler that one comes to calls it`;
      context.problems.add('FTM441', symbol.uri, symbol.nameRange, message, { tags: ['unnecessary'] });
    }
  }
}

/** What is named outside of handlers, and what that calls in turn. */
function reachedHandlers(
  services: readonly BoundService[],
  references: readonly Reference[],
): ReadonlySet<ModelSymbol> {
  const handlers = services.flatMap((service) => service.handlers);
  const asked = new Set<ModelSymbol>();
  for (const reference of references) if (!isInside(reference, handlers)) asked.add(reference.symbol);
  const open = services.flatMap((service) => {
    const [only, second] = service.handlers;
    // Whoever names only the service asks for its only handler.
    if (only !== undefined && second === undefined && asked.has(service.symbol)) return [only];
    return service.handlers.filter(({ symbol }) => asked.has(symbol));
  });
  const reached = new Set<ModelSymbol>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next.symbol)) continue;
    reached.add(next.symbol);
    for (const step of next.steps) if (step.kind === 'call') open.push(step.handler);
  }
  return reached;
}

function isInside({ uri, range }: Reference, handlers: readonly BoundHandler[]): boolean {
  return handlers.some(
    ({ symbol }) => symbol.uri === uri && symbol.fullRange.start <= range.start && range.end <= symbol.fullRange.end,
  );
}
