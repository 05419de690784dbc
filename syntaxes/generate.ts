/**
 * Writes `ftm.tmLanguage.json` from the words of the language, so that no word is coloured that the parser does not
 * know. Run with `npx tsx syntaxes/generate.ts`; a test fails when the file is stale.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keywords, vocabulary } from '../server/src/language/syntax/keywords';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly (Rule | { readonly include: string })[];
}

const name = '[\\p{L}_](?:[\\p{L}\\p{N}_]|-(?=[\\p{L}\\p{N}_]))*';
/** A hyphen joins words: `read` is no word of its own in `read-index`. */
const before = '(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}_]-)';
const after = '(?!-?[\\p{L}\\p{N}_])';

function words(list: readonly string[]): string {
  const longestFirst = [...list].sort((left, right) => right.length - left.length || (left < right ? -1 : 1));
  return `${before}(?:${longestFirst.join('|')})${after}`;
}

/** The whole grammar. Words may be anybody's names, so the order matters: names in their places come first. */
export function buildGrammar(): object {
  const containers = [...keywords.domain, ...keywords.topology.filter((word) => word !== 'link')];
  const statements = ['link', ...keywords.statement];
  const rules: Readonly<Record<string, Rule>> = {
    documentation: { name: 'comment.line.documentation.ftm', match: '///(?!/).*$' },
    'line-comment': { name: 'comment.line.double-slash.ftm', match: '//.*$' },
    'block-comment': { name: 'comment.block.ftm', begin: '/\\*', end: '\\*/' },
    string: {
      name: 'string.quoted.double.ftm',
      begin: '"',
      end: '"|$',
      patterns: [{ name: 'constant.character.escape.ftm', match: '\\\\["\\\\]' }],
    },
    declaration: {
      match: `(${words(keywords.declaration)})\\s+(${name})(?=\\s*(?:[{="]|$))`,
      captures: { 1: { name: 'keyword.declaration.ftm' }, 2: { name: 'entity.name.type.ftm' } },
    },
    import: { name: 'keyword.declaration.ftm', match: `${words(['import'])}(?=\\s*")` },
    switch: {
      match: `(${name})\\s*(:)\\s*(${words(['on', 'off'])})(?!\\s*[.(])`,
      captures: {
        1: { name: 'support.type.property-name.ftm' },
        2: { name: 'punctuation.separator.key-value.ftm' },
        3: { name: 'constant.language.switch.ftm' },
      },
    },
    property: {
      match: `(${name})\\s*(:)`,
      captures: {
        1: { name: 'support.type.property-name.ftm' },
        2: { name: 'punctuation.separator.key-value.ftm' },
      },
    },
    function: { name: 'support.function.ftm', match: `${name}(?=\\()` },
    family: {
      match: `(=)\\s*(${words(vocabulary.family)})(?=\\s*(?:\\{|$|//))`,
      captures: { 1: { name: 'keyword.operator.assignment.ftm' }, 2: { name: 'support.class.family.ftm' } },
    },
    guarantee: {
      match: `(${words(['is'])})\\s+(${words(vocabulary.guarantee)})`,
      captures: { 1: { name: 'keyword.other.clause.ftm' }, 2: { name: 'constant.language.guarantee.ftm' } },
    },
    using: {
      match: `(${words(['using'])})\\s+(${name})`,
      captures: { 1: { name: 'keyword.other.clause.ftm' }, 2: { name: 'entity.name.type.ftm' } },
    },
    container: {
      match: `(${words(containers)})\\s+(?!${words(['on', 'to', 'for'])}\\s)(${name})`,
      captures: { 1: { name: 'storage.type.ftm' }, 2: { name: 'entity.name.tag.ftm' } },
    },
    handler: {
      match: `(${words(['handle'])})\\s+(${name})`,
      captures: { 1: { name: 'keyword.control.ftm' }, 2: { name: 'entity.name.function.ftm' } },
    },
    step: {
      match: `(${words(vocabulary.operation)})\\s+(${name}(?:\\.${name})*)(?=\\s*(?:[{}/]|$|${words(vocabulary.operation)}))`,
      captures: { 1: { name: 'keyword.control.operation.ftm' }, 2: { name: 'variable.other.ftm' } },
    },
    section: { name: 'support.type.section.ftm', match: `${name}(?=\\s*\\{)` },
    quantity: {
      match: `([+-]?[0-9]+(?:\\.[0-9]+)?)(%|[A-Za-z]+(?:/[A-Za-z]+)?|/[A-Za-z]+|\\s+${words(keywords.unit)})?${after}`,
      captures: { 1: { name: 'constant.numeric.ftm' }, 2: { name: 'keyword.other.unit.ftm' } },
    },
    trigger: { name: 'keyword.control.trigger.ftm', match: words(keywords.trigger) },
    statement: { name: 'keyword.control.ftm', match: words(statements) },
    action: { name: 'keyword.other.action.ftm', match: words(keywords.action) },
    role: { name: 'keyword.other.role.ftm', match: `${words(keywords.role)}(?=\\s+(?:of\\b|[0-9]))` },
    behaviour: { name: 'constant.language.behaviour.ftm', match: words(vocabulary.behaviour) },
    clause: { name: 'keyword.other.clause.ftm', match: words(keywords.clause) },
    name: { name: 'variable.other.ftm', match: name },
    arrow: { name: 'keyword.operator.arrow.ftm', match: '<->|->' },
    range: { name: 'keyword.operator.range.ftm', match: '\\.\\.' },
    comparison: { name: 'keyword.operator.comparison.ftm', match: '[<>]=?' },
    assignment: { name: 'keyword.operator.assignment.ftm', match: '=' },
    operator: { name: 'keyword.operator.ftm', match: '\\+-|\\|' },
    braces: { name: 'punctuation.section.block.ftm', match: '[{}]' },
    brackets: { name: 'punctuation.section.brackets.ftm', match: '[\\[\\]()]' },
    separator: { name: 'punctuation.separator.ftm', match: '[,.:]' },
  };
  return {
    name: 'ftm',
    scopeName: 'source.ftm',
    fileTypes: ['ftm'],
    patterns: Object.keys(rules).map((key) => ({ include: `#${key}` })),
    repository: rules,
  };
}

/** The text of the grammar file. */
export function grammarText(): string {
  return `${JSON.stringify(buildGrammar(), undefined, 2)}\n`;
}

if (require.main === module) writeFileSync(join(__dirname, 'ftm.tmLanguage.json'), grammarText());
