import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { Problem, ProblemTag } from '../../language/problem';
import type { Severity } from '../../language/problem-codes';
import { rangeOf } from '../positions';
import type { Documentation } from '../documentation';
import type { Snapshot } from '../snapshot';

/** The problems of the document itself; those of its imports are shown where they are. */
export function diagnosticsOf(snapshot: Snapshot, documentation: Documentation): Diagnostic[] {
  return snapshot.program.problems
    .filter((problem) => problem.uri === snapshot.uri)
    .map((problem) => diagnosticOf(snapshot, problem, documentation));
}

function diagnosticOf(snapshot: Snapshot, problem: Problem, documentation: Documentation): Diagnostic {
  const page = documentation('diagnostics.md', problem.code);
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
