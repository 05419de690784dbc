import { MAX_FILES } from '../limits';
import type { LoadResult, ProgramCache, SourceLoader } from '../program';
import { SourceText } from '../source-text';
import { parse, parseWithRoom, type ParsedText } from '../syntax/parse';
import { reparse } from '../syntax/reparse';
import type { ImportNode } from '../syntax/syntax-tree';
import type { ProblemList } from './problem-list';
import type { ResolvedImport, SourceFile } from './source-file';

/** Reads a file and all that it imports, the entry file first; each file once. */
export function loadFiles(
  uri: string,
  text: string,
  loader: SourceLoader,
  cache: ProgramCache | undefined,
  problems: ProblemList,
): readonly SourceFile[] {
  return new FileLoading(loader, cache, problems).run(uri, text);
}

class FileLoading {
  private readonly files = new Map<string, SourceFile>();

  constructor(
    private readonly loader: SourceLoader,
    private readonly cache: ProgramCache | undefined,
    private readonly problems: ProblemList,
  ) {}

  run(uri: string, text: string): readonly SourceFile[] {
    const queue = [{ uri, text }];
    const known = new Set([uri]);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const parsed = parseCached(next.uri, next.text, this.cache);
      const imports: ResolvedImport[] = [];
      for (const declaration of parsed.tree.declarations) {
        if (declaration.kind !== 'import') continue;
        const found = this.follow(declaration, next.uri, imports);
        if (found === undefined) continue;
        if (!known.has(found.uri)) {
          if (known.size >= MAX_FILES) {
            this.reportTooMany(declaration, next.uri);
            continue;
          }
          known.add(found.uri);
          queue.push({ uri: found.uri, text: found.text });
        }
        imports.push({ node: declaration, uri: found.uri });
      }
      const { source, tree, lexed } = parsed;
      this.files.set(next.uri, { uri: next.uri, source, tree, lexed, syntaxProblems: parsed.problems, imports });
    }
    const files = [...this.files.values()];
    this.reportCycles(files);
    return files;
  }

  private follow(
    node: ImportNode,
    from: string,
    before: readonly ResolvedImport[],
  ): { readonly uri: string; readonly text: string } | undefined {
    if (node.path === undefined) return undefined;
    const path = node.path.value;
    const loaded = this.loader(path, from);
    if (loaded.kind !== 'text') {
      this.reportUnloaded(loaded, node, from);
      return undefined;
    }
    const first = before.find((each) => each.uri === loaded.uri);
    if (first !== undefined) {
      const related = [{ uri: from, range: first.node.range, message: 'it is imported here already' }];
      this.problems.add('FTM254', from, node.range, `'${path}' is imported twice; remove one`, { related });
      return undefined;
    }
    return loaded;
  }

  private reportUnloaded(loaded: Exclude<LoadResult, { kind: 'text' }>, node: ImportNode, from: string): void {
    const range = node.path?.range ?? node.range;
    const path = node.path?.value ?? '';
    switch (loaded.kind) {
      case 'missing':
        this.problems.add('FTM250', from, range, `there is no file '${path}' here: ${loaded.reason}`);
        break;
      case 'unreadable':
        this.problems.add('FTM251', from, range, `the file '${path}' cannot be read: ${loaded.reason}`);
        break;
      case 'too-large':
        this.problems.add('FTM252', from, range, `the file '${path}' is too large for a model: ${loaded.reason}`);
        break;
    }
  }

  private reportTooMany(node: ImportNode, from: string): void {
    const message = `a model is made of at most ${String(MAX_FILES)} files; this one is not read`;
    this.problems.add('FTM255', from, node.range, message);
  }

  /** Reports each import that leads back to the file it stands in. */
  private reportCycles(files: readonly SourceFile[]): void {
    if (files.length === 1 && files[0]?.imports.length === 0) return;
    for (const file of files) {
      for (const each of file.imports) {
        const way = this.wayTo(file.uri, each.uri);
        if (way === undefined) continue;
        const path = each.node.path;
        const what = way.length === 0 ? 'this file imports itself' : `this import leads back here: ${way.join(' → ')}`;
        this.problems.add(
          'FTM253',
          file.uri,
          path?.range ?? each.node.range,
          `${what}; move what both need to a third file`,
        );
      }
    }
  }

  /** The paths of the imports that lead from a file to another, or undefined when none do. */
  private wayTo(target: string, from: string): readonly string[] | undefined {
    const ways = new Map<string, readonly string[]>([[from, []]]);
    for (const [uri, way] of ways) {
      if (uri === target) return way;
      for (const each of this.files.get(uri)?.imports ?? []) {
        if (!ways.has(each.uri)) ways.set(each.uri, [...way, each.node.path?.value ?? '']);
      }
    }
    return undefined;
  }
}

function parseCached(uri: string, text: string, cache: ProgramCache | undefined): ParsedText {
  // What is opened once needs no room to be edited.
  if (cache === undefined) return parse(new SourceText(uri, text));
  const known = cache.parsed.get(uri);
  if (known?.source.text === text) return known;
  const parsed = (known && reparse(known, text)) ?? parseWithRoom(uri, text);
  cache.parsed.set(uri, parsed);
  return parsed;
}
