import type { ScenarioModel } from '../../language/model';
import type { Program } from '../../language/program';
import type { SourceText, TextRange } from '../../language/source-text';
import type { ScenarioNode } from '../../language/syntax/syntax-tree';
import { faultText, type SearchFault } from './search-fault';

/**
 * The scenario with the faults that a search found, as a declaration of its own that can be pasted beside it: its own
 * text under another name, with the faults added before its first expectation, run once with the seed that was searched.
 * Undefined where the scenario is not declared in the program's own file.
 */
export function foundScenario(
  program: Program,
  scenario: ScenarioModel,
  faults: readonly SearchFault[],
): { readonly name: string; readonly text: string } | undefined {
  const [file] = program.files;
  const node = file?.tree.declarations.find(
    (each): each is ScenarioNode => each.kind === 'scenario' && each.name?.text === scenario.name,
  );
  if (file === undefined || node?.name === undefined) return undefined;
  const name = unusedName(program, `${scenario.name}Broken`);
  const edits: Edit[] = [{ ...node.name.range, text: name }];
  for (const item of node.items)
    if (item.kind === 'property' && (item.key.text === 'runs' || item.key.text === 'seed'))
      edits.push({ ...item.range, text: item.key.text === 'seed' ? `seed: ${scenario.seed}` : '' });
  const hasSeed = node.items.some((item) => item.kind === 'property' && item.key.text === 'seed');
  const lines = [...(hasSeed ? [] : [`seed: ${scenario.seed}`]), ...faults.map(faultText)];
  const before = node.items.find((item) => item.kind.endsWith('-expectation'))?.range.start ?? node.range.end - 1;
  edits.push({ start: before, end: before, text: lines.map((line) => `${line}\n  `).join('') });
  // Where `runs` stood an empty line is left.
  const text = edited(file.source, node.range, edits).replaceAll(/\n[ \t]*\n/g, '\n');
  return { name, text: `${text}\n` };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edited(source: SourceText, range: TextRange, edits: readonly Edit[]): string {
  let result = '';
  let at = range.start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += source.slice({ start: at, end: edit.start }) + edit.text;
    at = edit.end;
  }
  return result + source.slice({ start: at, end: range.end });
}

function unusedName(program: Program, wanted: string): string {
  const taken = new Set(
    program.files.flatMap(({ tree }) =>
      tree.declarations.map((each) => ('name' in each ? each.name?.text : undefined)),
    ),
  );
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  return name;
}
