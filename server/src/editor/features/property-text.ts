import type { PropertySchema } from '../../language/schema/block-schema';
import type { FunctionSchema, ValueType } from '../../language/schema/value-type';
import { describeType, signatureOf } from '../../language/values/describe-type';

/** What completion and hover say about a property, as Markdown: its meaning, what may be written, its default. */
export function propertyText(property: PropertySchema): string {
  const choices = choicesOf(property.type);
  return [
    property.documentation,
    '',
    choices === '' ? `Takes ${describeType(property.type)}.` : choices,
    '',
    defaultText(property),
  ]
    .join('\n')
    .trim();
}

/** What a function stands for, with its parameters. */
export function functionText(schema: FunctionSchema): string {
  const parameters = schema.parameters.map(
    ({ name, documentation, default: usual }) =>
      `- \`${name}\`: ${documentation}${usual === undefined ? '' : ` Default \`${usual}\`.`}`,
  );
  return [`\`\`\`ftm\n${signatureOf(schema)}\n\`\`\``, schema.documentation, '', ...parameters].join('\n').trim();
}

function defaultText({ default: usual, absent, required }: PropertySchema): string {
  if (usual !== undefined) return `Default: \`${usual}\`.`;
  if (absent !== undefined) return `Without it: ${absent}.`;
  return required === true ? 'It must be given.' : '';
}

/** A closed choice as a list, with what each word means. */
function choicesOf(type: ValueType): string {
  switch (type.kind) {
    case 'words':
      return type.words.map(({ word, documentation }) => `- \`${word}\`: ${documentation}`).join('\n');
    case 'function':
      return type.functions.map((each) => `- \`${signatureOf(each)}\`: ${each.documentation}`).join('\n');
    case 'either': {
      const lists = type.options.map((option) => choicesOf(option) || `- ${describeType(option)}`);
      return lists.join('\n');
    }
    default:
      return '';
  }
}
