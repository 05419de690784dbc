import type { BindContext } from '../../bind/bind-context';
import type { BoundModel } from '../../bind/bound';
import type { ModelSymbol } from '../../names/symbols';

/**
 * Marks handlers of the entry file that no request can reach: no call and no workload names them. A file without
 * scenarios is there to be imported, and whoever imports it may ask for any.
 */
export function checkUnreachableHandlers(model: BoundModel, entry: string, context: BindContext): void {
  if (context.scopeOf(entry).isIncomplete || !model.scenarios.some((scenario) => scenario.uri === entry)) return;
  const named = new Set<ModelSymbol>(context.symbols.references.map((reference) => reference.symbol));
  for (const service of model.topologies.flatMap((topology) => topology.services)) {
    if (service.uri !== entry || !context.syntax.isSound(service)) continue;
    // A workload that names only the service asks for its only handler.
    if (service.handlers.length < 2) continue;
    for (const { symbol } of service.handlers) {
      if (symbol.name === '' || named.has(symbol)) continue;
      const message = `no call and no workload asks for '${symbol.name}' of '${service.name}'`;
      context.problems.add('FTM441', symbol.uri, symbol.nameRange, message, { tags: ['unnecessary'] });
    }
  }
}
