import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { PropertySchema, SectionSchema } from '../../../language/schema/block-schema';
import type { FunctionSchema, ParameterSchema } from '../../../language/schema/value-type';
import { describeType } from '../../../language/values/describe-type';
import { propertyText } from '../property-text';
import type { Snapshot } from '../../snapshot';
import { relativePath } from '../../uris';
import { nameOffers } from './offer';
import type { Offer } from './offer';
import type { Slot, Word } from './slot';
import { valueItems } from './value-items';

/** What a slot offers, in the order in which it is shown. */
export function itemsOf(snapshot: Snapshot, slot: Slot, models: readonly string[]): readonly Offer[] {
  switch (slot.kind) {
    case 'words':
      return slot.words.map(wordOffer);
    case 'names':
      return nameOffers(snapshot, slot.of, slot.within);
    case 'handlers':
      return snapshot.symbols
        .visibleSymbols('handler')
        .filter(({ container }) => container?.name === slot.of || isBehind(snapshot, slot.of, container?.name))
        .map(({ name, detail }) => ({ label: name, kind: CompletionItemKind.Method, detail }));
    case 'value':
      return valueItems(snapshot, slot.type, slot.default);
    case 'properties':
      return [
        ...[...slot.block.properties.values()].filter(({ name }) => !slot.written.has(name)).map(propertyOffer),
        ...[...slot.block.sections.values()].filter(({ name }) => !slot.written.has(name)).map(sectionOffer),
      ];
    case 'parameters':
      return slot.of.parameters
        .filter(({ name, positional }) => positional !== true && !slot.written.has(name))
        .map((parameter) => parameterOffer(slot.of, parameter));
    case 'paths':
      return models
        .filter((uri) => uri !== snapshot.uri)
        .map((uri) => ({ label: `"${relativePath(snapshot.uri, uri)}"`, kind: CompletionItemKind.File }));
  }
}

function wordOffer({ word, documentation, detail, snippet }: Word): Offer {
  return {
    label: word,
    kind: snippet === undefined ? CompletionItemKind.Keyword : CompletionItemKind.Snippet,
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    ...(detail === undefined ? {} : { detail }),
    ...(snippet === undefined ? {} : { insertText: snippet, insertTextFormat: InsertTextFormat.Snippet }),
  };
}

function propertyOffer(property: PropertySchema): Offer {
  const detail = property.default ?? property.absent;
  return {
    label: property.name,
    kind: CompletionItemKind.Property,
    insertText: `${property.name}: `,
    detail: detail === undefined ? describeType(property.type) : `default: ${detail}`,
    documentation: { kind: 'markdown', value: propertyText(property) },
  };
}

function sectionOffer({ name, documentation }: SectionSchema): Offer {
  return {
    label: name,
    kind: CompletionItemKind.Property,
    insertText: `${name} { $0 }`,
    insertTextFormat: InsertTextFormat.Snippet,
    documentation: { kind: 'markdown', value: documentation },
  };
}

function parameterOffer(schema: FunctionSchema, parameter: ParameterSchema): Offer {
  return {
    label: `${parameter.name}:`,
    kind: CompletionItemKind.Field,
    insertText: `${parameter.name}: `,
    detail: `${schema.name}: ${describeType(parameter.type)}`,
    documentation: { kind: 'markdown', value: parameter.documentation },
  };
}

/** Whether a balancer of that name leads to the service. */
function isBehind({ program: { model } }: Snapshot, balancer: string, service: string | undefined): boolean {
  if (service === undefined) return false;
  return model.topologies.some(({ balancers }) =>
    balancers.some(({ name, to }) => name === balancer && to?.name === service),
  );
}
