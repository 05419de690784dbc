import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { Problem, ProblemTag } from '../../language/problem';
import type { Severity } from '../../language/problem-codes';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** Where the documentation says more about a code; undefined where there is none to be reached. */
export type CodePage = (code: string) => string | undefined;

/** The problems of the document itself; those of its imports are shown where they are. */
export function diagnosticsOf(snapshot: Snapshot, codePage: CodePage): Diagnostic[] {
  return snapshot.program.problems
    .filter((problem) => problem.uri === snapshot.uri)
    .map((problem) => diagnosticOf(snapshot, problem, codePage));
}

function diagnosticOf(snapshot: Snapshot, problem: Problem, codePage: CodePage): Diagnostic {
  const page = codePage(problem.code);
  const related = relatedOf(snapshot, problem);
  const tags = (problem.tags ?? []).map((tag) => TAGS[tag]);
  return {
    range: rangeOf(snapshot.source, problem.range),
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    source: 'ftm',
    message: problem.message,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

function relatedOf(snapshot: Snapshot, problem: Problem): NonNullable<Diagnostic['relatedInformation']> {
  return problem.related.flatMap(({ uri, range, message }) => {
    const source = snapshot.sourceOf(uri);
    return source === undefined ? [] : [{ location: { uri, range: rangeOf(source, range) }, message }];
  });
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS: Readonly<Record<ProblemTag, DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};
