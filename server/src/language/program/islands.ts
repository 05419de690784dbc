import type { GlobalNode, Globals } from '../bind/declare-globals';
import type { ModelSymbol } from '../names/symbols';
import { isNameStart } from '../syntax/characters';
import type { ScenarioNode } from '../syntax/syntax-tree';
import type { Token } from '../syntax/token';
import type { SourceFile } from './source-file';

/** Declarations that have to do with each other, in the order of the files. */
export type Island = ReadonlyMap<ModelSymbol, GlobalNode>;

/**
 * Divides the declarations of a program so that nothing of one island can mean anything of another: two are together
 * when one has the other's name anywhere in it, whatever it means there.
 *
 * @param known the words of each declaration, kept for as long as the declaration is
 */
export function islandsOf(
  globals: Globals,
  files: readonly SourceFile[],
  known: WeakMap<GlobalNode, readonly string[]>,
): readonly Island[] {
  const entries = [...globals.nodes];
  const groups = new Groups(entries.length);
  const tokens = new Map(files.map((file) => [file.uri, file.lexed.tokens]));
  const byName = new Map<string, number>();
  for (const [index, [symbol]] of entries.entries()) {
    const first = byName.get(symbol.name);
    if (first === undefined) byName.set(symbol.name, index);
    else groups.join(first, index);
  }
  for (const [index, [symbol, node]] of entries.entries()) {
    let words = known.get(node);
    if (words === undefined) known.set(node, (words = wordsIn(node, tokens.get(symbol.uri) ?? [])));
    for (const word of words) {
      const named = byName.get(word);
      if (named !== undefined) groups.join(named, index);
    }
  }
  joinWithTopologies(entries, groups);
  return collect(entries, groups);
}

/** A scenario that names no topology is about the only one there is, if there is only one. */
function joinWithTopologies(entries: readonly (readonly [ModelSymbol, GlobalNode])[], groups: Groups): void {
  const isTied = (node: GlobalNode): boolean =>
    node.kind === 'topology' || (node.kind === 'scenario' && !namesTopology(node));
  if (!entries.some(([, node]) => node.kind === 'scenario' && !namesTopology(node))) return;
  const first = entries.findIndex(([, node]) => isTied(node));
  for (const [index, [, node]] of entries.entries()) if (isTied(node)) groups.join(first, index);
}

function namesTopology(node: ScenarioNode): boolean {
  return node.items.some((item) => item.kind === 'property' && item.key.text === 'topology');
}

function collect(entries: readonly (readonly [ModelSymbol, GlobalNode])[], groups: Groups): readonly Island[] {
  const islands = new Map<number, Map<ModelSymbol, GlobalNode>>();
  for (const [index, [symbol, node]] of entries.entries()) {
    const group = groups.of(index);
    const island = islands.get(group);
    if (island === undefined) islands.set(group, new Map([[symbol, node]]));
    else island.set(symbol, node);
  }
  return [...islands.values()];
}

/** Each word between the ends of a declaration once. */
function wordsIn(node: GlobalNode, tokens: readonly Token[]): readonly string[] {
  const words = new Set<string>();
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? Infinity) >= node.range.start) high = middle;
    else low = middle + 1;
  }
  for (let token = tokens[low]; token !== undefined && token.startOffset < node.range.end; token = tokens[++low]) {
    if (isNameStart(token.image.charCodeAt(0))) words.add(token.image);
  }
  return [...words];
}

/** Which of so many things have been joined. */
class Groups {
  private readonly parents: number[];

  constructor(count: number) {
    this.parents = Array.from({ length: count }, (_, index) => index);
  }

  join(left: number, right: number): void {
    this.parents[this.of(left)] = this.of(right);
  }

  of(index: number): number {
    let at = index;
    for (let parent = this.parents[at] ?? at; parent !== at; parent = this.parents[at] ?? at) {
      // Halving the way keeps it short for the next time.
      this.parents[at] = this.parents[parent] ?? parent;
      at = parent;
    }
    return at;
  }
}
