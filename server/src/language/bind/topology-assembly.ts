import { MAX_PLACES } from '../limits';
import { kindNouns, type ModelSymbol, type TopologyKind } from '../names/symbols';
import { TopologyNames } from '../names/topology-names';
import { clientBlock, domainBlock, groupBlock, nodeBlock, topologyBlock } from '../schema/topology-schemas';
import { readSettings } from '../settings/read-settings';
import type { TextRange } from '../source-text';
import { countNames, expandNames, MAX_NAMES_IN_RANGE, type ExpandedName } from '../syntax/name-patterns';
import type * as tree from '../syntax/syntax-tree';
import { declaredHere, type BindContext } from './bind-context';
import type { BoundComponent, BoundDomain, BoundGroup, BoundPlace, BoundThing } from './bound';

/** Walks a topology and declares all that is in it; what names mean is looked up when everything is declared. */
export class TopologyAssembly {
  readonly names = new TopologyNames<BoundThing>();
  readonly domains: BoundDomain[] = [];
  readonly nodes: BoundPlace[] = [];
  readonly clients: BoundPlace[] = [];
  readonly groups: BoundGroup[] = [];
  readonly links: tree.LinkNode[] = [];
  readonly components: tree.ComponentNode[] = [];

  constructor(
    readonly symbol: ModelSymbol,
    readonly context: BindContext,
  ) {}

  get uri(): string {
    return this.symbol.uri;
  }

  walk(node: tree.TopologyNode): void {
    this.items(node.items, undefined);
    const stray = node.items.filter((item) => item.kind === 'property' || item.kind === 'section');
    // Where a brace is missing, what lies in the topology is most likely of something in it.
    if (!this.names.isIncomplete) readSettings(stray, topologyBlock, this.context.problems.contextOf(this.uri));
    this.places.forEach((place, id) => {
      place.id = id;
    });
  }

  /** Nodes first, then clients: the order of place ids. */
  get places(): readonly BoundPlace[] {
    return [...this.nodes, ...this.clients];
  }

  /** Declares a name in the topology; false when it is taken, which is reported. */
  declare(thing: BoundThing): boolean {
    const rival = this.names.add(thing);
    if (rival !== undefined) {
      const message = `'${thing.name}' is ${kindNouns[rival.kind]} of this topology already; give one of them another name`;
      this.context.problems.add('FTM202', this.uri, thing.symbol.nameRange, message, {
        related: [declaredHere(rival.symbol)],
      });
      return false;
    }
    this.context.symbols.declare(thing.symbol);
    return true;
  }

  /** The symbol of something in this topology. */
  symbolOf(
    kind: TopologyKind,
    name: { readonly text: string; readonly range: TextRange },
    node: { readonly range: TextRange; readonly documentation: string | undefined },
    detail: string,
    isSpelledOut = true,
  ): ModelSymbol {
    return {
      kind,
      name: name.text,
      uri: this.uri,
      nameRange: name.range,
      fullRange: node.range,
      documentation: node.documentation,
      detail,
      container: this.symbol,
      isSpelledOut,
    };
  }

  private items(items: readonly tree.TopologyItemNode[], domain: BoundDomain | undefined): void {
    for (const item of items) {
      switch (item.kind) {
        case 'domain':
          this.domain(item, domain);
          break;
        case 'nodes':
        case 'clients':
          this.placesOf(item, domain);
          break;
        case 'group':
          this.group(item);
          break;
        case 'link':
          this.links.push(item);
          break;
        case 'store':
        case 'service':
        case 'balancer':
        case 'job':
          this.components.push(item);
          break;
        case 'property':
        case 'section':
          break;
      }
    }
  }

  private domain(node: tree.DomainNode, parent: BoundDomain | undefined): void {
    const name = node.name ?? { kind: 'name', text: '', range: { start: node.range.start, end: node.range.start } };
    const detail = parent === undefined ? node.level : `${node.level} in ${parent.kind} ${parent.name}`;
    const stray = node.items.filter((item) => item.kind === 'property' || item.kind === 'section');
    const domain: BoundDomain = {
      kind: node.level,
      symbol: this.symbolOf(node.level, name, node, detail),
      name: name.text,
      uri: this.uri,
      node,
      parent,
      index: this.domains.length,
      settings: readSettings(stray, domainBlock, this.context.problems.contextOf(this.uri)),
    };
    this.domains.push(domain);
    if (node.name !== undefined) this.declare(domain);
    this.checkNesting(domain);
    this.items(node.items, domain);
  }

