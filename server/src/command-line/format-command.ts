import { format } from '../language/formatter/format';
import { SourceText } from '../language/source-text';
import { problemText } from '../report/problem-text';
import type { CommandContext } from './command-context';
import { ExitStatus } from './exit-status';
import { UnusableInput } from './input-problem';
import { openModels, STDIN_NAME, type OpenedModel } from './open-models';
import { writeOutputs } from './write-files';

export interface FormatOptions {
  readonly check?: boolean;
}

interface FormattedModel {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** `ftm format FILE...`: rewrites files in place; standard input goes to standard output. */
export async function formatCommand(
  files: readonly string[],
  { check = false }: FormatOptions,
  { terminal, input }: CommandContext,
): Promise<ExitStatus> {
  const models = formatAll(await openModels(files, input));
  const changed = models.filter(({ before, after }) => before !== after);
  if (check) {
    for (const { file } of changed) terminal.out(`${file} is not formatted\n`);
    return changed.length === 0 ? ExitStatus.Holds : ExitStatus.Fails;
  }
  writeOutputs(
    changed.filter(({ file }) => file !== STDIN_NAME).map(({ file, after }) => ({ path: file, text: after })),
  );
  for (const { file, after } of models) if (file === STDIN_NAME) terminal.out(after);
  return ExitStatus.Holds;
}

/** All of them or none: a text whose structure is not known for sure is left as it is. */
function formatAll(models: readonly OpenedModel[]): readonly FormattedModel[] {
  const formatted: FormattedModel[] = [];
  const refused: string[] = [];
  for (const model of models) {
    const after = format(new SourceText(model.file, model.text));
    if (after === undefined) refused.push(...syntaxErrors(model));
    else formatted.push({ file: model.file, before: model.text, after });
  }
  if (refused.length > 0) throw new UnusableInput(refused);
  return formatted;
}

/** Names and values that make no sense do not keep a text from being formatted, so they are not listed. */
function syntaxErrors({ file, program, positionOf }: OpenedModel): readonly string[] {
  return program.problems
    .filter(({ uri, severity, code }) => uri === file && severity === 'error' && code.startsWith(SYNTAX_CODES))
    .map((problem) => problemText(problem, positionOf));
}

/** Codes of problems with words and structure; see the table of problem codes. */
const SYNTAX_CODES = 'FTM1';
