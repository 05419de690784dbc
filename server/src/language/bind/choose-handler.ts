import { nearestWord } from '../nearest-word';
import type { ProblemExtras } from '../problem';
import type { NameNode } from '../syntax/syntax-tree';
import { declaredHere, replacement, type WrittenName } from './bind-context';
import type { BoundHandler, BoundService } from './bound';

/** The handler that is meant, or what to say about a request that names none. */
export type ChosenHandler =
  | { readonly kind: 'found'; readonly handler: BoundHandler }
  | { readonly kind: 'wrong'; readonly at: WrittenName; readonly message: string; readonly extras: ProblemExtras };

/** The handler of a service that is named, or its only one; `place` is the name by which the service is asked. */
export function chooseHandler(service: BoundService, name: NameNode | undefined, place: NameNode): ChosenHandler {
  const [only, another] = service.handlers;
  const handler = name === undefined ? only : service.handlers.find((each) => each.name === name.text);
  if (handler !== undefined && (name !== undefined || another === undefined)) return { kind: 'found', handler };
  const names = service.handlers.map((each) => each.name);
  const ways = names.map((each) => `'${place.text}.${each}'`).join(', ');
  const extras: ProblemExtras = { related: [declaredHere(service.symbol)] };
  if (only === undefined) {
    const message = `'${service.name}' has no handlers; add 'handle NAME { ... }' to it`;
    return { kind: 'wrong', at: place, message, extras };
  }
  if (name === undefined) {
    return { kind: 'wrong', at: place, message: `'${service.name}' has several handlers; say which: ${ways}`, extras };
  }
  const meant = nearestWord(name.text, names);
  const advice = meant === undefined ? `there is ${ways}` : `did you mean '${meant}'?`;
  const fixes = meant === undefined ? [] : [replacement(name.range, meant)];
  const message = `'${service.name}' has no handler '${name.text}'; ${advice}`;
  return { kind: 'wrong', at: name, message, extras: { ...extras, fixes } };
}
