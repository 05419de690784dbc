import { SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol } from 'vscode-languageserver';
import type { TextRange } from '../../language/source-text';
import type {
  DeclarationNode,
  NameNode,
  NamePatternNode,
  ScenarioItemNode,
  ServiceNode,
  SyntaxNode,
  TopologyItemNode,
} from '../../language/syntax/syntax-tree';
import { rangeOf } from '../positions';
import type { Snapshot } from '../snapshot';

/** The outline of a file: declarations, and in them what has a name of its own. */
export function documentSymbols(snapshot: Snapshot): DocumentSymbol[] {
  return new Outline(snapshot).declarations(snapshot.parsed.tree.declarations);
}

class Outline {
  constructor(private readonly snapshot: Snapshot) {}

  declarations(nodes: readonly DeclarationNode[]): DocumentSymbol[] {
    return nodes.flatMap((node) => this.declaration(node));
  }

  private declaration(node: DeclarationNode): DocumentSymbol[] {
    switch (node.kind) {
      case 'import':
        return [];
      case 'topology':
        return this.named(node, SymbolKind.Namespace, 'topology', this.topologyItems(node.items));
      case 'policy':
        return this.named(node, SymbolKind.Class, node.base?.text ?? 'policy');
      case 'workload':
        return this.named(node, SymbolKind.Struct, 'workload');
      case 'faults':
        return this.named(node, SymbolKind.Array, 'faults', this.faults(node.entries));
      case 'scenario':
        return this.named(node, SymbolKind.Function, node.title?.value ?? 'scenario', this.faults(node.items));
      case 'experiment':
        return this.named(node, SymbolKind.Method, node.title?.value ?? 'experiment');
    }
  }

  private topologyItems(items: readonly TopologyItemNode[]): DocumentSymbol[] {
    return items.flatMap((item) => this.topologyItem(item));
  }

  private topologyItem(item: TopologyItemNode): DocumentSymbol[] {
    switch (item.kind) {
      case 'domain':
        return this.named(item, SymbolKind.Package, item.level, this.topologyItems(item.items));
      case 'nodes':
        return this.patterns(item, item.names, SymbolKind.Variable, 'node');
      case 'clients':
        return this.patterns(item, item.names, SymbolKind.Interface, 'client');
      case 'group':
        return this.named(item, SymbolKind.Array, 'group');
      case 'store':
        return this.named(item, SymbolKind.Object, `store${item.policy ? ` using ${item.policy.text}` : ''}`);
      case 'service':
        return this.named(item, SymbolKind.Module, 'service', this.handlers(item));
      case 'balancer':
        return this.named(item, SymbolKind.Module, 'balancer');
      case 'job':
        return this.named(item, SymbolKind.Event, 'job');
      case 'link':
      case 'property':
      case 'section':
        return [];
    }
  }

  private handlers(service: ServiceNode): DocumentSymbol[] {
    const items = service.body?.items ?? [];
    return items.flatMap((item) => (item.kind === 'handler' ? this.named(item, SymbolKind.Method, 'handler') : []));
  }

  /** Only faults that `as` gives a name; the others have nothing to be called by. */
  private faults(items: readonly ScenarioItemNode[]): DocumentSymbol[] {
    return items.flatMap((item) =>
      item.kind === 'fault' && item.alias !== undefined
        ? [this.symbol(item, item.alias.text, item.alias.range, SymbolKind.Event, 'fault')]
        : [],
    );
  }

  private named(
    node: SyntaxNode & { readonly name: NameNode | undefined },
    kind: SymbolKind,
    detail: string,
    children: DocumentSymbol[] = [],
  ): DocumentSymbol[] {
    if (node.name === undefined) return children;
    return [this.symbol(node, node.name.text, node.name.range, kind, detail, children)];
  }

  private patterns(
    node: SyntaxNode,
    names: readonly NamePatternNode[],
    kind: SymbolKind,
    detail: string,
  ): DocumentSymbol[] {
    return names.map((name) =>
      this.symbol(names.length === 1 ? node : name, this.snapshot.source.slice(name.range), name.range, kind, detail),
    );
  }

  private symbol(
    node: SyntaxNode,
    name: string,
    selection: TextRange,
    kind: SymbolKind,
    detail: string,
    children: DocumentSymbol[] = [],
  ): DocumentSymbol {
    const { source } = this.snapshot;
    // The protocol wants the name inside the whole; after error recovery it may not be.
    const whole = {
      start: Math.min(node.range.start, selection.start),
      end: Math.max(node.range.end, selection.end),
    };
    const range = rangeOf(source, whole);
    const base = { name: name === '' ? '?' : name, detail, kind, range, selectionRange: rangeOf(source, selection) };
    return children.length > 0 ? { ...base, children } : base;
  }
}
