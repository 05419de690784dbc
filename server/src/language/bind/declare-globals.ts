import { GlobalScope } from '../names/global-scope';
import { kindNouns, type GlobalKind, type ModelSymbol } from '../names/symbols';
import type { SymbolTable } from '../names/symbol-table';
import type { ProblemList } from '../program/problem-list';
import type { DeclarationErrors } from '../program/declaration-errors';
import type { SourceFile } from '../program/source-file';
import type { DeclarationNode } from '../syntax/syntax-tree';
import { declaredHere } from './bind-context';

/** A declaration of the top level that has a name. */
export type GlobalNode = Exclude<DeclarationNode, { kind: 'import' }>;

/** Named declarations, and what each file sees of them. */
export interface Globals {
  /** By symbol; a second declaration of one name has a symbol too, so that what is in it is checked. */
  readonly nodes: ReadonlyMap<ModelSymbol, GlobalNode>;
  scopeOf(uri: string): GlobalScope;
}

/** Declares everything at the top of all files, and reports names that are taken. */
export function declareGlobals(
  files: readonly SourceFile[],
  symbols: SymbolTable,
  problems: ProblemList,
  syntax: DeclarationErrors,
  known: WeakMap<GlobalNode, ModelSymbol>,
): Globals {
  const nodes = new Map<ModelSymbol, GlobalNode>();
  const byFile = new Map<string, readonly ModelSymbol[]>();
  for (const file of files) byFile.set(file.uri, declareFile(file, symbols, nodes, known));
  const scopes = new Map(files.map((file) => [file.uri, scopeOf(file, files, byFile, problems, syntax)]));
  return { nodes, scopeOf: (uri) => scopes.get(uri) ?? new GlobalScope() };
}

function declareFile(
  file: SourceFile,
  symbols: SymbolTable,
  nodes: Map<ModelSymbol, GlobalNode>,
  known: WeakMap<GlobalNode, ModelSymbol>,
): readonly ModelSymbol[] {
  const declared: ModelSymbol[] = [];
  for (const node of file.tree.declarations) {
    if (node.kind === 'import') continue;
    const symbol = known.get(node) ?? symbolOf(node, file.uri);
    known.set(node, symbol);
    nodes.set(symbol, node);
    if (node.name !== undefined) declared.push(symbols.declare(symbol));
  }
  return declared;
}

function symbolOf(node: GlobalNode, uri: string): ModelSymbol {
  return {
    kind: node.kind,
    name: node.name?.text ?? '',
    uri,
    nameRange: node.name?.range ?? { start: node.range.start, end: node.range.start },
    fullRange: node.range,
    documentation: node.documentation,
    detail: detailOf(node),
    container: undefined,
    isSpelledOut: true,
  };
}

function detailOf(node: GlobalNode): string {
  switch (node.kind) {
    case 'policy':
      return node.base === undefined ? 'policy' : `policy = ${node.base.text}`;
    case 'scenario':
    case 'experiment':
      return node.title === undefined ? node.kind : `${node.kind} "${node.title.value}"`;
    case 'topology':
    case 'workload':
    case 'faults':
      return node.kind;
  }
}

function scopeOf(
  file: SourceFile,
  files: readonly SourceFile[],
  byFile: ReadonlyMap<string, readonly ModelSymbol[]>,
  problems: ProblemList,
  syntax: DeclarationErrors,
): GlobalScope {
  const scope = new GlobalScope();
  for (const uri of visibleFrom(file, files)) {
    scope.isIncomplete ||= syntax.hasStray(uri) || isMissingSome(files, uri);
    for (const symbol of byFile.get(uri) ?? []) {
      const kind = symbol.kind as GlobalKind;
      const first = scope.add(kind, symbol);
      if (first !== undefined) reportDouble(kind, first, symbol, problems);
    }
  }
  return scope;
}

/** Whether a declaration has no name yet, or an import could not be read. */
function isMissingSome(files: readonly SourceFile[], uri: string): boolean {
  const file = files.find((each) => each.uri === uri);
  return (file?.tree.declarations ?? []).some((each) =>
    each.kind === 'import' ? file?.imports.every((read) => read.node.path?.value !== each.path?.value) : !each.name,
  );
}

/** The file itself, then what it imports, directly or not, nearest first. */
function visibleFrom(file: SourceFile, files: readonly SourceFile[]): Iterable<string> {
  const visible = new Set([file.uri]);
  if (file.imports.length === 0) return visible;
  const byUri = new Map(files.map((each) => [each.uri, each]));
  for (const uri of visible) for (const each of byUri.get(uri)?.imports ?? []) visible.add(each.uri);
  return visible;
}

function reportDouble(kind: GlobalKind, first: ModelSymbol, second: ModelSymbol, problems: ProblemList): void {
  const where = first.uri === second.uri ? '' : ' in a file that is imported together with this one';
  const message = `there is ${kindNouns[kind]} '${second.name}' already${where}; give one of them another name`;
  // Between files neither came first; it is told once, at the one that is imported.
  problems.add('FTM202', second.uri, second.nameRange, message, { related: [declaredHere(first)] });
}
