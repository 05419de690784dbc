import type { BindContext } from '../../bind/bind-context';
import type { BoundModel } from '../../bind/bound';
import type { ModelSymbol } from '../../names/symbols';

/**
 * Marks declarations of the entry file that nothing uses. A file without scenarios is there to be imported, so all of
 * it may be used elsewhere; scenarios and experiments themselves are what is run.
 */
export function checkUnusedDeclarations(model: BoundModel, entry: string, context: BindContext): void {
  // What uses it may be what could not be read.
  if (context.scopeOf(entry).isIncomplete || context.syntax.hasErrors(entry)) return;
  if (!model.scenarios.some((scenario) => scenario.uri === entry)) return;
  const used = new Set<ModelSymbol>(context.symbols.references.map((reference) => reference.symbol));
  // The only topology of a model is used by scenarios that name none.
  for (const scenario of model.scenarios) if (scenario.topology !== undefined) used.add(scenario.topology.of.symbol);
  for (const { symbol } of [...model.topologies, ...model.policies, ...model.workloads, ...model.schedules]) {
    if (symbol.uri !== entry || symbol.name === '' || used.has(symbol)) continue;
    const message = `'${symbol.name}' is not used in this file`;
    context.problems.add('FTM420', symbol.uri, symbol.nameRange, message, { tags: ['unnecessary'] });
  }
}
