/** The language room: from text to checked models. What is not exported here is its own business. */
export * from './model';
export { problemCodes, type ProblemCode, type ProblemCodeEntry, type Severity } from './problem-codes';
export * from './problem';
export type * from './program';
export { openProgram, newProgramCache } from './program/open-program';
export type { SourceFile } from './program/source-file';
export { SourceText, type TextPosition, type TextRange } from './source-text';
export { parse, prepareParser, type ParsedText } from './syntax/parse';
export * from './names/symbols';
export { SymbolTable } from './names/symbol-table';
export { format, formatEdits } from './formatter/format';
/** What may be written where, for completion and hover. */
export * from './schema/block-schema';
export * from './schema/function-schemas';
export * from './schema/metric-schemas';
export * from './schema/policy-schemas';
export * from './schema/run-schemas';
export * from './schema/service-schemas';
export * from './schema/topology-schemas';
export type { FunctionSchema, ParameterSchema, ValueType, WordSchema } from './schema/value-type';
export { describeType, signatureOf } from './values/describe-type';
export type * from './bind/bound';
