import type { CodeLens } from 'vscode-languageserver';
import type { DeclarationNode, NameNode } from '../../language/syntax/syntax-tree';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';
import { lensCommands, MANY_SEEDS } from '../wire';
import type { RunnableName } from '../wire';

/** "Run" above every scenario, "Compare" above every experiment, and how often each other declaration is used. */
export function codeLenses(snapshot: Snapshot): CodeLens[] {
  return snapshot.parsed.tree.declarations.flatMap((node) => lensesOf(snapshot, node));
}

function lensesOf(snapshot: Snapshot, node: DeclarationNode): CodeLens[] {
  if (node.kind === 'import' || node.name === undefined) return [];
  const { name } = node;
  switch (node.kind) {
    case 'scenario':
      return [
        lens(snapshot, name, '$(play) Run', lensCommands.run),
        lens(snapshot, name, `Run ${String(MANY_SEEDS)} seeds`, lensCommands.runManySeeds),
        lens(snapshot, name, 'Search', lensCommands.search),
      ];
    case 'experiment':
      return [lens(snapshot, name, '$(table) Compare', lensCommands.compare)];
    case 'topology':
    case 'policy':
    case 'workload':
    case 'faults':
      return [referencesLens(snapshot, name)];
  }
}

function lens({ source }: Snapshot, name: NameNode, title: string, command: string): CodeLens {
  const target: RunnableName = { uri: source.uri, name: name.text };
  return { range: rangeOf(source, name.range), command: { title, command, arguments: [target] } };
}

function referencesLens({ source, symbols }: Snapshot, name: NameNode): CodeLens {
  const symbol = symbols.symbolAt(source.uri, name.range.start);
  const count = symbol === undefined ? 0 : symbols.referencesTo(symbol).length;
  const range = rangeOf(source, name.range);
  const place = { uri: source.uri, line: range.start.line, column: range.start.character };
  const title = count === 1 ? '1 reference' : `${String(count)} references`;
  return { range, command: { title, command: count === 0 ? '' : lensCommands.showReferences, arguments: [place] } };
}
