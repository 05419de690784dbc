import type { ModelSymbol } from '../names/symbols';
import { callBlock, handlerBlock, operationBlock } from '../schema/service-schemas';
import { readSettings } from '../settings/read-settings';
import type * as tree from '../syntax/syntax-tree';
import { declaredHere, reportUnknownName, type BindContext } from './bind-context';
import type { BoundHandler, BoundService, BoundStep } from './bound';
import { findThing, wantedService, wantedStore, type TopologyScope } from './find-thing';

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
    readSettings(stray, handlerBlock, context.problems.contextOf(service.uri));
    handler.steps = handler.node.steps.flatMap((step) =>
      step.kind === 'step' ? (bindStep(step, service.uri, scope, context) ?? []) : [],
    );
  }
}

function bindStep(node: tree.StepNode, uri: string, scope: TopologyScope, context: BindContext): BoundStep | undefined {
  const reading = context.problems.contextOf(uri);
  const [first, second, third] = node.target?.segments ?? [];
  if (node.operation.text === 'call') {
    const settings = readSettings(node.body?.items ?? [], callBlock, reading);
    if (first === undefined) return undefined;
    const service = findThing(wantedService, first, scope, uri, context);
    if (third !== undefined) reportTooLong(third, uri, context);
    const handler = service && findHandler(service, second, first, uri, context);
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

/** The handler of a service that is named, or its only one; `place` is where it is asked for. */
export function findHandler(
  service: BoundService,
  name: tree.NameNode | undefined,
  place: tree.NameNode,
  uri: string,
  context: BindContext,
): BoundHandler | undefined {
  if (name !== undefined) {
    const handler = service.handlers.find((each) => each.name === name.text);
    if (handler !== undefined) context.symbols.refer({ symbol: handler.symbol, uri, range: name.range });
    else
      reportUnknownName(
        `a handler of '${service.name}' called`,
        name,
        service.handlers.map((each) => each.name),
        uri,
        context,
      );
    return handler;
  }
  const [only, another] = service.handlers;
  if (only !== undefined && another === undefined) return only;
  const message =
    only === undefined
      ? `'${service.name}' has no handlers; add 'handle NAME { ... }' to it`
      : `'${service.name}' has several handlers; say which: ${service.handlers.map((each) => `'${place.text}.${each.name}'`).join(', ')}`;
  context.problems.add('FTM209', uri, place.range, message, { related: [declaredHere(service.symbol)] });
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