  private checkNesting(domain: BoundDomain): void {
    const { parent } = domain;
    // Where a brace is missing, everything seems to lie in everything.
    if (parent === undefined || this.names.isIncomplete) return;
    if (levels.indexOf(domain.kind) > levels.indexOf(parent.kind)) return;
    const message =
      `a ${domain.kind} cannot lie in ${kindNouns[parent.kind]}; ` +
      'domains nest from coarse to fine: region, datacenter, zone, rack, host';
    this.context.problems.add('FTM211', this.uri, domain.symbol.nameRange, message, {
      related: [declaredHere(parent.symbol)],
    });
  }

  private placesOf(node: tree.NodesNode | tree.ClientsNode, domain: BoundDomain | undefined): void {
    const kind = node.kind === 'nodes' ? 'node' : 'client';
    const schema = kind === 'node' ? nodeBlock : clientBlock;
    const settings = readSettings(node.body?.items ?? [], schema, this.context.problems.contextOf(this.uri));
    const detail = domain === undefined ? kind : `${kind} in ${domain.kind} ${domain.name}`;
    const list = kind === 'node' ? this.nodes : this.clients;
    for (const pattern of node.names) {
      for (const name of this.expand(pattern)) {
        if (this.nodes.length + this.clients.length >= MAX_PLACES) {
          const message = `a topology has at most ${String(MAX_PLACES)} nodes and clients; the rest is left out`;
          this.context.problems.add('FTM362', this.uri, pattern.range, message);
          return;
        }
        const symbol = this.symbolOf(kind, name, node, detail, pattern.span === undefined);
        const place: BoundPlace = { kind, symbol, name: name.text, uri: this.uri, node, domain, id: -1, settings };
        if (this.declare(place)) list.push(place);
      }
    }
  }

  private expand(pattern: tree.NamePatternNode): Iterable<ExpandedName> {
    checkPattern(pattern, this.uri, this.context);
    return expandNames(pattern);
  }

  private group(node: tree.GroupNode): void {
    const name = node.name ?? { kind: 'name', text: '', range: { start: node.range.start, end: node.range.start } };
    const group: BoundGroup = {
      kind: 'group',
      symbol: this.symbolOf('group', name, node, 'group'),
      name: name.text,
      uri: this.uri,
      node,
      members: [],
      index: this.groups.length,
      settings: readSettings(node.body?.items ?? [], groupBlock, this.context.problems.contextOf(this.uri)),
    };
    this.groups.push(group);
    if (node.name !== undefined) this.declare(group);
  }
}

/** What a component says of itself beside its name: `store on n1, n2 using Raft3`. */
export function describeDeployment(kind: BoundComponent['kind'], node: tree.ComponentNode): string {
  const on = node.on.map((pattern) => patternText(pattern)).join(', ');
  const using = node.kind === 'store' && node.policy !== undefined ? ` using ${node.policy.text}` : '';
  return `${kind} on ${on}${using}`;
}

/** Reports a range of names that stands for none, or for too many. */
export function checkPattern(pattern: tree.NamePatternNode, uri: string, context: BindContext): void {
  const { span } = pattern;
  if (span === undefined) return;
  const count = countNames(pattern);
  // The parser has spoken of ends that are missing; one that is there and is no whole number is told of here.
  if (count === 0 && span.first !== undefined && span.last !== undefined) {
    const message = `this range of names runs backwards; write ${pattern.name.text}[${String(span.last)}..${String(span.first)}]`;
    context.problems.add('FTM206', uri, span.range, message);
  } else if (count === 0) {
    context.problems.add('FTM206', uri, span.range, 'the ends of a range of names are whole numbers, such as [1..5]');
  } else if (count > MAX_NAMES_IN_RANGE) {
    const message = `a range of names stands for at most ${String(MAX_NAMES_IN_RANGE)} names, this one for ${String(count)}`;
    context.problems.add('FTM206', uri, span.range, message);
  }
}

function patternText(pattern: tree.NamePatternNode): string {
  const { span } = pattern;
  return span === undefined ? pattern.name.text : `${pattern.name.text}[${String(span.first)}..${String(span.last)}]`;
}

const levels: readonly tree.DomainLevel[] = ['region', 'datacenter', 'zone', 'rack', 'host'];
