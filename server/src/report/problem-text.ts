import type { Problem } from '../language/problem';
import type { TextPosition } from '../language/source-text';

/** Looks up the place of an offset in a file that took part. */
export type PositionLookup = (uri: string, offset: number) => TextPosition;

/** `file:line:column: severity code: message`, with line and column counted from 1, as compilers print it. */
export function problemText(problem: Problem, positionOf: PositionLookup): string {
  const { uri, range, severity, code, message } = problem;
  return diagnosticText({ file: uri, ...positionOf(uri, range.start), severity, code, message });
}

export interface Diagnostic extends TextPosition {
  readonly file: string;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
}

export function diagnosticText({ file, line, column, severity, code, message }: Diagnostic): string {
  return `${file}:${line + 1}:${column + 1}: ${severity} ${code}: ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
}
