import { decodeSource, fileLoader, readSourceFile, type SourceReading } from '../campaigns/source-files';
import { openProgram, type Problem, type Program } from '../language';
import type { SourceLoader } from '../language/program';
import { SourceText } from '../language/source-text';
import { problemText, type PositionLookup } from '../report/problem-text';
import { unusable, UnusableInput } from './input-problem';

/** Stands for standard input, on the command line and in diagnostics. */
const STDIN_ARGUMENT = '-';
export const STDIN_NAME = '<stdin>';

/** A model file that was named on the command line, with all that it imports. */
export interface OpenedModel {
  /** As it was named; `<stdin>` for `-`. */
  readonly file: string;
  readonly text: string;
  readonly program: Program;
  readonly positionOf: PositionLookup;
}

/** A file that was named, read. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Reads every file that is named, and refuses all of them when one cannot be read. */
export async function readTexts(
  files: readonly string[],
  input: AsyncIterable<Uint8Array>,
  limit?: number,
): Promise<readonly NamedText[]> {
  const stdin = files.includes(STDIN_ARGUMENT) ? decodeSource(await readAll(input), limit) : undefined;
  const readings = [...new Set(files)].map((file) =>
    file === STDIN_ARGUMENT && stdin !== undefined
      ? { name: STDIN_NAME, reading: stdin }
      : { name: file, reading: readSourceFile(file, limit) },
  );
  const refused = readings.flatMap(({ name, reading }) => refusalOf(name, reading) ?? []);
  if (refused.length > 0) throw new UnusableInput(refused.flatMap(({ diagnostics }) => diagnostics));
  return readings.flatMap(({ name, reading }) => (reading.kind === 'text' ? { name, text: reading.text } : []));
}

/** Opens every model that is named. */
export async function openModels(
  files: readonly string[],
  input: AsyncIterable<Uint8Array>,
): Promise<readonly OpenedModel[]> {
  const texts = await readTexts(files, input);
  return texts.map(({ name, text }) => openModel(name, text));
}

/** All files that some models are made of, with what they import. */
export function filesOf(models: readonly OpenedModel[]): readonly string[] {
  return models.flatMap(({ program }) => program.files.map(({ uri }) => uri));
}

/** Every diagnostic of some models, each once, however many of them import the file it is in. */
function diagnosticsOf(
  models: readonly OpenedModel[],
  wanted: (problem: Problem) => boolean = () => true,
): readonly string[] {
  const lines = models.flatMap(({ program, positionOf }) =>
    program.problems.filter(wanted).map((problem) => problemText(problem, positionOf)),
  );
  return [...new Set(lines)];
}

/** Refuses models with errors; answers the diagnostics of those that can be used all the same, down to `lowest`. */
export function requireUsable(
  models: readonly OpenedModel[],
  lowest: 'hint' | 'warning' = 'warning',
  isSaid: (problem: Problem) => boolean = () => true,
): readonly string[] {
  if (models.some(({ program }) => hasErrors(program))) throw new UnusableInput(diagnosticsOf(models));
  return diagnosticsOf(models, (problem) => (lowest === 'hint' || problem.severity === 'warning') && isSaid(problem));
}

/** Whether a problem is one of a scenario that runs several times by what the command or an experiment says. */
export function holdsOfSeveralRuns({ code }: Problem): boolean {
  return code !== 'FTM445';
}

function hasErrors({ problems }: Program): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function openModel(file: string, text: string): OpenedModel {
  const sources = new Map([[file, new SourceText(file, text)]]);
  const load = fileLoader();
  const remembering: SourceLoader = (path, fromUri) => {
    const loaded = load(path, fromUri);
    if (loaded.kind === 'text') sources.set(loaded.uri, new SourceText(loaded.uri, loaded.text));
    return loaded;
  };
  const positionOf: PositionLookup = (uri, offset) => sources.get(uri)?.positionAt(offset) ?? { line: 0, column: 0 };
  return { file, text, program: openProgram(file, text, remembering), positionOf };
}

/**
 * A model that declares topologies and no scenario, as if a scenario used each of them: what is computed of a topology takes no
 * load and no faults. Each is called like its topology and stands on the same line.
 */
export function withScenarios(model: OpenedModel): OpenedModel {
  const { file, text, program } = model;
  if (program.scenarios.length > 0) return model;
  const own = program.model.topologies.filter(({ uri }) => uri === file);
  const extended = own.reduceRight((all, { name, node }) => {
    const { start } = node.range;
    return `${all.slice(0, start)}scenario ${name} { topology: ${name} } ${all.slice(start)}`;
  }, text);
  return own.length === 0 ? model : openModel(file, extended);
}

function refusalOf(file: string, reading: SourceReading): UnusableInput | undefined {
  switch (reading.kind) {
    case 'text':
      return undefined;
    case 'missing':
      return unusable('missing-file', file, `cannot read the file: ${reading.reason}`);
    case 'unreadable':
      return unusable('unreadable-file', file, `cannot read the file: ${reading.reason}`);
    case 'too-large':
      return unusable('too-large-file', file, `cannot read the file: ${reading.reason}`);
  }
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of input) parts.push(part);
  return Buffer.concat(parts);
}
