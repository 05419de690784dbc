/** Parts of the documentation that say what the tables of the language say. */
import { WARNING_CODES } from '../../../server/src/analysis';
import { NOT_SIMULATED_CODE, NOT_SIMULATED_ENTRY } from '../../../server/src/campaigns/not-simulated';
import { inputProblems } from '../../../server/src/command-line/input-problem';
import { problemCodes, type ProblemCodeEntry } from '../../../server/src/language';
import type { BlockSchema } from '../../../server/src/language/schema/block-schema';
import {
  backoffType,
  detectorType,
  distributionFunctions,
  fallbackType,
  keysType,
  logType,
  restartType,
} from '../../../server/src/language/schema/function-schemas';
import { guarantees, metrics, statistics } from '../../../server/src/language/schema/metric-schemas';
import { families } from '../../../server/src/language/schema/policy-schemas';
import {
  deployBlock,
  experimentBlock,
  scenarioBlock,
  workloadBlock,
} from '../../../server/src/language/schema/run-schemas';
import { balancerBlock, callBlock, jobBlock, serviceBlock } from '../../../server/src/language/schema/service-schemas';
import {
  domainBlock,
  groupBlock,
  linkBlock,
  nodeBlock,
  storeBlock,
} from '../../../server/src/language/schema/topology-schemas';
import type { FunctionSchema, ValueType, WordSchema } from '../../../server/src/language/schema/value-type';
import { units } from '../../../server/src/language/units';
import { describeType, signatureOf } from '../../../server/src/language/values/describe-type';
import { renderExample } from './design-examples';

export const blocks: Readonly<Record<string, BlockSchema>> = {
  domain: domainBlock,
  group: groupBlock,
  node: nodeBlock,
  link: linkBlock,
  store: storeBlock,
  service: serviceBlock,
  call: callBlock,
  balancer: balancerBlock,
  job: jobBlock,
  workload: workloadBlock,
  scenario: scenarioBlock,
  experiment: experimentBlock,
  deploy: deployBlock,
};

const functions: Readonly<Record<string, readonly FunctionSchema[]>> = {
  distributions: distributionFunctions,
  detectors: functionsOf(detectorType),
  backoff: functionsOf(backoffType),
  restart: functionsOf(restartType),
  keys: functionsOf(keysType),
  log: functionsOf(logType),
  fallback: functionsOf(fallbackType),
};

/** Every generated part by the name that its marker in the page gives. */
export function renderPart(name: string): string {
  const [kind, what = ''] = name.split(' ');
  switch (kind) {
    case 'block':
      return blockTable(found(blocks, what));
    case 'functions':
      return functionTable(found(functions, what));
    case 'families':
      return families.map((each) => familyPart(each.family, each.documentation, each.block)).join('\n\n');
    case 'metrics':
      return metricTable();
    case 'statistics':
      return wordTable(statistics);
    case 'guarantees':
      return wordTable(guarantees.map((each) => ({ word: each.name, documentation: each.documentation })));
    case 'units':
      return unitTable();
    default:
      throw new Error(`no part of the documentation is called '${name}'`);
  }
}

