/** The language room: from text to checked models. What is not exported here is its own business. */
export * from './model';
export { problemCodes, type ProblemCode, type ProblemCodeEntry, type Severity } from './problem-codes';
export * from './problem';
export type * from './program';
export { openProgram, newProgramCache } from './program/open-program';
export type { SourceFile } from './program/source-file';
export { SourceText, type TextPosition, type TextRange } from './source-text';
export { parse, type ParsedText } from './syntax/parse';
export * from './names/symbols';
export { SymbolTable } from './names/symbol-table';
export { format, formatEdits } from './formatter/format';
