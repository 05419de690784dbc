import type { ModelSymbol } from '../names/symbols';
import { callBlock, handlerBlock, operationBlock } from '../schema/service-schemas';
import { readSettings } from '../settings/read-settings';
import type * as tree from '../syntax/syntax-tree';
import { vocabulary } from '../syntax/keywords';
import { declaredHere, type BindContext } from './bind-context';
import type { BoundHandler, BoundService, BoundStep } from './bound';
import { chooseHandler } from './choose-handler';
import { findThing, wantedService, wantedStore, type TopologyScope } from './find-thing';

const operationWords: ReadonlySet<string> = new Set(vocabulary.operation);

/** Declares the handlers of a service; what their steps mean is found out when all is declared. */
export function bindHandlers(
  node: tree.ServiceNode,
  service: ModelSymbol,
  context: BindContext,
): readonly BoundHandler[] {
  const handlers: BoundHandler[] = [];
  for (const item of node.body?.items ?? []) {
    if (item.kind !== 'handler' || item.name === undefined) continue;
    const { uri } = service;
    const symbol: ModelSymbol = {
      kind: 'handler',
      name: item.name.text,
      uri,
      nameRange: item.name.range,
      fullRange: item.range,
      documentation: item.documentation,
      detail: `handler of ${service.name}`,
      container: service,
      isSpelledOut: true,
    };
    const first = handlers.find((each) => each.name === symbol.name);
    if (first !== undefined) {
      const message = `'${service.name}' has a handler '${symbol.name}' already`;
      context.problems.add('FTM202', uri, symbol.nameRange, message, { related: [declaredHere(first.symbol)] });
      continue;
    }
    context.symbols.declare(symbol);
    handlers.push({ symbol, name: symbol.name, uri, node: item, steps: [] });
  }
  return handlers;
}

/** Finds the targets of the steps of every handler. */
export function bindSteps(service: BoundService, scope: TopologyScope, context: BindContext): void {
  for (const handler of service.handlers) {
    const stray = handler.node.steps.filter((step) => step.kind !== 'step');
    // Where a brace is missing, what lies in the handler is most likely of a call.
    if (!scope.names.isIncomplete) readSettings(stray, handlerBlock, context.problems.contextOf(service.uri));
    handler.steps = handler.node.steps.flatMap((step) =>
      step.kind === 'step' ? (bindStep(step, service.uri, scope, context) ?? []) : [],
    );
  }
}

function bindStep(node: tree.StepNode, uri: string, scope: TopologyScope, context: BindContext): BoundStep | undefined {
  // The parser has spoken of a step that does not say what it does.
  if (!operationWords.has(node.operation.text)) return undefined;
  const reading = context.problems.contextOf(uri);
  const [first, second, third] = node.target?.segments ?? [];
  if (node.operation.text === 'call') {
    const settings = readSettings(node.body?.items ?? [], callBlock, reading);
    if (first === undefined) return undefined;
    const service = findThing(wantedService, first, scope, uri, context);
    if (third !== undefined) reportTooLong(third, uri, context);
    const handler = service && findHandler(service, second, first, scope, uri, context);
    return service && handler && { kind: 'call', service, handler, settings, node };
  }
  readSettings(node.body?.items ?? [], operationBlock, reading);
  if (first === undefined) return undefined;
  const store = findThing(wantedStore, first, scope, uri, context);
  if (store !== undefined && second !== undefined) {
    const message = `'${first.text}' is a store and has no parts; write '${node.operation.text} ${first.text}'`;
    context.problems.add('FTM208', uri, second.range, message);
    return undefined;
  }
  return store && { kind: 'operation', word: node.operation.text, store, node };
}

function findHandler(
  service: BoundService,
  name: tree.NameNode | undefined,
  place: tree.NameNode,
  scope: TopologyScope,
  uri: string,
  context: BindContext,
): BoundHandler | undefined {
  const chosen = chooseHandler(service, name, place);
  if (chosen.kind === 'found') {
    if (name !== undefined) context.symbols.refer({ symbol: chosen.handler.symbol, uri, range: name.range });
    return chosen.handler;
  }
  if (!scope.names.isIncomplete) {
    context.problems.add('FTM209', uri, chosen.at.range, chosen.message, chosen.extras);
  }
  return undefined;
}

function reportTooLong(segment: tree.NameNode, uri: string, context: BindContext): void {
  context.problems.add(
    'FTM208',
    uri,
    segment.range,
    'a call names a service, or a service and its handler: api.checkout',
  );
}