/** The page of all problem codes. */
export function renderDiagnostics(): string {
  const groups: readonly (readonly [string, string, string])[] = [
    ['Syntax', 'FTM100', 'FTM200'],
    ['Names and imports', 'FTM200', 'FTM300'],
    ['Values, and what cannot be', 'FTM300', 'FTM400'],
    ['Design', 'FTM400', 'FTM500'],
    ['Limits, and what is not simulated', 'FTM500', 'FTM600'],
  ];
  const entries: [string, ProblemCodeEntry][] = [
    ...Object.entries(problemCodes),
    [NOT_SIMULATED_CODE, NOT_SIMULATED_ENTRY],
  ];
  const sections = groups.flatMap(([title, from, to]) => {
    const codes = entries.filter(([code]) => code >= from && code < to).sort(([a], [b]) => (a < b ? -1 : 1));
    if (codes.length === 0) return [];
    const parts = codes.flatMap(([code, entry]) => [
      `### ${code}\n\n**${entry.title}** (\`${entry.name}\`, ${entry.severity}). ${entry.explanation}`,
      ...(title === 'Design' ? renderExample(code) : []),
    ]);
    return [`## ${title}`, ...parts];
  });
  return (
    [
      '# Diagnostics',
      '<!-- Written from the tables of problem codes and the fixtures that test them; a test fails when it is stale. UPDATE_DOCS=1 writes it anew. -->',
      'Every problem has a code that never changes its meaning. An error keeps what uses the place from being run; a ' +
        'warning is about a design that runs and is most likely not meant. Warnings and hints can be silenced by a ' +
        'comment on their line or on the line before, with the code and a reason:',
      '```ftm\n// ftm-ignore FTM402: four sites are what there is\nstore orders on n[1..4] using Raft3\n```',
      ...sections,
      '## Runs',
      'A run that proves nothing must not look like one that proves something: these warnings stand in its report.',
      ...sectionsOf(Object.entries(WARNING_CODES)),
      '## Commands',
      'Errors of what a command was given. It ends with status 2 and has written nothing.',
      ...sectionsOf(Object.values(inputProblems).map(({ code, explanation }) => [code, explanation])),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function sectionsOf(rows: readonly (readonly [code: string, explanation: string])[]): readonly string[] {
  return rows.map(([code, explanation]) => `### ${code}\n\n${explanation}`);
}

function familyPart(name: string, documentation: string, schema: BlockSchema): string {
  return `#### ${name}\n\n${documentation}\n\n${blockTable(schema, new Set(['detector']))}`.trimEnd();
}

function blockTable(schema: BlockSchema, without: ReadonlySet<string> = new Set()): string {
  const rows = propertyRows(schema, '', without);
  return rows.length === 0 ? 'No properties of its own.' : table(['Property', 'Value', 'Default', 'Meaning'], rows);
}

function propertyRows(schema: BlockSchema, prefix: string, without: ReadonlySet<string>): string[][] {
  const own = [...schema.properties.values()]
    .filter((each) => !without.has(each.name))
    .map((each) => [
      code(`${prefix}${each.name}`),
      typeText(each.type),
      each.default === undefined ? (each.required === true ? 'required' : (each.absent ?? '')) : code(each.default),
      each.documentation + wordNotes(each.type),
    ]);
  const inner = [...schema.sections.values()].flatMap((section) =>
    propertyRows(section.block, `${prefix}${section.name}.`, without),
  );
  return [...own, ...inner];
}

/** What each word of a choice means. */
function wordNotes(type: ValueType): string {
  const words = type.kind === 'words' ? type.words : type.kind === 'either' ? type.options.flatMap(wordsOf) : [];
  return words.map((each) => ` ${code(each.word)}: ${each.documentation}`).join('');
}

function wordsOf(type: ValueType): readonly WordSchema[] {
  return type.kind === 'words' ? type.words : [];
}

function typeText(type: ValueType): string {
  switch (type.kind) {
    case 'words':
      return type.words.map((each) => code(each.word)).join(', ');
    case 'either':
      return type.options.map(typeText).join(', ');
    case 'function':
      return type.functions.map((each) => code(signatureOf(each))).join(', ');
    case 'switch':
      return '`on`, `off`';
    default:
      return describeType(type);
  }
}

function functionTable(list: readonly FunctionSchema[]): string {
  return table(
    ['Function', 'Meaning', 'Parameters'],
    list.map((each) => [
      code(signatureOf(each)),
      each.documentation,
      each.parameters
        .map((parameter) => {
          const otherwise = parameter.default === undefined ? '' : ` (${code(parameter.default)})`;
          return `${code(parameter.name)}${otherwise}: ${parameter.documentation}${wordNotes(parameter.type)}`;
        })
        .join(' '),
    ]),
  );
}

function metricTable(): string {
  const written = { required: ' + statistic', optional: ' [+ statistic]', none: '' } as const;
  return table(
    ['Metric', 'Bound', 'Of', 'Meaning'],
    metrics.map((each) => [
      `${code(each.name)}${written[each.statistic]}${each.absence ? ', `no`' : ''}`,
      typeText(each.bound),
      each.subjects.length === 0 ? 'the run' : each.subjects.join(', '),
      each.documentation,
    ]),
  );
}

function wordTable(words: readonly WordSchema[]): string {
  return table(
    ['Word', 'Meaning'],
    words.map((each) => [code(each.word), each.documentation]),
  );
}

function unitTable(): string {
  const byDimension = new Map<string, string[]>();
  for (const [unit, { dimension }] of units) {
    if (unit !== '') byDimension.set(dimension, [...(byDimension.get(dimension) ?? []), code(unit)]);
  }
  return table(
    ['Of', 'Units'],
    [...byDimension].map(([dimension, spellings]) => [dimension, spellings.join(' ')]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function functionsOf(type: ValueType): readonly FunctionSchema[] {
  return type.kind === 'function' ? type.functions : [];
}

function found<T>(all: Readonly<Record<string, T>>, name: string): T {
  const value = all[name];
  if (value === undefined) throw new Error(`no part of the documentation is called '${name}'`);
  return value;
}
