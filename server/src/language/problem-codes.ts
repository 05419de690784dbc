import { designProblemCodes } from './design-problem-codes';
import { nameProblemCodes } from './name-problem-codes';
import { valueProblemCodes } from './value-problem-codes';

/** How much a problem matters: only an error keeps a model from being run. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One row of the table of problem codes: what the documentation and the editor say about a code. */
export interface ProblemCodeEntry {
  /** Stable word for the code, used in tests and documentation links. */
  readonly name: string;
  readonly severity: Severity;
  /** A few words, as a heading. */
  readonly title: string;
  /** One sentence that explains what is wrong and why it matters. */
  readonly explanation: string;
}

/**
 * Every code a problem may have; numbers are never reused for another meaning.
 *
 * 100–149 syntax · 150–199 words and literals · 200–249 names · 250–279 imports · 300–399 kinds and values ·
 * 400–499 design · 500–599 what is not simulated, and limits.
 */
export const problemCodes = {
  FTM101: {
    name: 'expected-token',
    severity: 'error',
    title: 'Something is missing',
    explanation: 'The statement needs a word, a name or a sign here that is not there.',
  },
  FTM102: {
    name: 'unexpected-token',
    severity: 'error',
    title: 'Unexpected text',
    explanation: 'Nothing that may stand here begins with this text, so it was passed over.',
  },
  FTM103: {
    name: 'missing-colon',
    severity: 'error',
    title: 'Missing colon',
    explanation: "A property is written 'key: value'.",
  },
  FTM104: {
    name: 'missing-value',
    severity: 'error',
    title: 'Missing value',
    explanation: 'A property or clause is there without its value.',
  },
  FTM105: {
    name: 'missing-brace',
    severity: 'error',
    title: 'Missing brace',
    explanation: 'A block is not closed, or not opened.',
  },
  FTM106: {
    name: 'unknown-statement',
    severity: 'error',
    title: 'Unknown statement',
    explanation: 'No statement of this block begins with this word.',
  },
  FTM107: {
    name: 'missing-name',
    severity: 'error',
    title: 'Missing name',
    explanation: 'A declaration or a reference needs a name here.',
  },
  FTM108: {
    name: 'missing-trigger',
    severity: 'error',
    title: 'Fault without a trigger',
    explanation: "A fault says when it happens: 'at 5s', 'every 30s', 'when leader of orders changes' or 'randomly'.",
  },
  FTM109: {
    name: 'missing-clause',
    severity: 'error',
    title: 'Missing part of an action',
    explanation: 'The action cannot be carried out without this part.',
  },
  FTM110: {
    name: 'clause-does-not-apply',
    severity: 'error',
    title: 'Part does not apply',
    explanation: 'The action does not take this part, or has it already.',
  },
  FTM111: {
    name: 'needless-separator',
    severity: 'error',
    title: 'Needless separator',
    explanation: 'Properties and statements follow each other without commas or semicolons.',
  },
  FTM140: {
    name: 'nested-too-deeply',
    severity: 'error',
    title: 'Nested too deeply',
    explanation: 'Brackets may nest only so deep; what lies deeper is passed over.',
  },
  FTM141: {
    name: 'file-too-large',
    severity: 'error',
    title: 'File too large',
    explanation: 'The file is larger than the language server reads.',
  },
  FTM142: {
    name: 'too-many-problems',
    severity: 'error',
    title: 'Too many problems',
    explanation: 'The file has so many syntax problems that the rest are not listed.',
  },
  FTM150: {
    name: 'unknown-character',
    severity: 'error',
    title: 'Unknown character',
    explanation: 'The character has no meaning in a model outside comments and strings.',
  },
  FTM151: {
    name: 'unterminated-string',
    severity: 'error',
    title: 'Unterminated string',
    explanation: 'A string ends with a double quote on the line on which it began.',
  },
  FTM152: {
    name: 'unterminated-comment',
    severity: 'error',
    title: 'Unterminated comment',
    explanation: "A comment that begins with '/*' ends with '*/'.",
  },
  FTM153: {
    name: 'unknown-unit',
    severity: 'error',
    title: 'Unknown unit',
    explanation: 'The letters after the number are no unit of the language.',
  },
  FTM154: {
    name: 'space-before-unit',
    severity: 'error',
    title: 'Space before a unit',
    explanation: "A unit follows its number without a space: '10ms'.",
  },
  FTM155: {
    name: 'number-too-large',
    severity: 'error',
    title: 'Number too large',
    explanation: 'The number is larger than can be computed with.',
  },
  ...nameProblemCodes,
  ...valueProblemCodes,
  ...designProblemCodes,
} as const satisfies Record<string, ProblemCodeEntry>;

/** A code of the table: `FTM` and three digits. */
export type ProblemCode = keyof typeof problemCodes;
