import type { IOrAlt } from 'chevrotain';
import { ExpectationParser } from './expectation-parser';
import { vocabulary } from './keywords';
import type {
  ClientsNode,
  ComponentNode,
  DomainLevel,
  DomainNode,
  EndpointNode,
  GroupNode,
  HandlerNode,
  LinkNode,
  LinkScopeNode,
  NodesNode,
  ServiceBodyNode,
  StepNode,
  TopologyItemNode,
  TopologyNode,
} from './syntax-tree';
import * as types from './token-types';
import type { NameNode, NamePatternNode, PropertyNode, SectionNode } from './value-nodes';

const { word } = types;

const operations: ReadonlySet<string> = new Set(vocabulary.operation);

/** Where things are, and what is deployed on them. */
export abstract class TopologyParser extends ExpectationParser {
  private topologyAlternatives: IOrAlt<TopologyItemNode | undefined>[] | undefined;

  protected readonly topology = this.RULE('topology', (): TopologyNode => {
    const start = this.start();
    this.CONSUME(word.topology);
    const name = this.declaredName();
    const items = this.SUBRULE(this.topologyItems);
    return { kind: 'topology', name, items, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  private readonly topologyItems = this.RULE('topologyItems', (): readonly TopologyItemNode[] => {
    this.topologyAlternatives ??= [
      { ALT: () => this.SUBRULE(this.domain) },
      { ALT: () => this.SUBRULE(this.nodes) },
      { ALT: () => this.SUBRULE(this.clients) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.link) },
      { ALT: () => this.SUBRULE(this.store) },
      { ALT: () => this.SUBRULE(this.service) },
      { ALT: () => this.SUBRULE(this.balancer) },
      { ALT: () => this.SUBRULE(this.job) },
      ...this.properties(),
    ];
    return this.braces('topology', this.topologyAlternatives);
  });

  /** `zone a { ... }`. */
  private readonly domain = this.RULE('domain', (): DomainNode => {
    const start = this.start();
    const level = this.CONSUME(types.Domain).image as DomainLevel;
    const name = this.declaredName();
    const items = this.SUBRULE(this.topologyItems);
    const documentation = this.documentationAt(start);
    return { kind: 'domain', level, name, items, documentation, range: this.rangeFrom(start) };
  });

  private readonly nodes = this.RULE('nodes', (): NodesNode => {
    const start = this.start();
    this.OR([{ ALT: () => this.CONSUME(word.node) }, { ALT: () => this.CONSUME(word.nodes) }]);
    const names = this.declaredNames();
    const body = this.optionalBlock();
    return { kind: 'nodes', names, body, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  private readonly clients = this.RULE('clients', (): ClientsNode => {
    const start = this.start();
    this.CONSUME(word.client);
    const names = this.declaredNames();
    const body = this.optionalBlock();
    return { kind: 'clients', names, body, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  /** `group feed = n1, n2 { ... }`. */
  private readonly group = this.RULE('group', (): GroupNode => {
    const start = this.start();
    this.CONSUME(word.group);
    const name = this.declaredName();
    const equals = this.CONSUME(types.Equals);
    const members: EndpointNode[] = [];
    if (this.RECORDING_PHASE || equals.image !== '' || !this.atNextStatement()) {
      this.add(members, this.SUBRULE(this.endpoint));
      this.MANY(() => {
        this.CONSUME(types.Comma);
        this.add(members, this.SUBRULE2(this.endpoint));
      });
    }
    const body = this.optionalBlock();
    const documentation = this.documentationAt(start);
    return { kind: 'group', name, members, body, documentation, range: this.rangeFrom(start) };
  });

  private readonly link = this.RULE('link', (): LinkNode => {
    const start = this.start();
    this.CONSUME(word.link);
    const scope = this.SUBRULE(this.linkScope);
    const body = this.optionalBlock();
    return { kind: 'link', scope, body, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  private linkScopeAlternatives: IOrAlt<LinkScopeNode | undefined>[] | undefined;

  private readonly linkScope = this.RULE('linkScope', (): LinkScopeNode | undefined => {
    this.linkScopeAlternatives ??= [
      { GATE: () => !this.arrowFollows(), ALT: () => this.SUBRULE(this.linkKind) },
      { ALT: () => this.SUBRULE(this.linkPair), IGNORE_AMBIGUITIES: true },
    ];
    if (this.RECORDING_PHASE || this.is(this.LA(1), types.Name)) return this.OR(this.linkScopeAlternatives);
    this.reportMissing('FTM101', "expected 'everywhere', 'within zone', 'between zones' or 'a -> b' after 'link'");
    return undefined;
  });

  /** `everywhere`, `within zone`, `between zones`. */
  private readonly linkKind = this.RULE('linkKind', (): LinkScopeNode => {
    const start = this.start();
    let kind: 'link-within' | 'link-between' = 'link-within';
    let level: NameNode | undefined;
    let isEverywhere = false;
    this.OR([
      { ALT: () => (isEverywhere = this.CONSUME(word.everywhere) !== undefined) },
      {
        ALT: () => {
          this.CONSUME(word.within);
          level = this.nameOf(this.CONSUME(types.Name));
        },
      },
      {
        ALT: () => {
          kind = 'link-between';
          this.CONSUME(word.between);
          level = this.nameOf(this.CONSUME2(types.Name));
        },
      },
    ]);
    const range = this.rangeFrom(start);
    return isEverywhere ? { kind: 'link-everywhere', range } : { kind, level, range };
  });

  private readonly linkPair = this.RULE('linkPair', (): LinkScopeNode => {
    const start = this.start();
    const from = this.SUBRULE(this.endpoint);
    let bothWays = false;
    if (this.RECORDING_PHASE || this.LA(1).tokenType === types.BothArrow) {
      bothWays = this.OPTION(() => this.CONSUME(types.BothArrow)) !== undefined;
    }
    if (this.RECORDING_PHASE || !bothWays) this.CONSUME(types.Arrow);
    const to = this.endWithColon() ?? this.SUBRULE2(this.endpoint);
    return { kind: 'link-pair', from, to, bothWays, range: this.rangeFrom(start) };
  });

  /** `a <-> b: 1ms`, where braces are due. */
  private endWithColon(): EndpointNode | undefined {
    const key = this.LA(1);
    if (key.tokenType !== types.Key || !this.isOnSameLine) return undefined;
    this.pass();
    const name = this.wordOf(key);
    const { range } = name;
    const value = this.LA(2).tokenType === types.Quantity ? this.LA(2) : undefined;
    const what = `{ latency: ${value?.image ?? '1ms'} }`;
    this.passInstead(
      'FTM105',
      value === undefined ? 1 : 2,
      ` ${what}`,
      `what a link is like stands in braces: '${what}'`,
    );
    return { kind: 'endpoint', level: undefined, name: { kind: 'name-pattern', name, span: undefined, range }, range };
  }

  /** `store orders on n1, n2 using Raft3 { ... }`. */
  private readonly store = this.RULE('store', (): ComponentNode => {
    const start = this.start();
    this.CONSUME(word.store);
    const name = this.declaredName();
    const on = this.SUBRULE(this.deployedOn);
    const policy = this.OPTION(() => {
      this.CONSUME(word.using);
      return this.SUBRULE(this.reference);
    });
    const body = this.optionalBlock();
    const documentation = this.documentationAt(start);
    return { kind: 'store', name, on, policy, body, documentation, range: this.rangeFrom(start) };
  });

  private readonly service = this.RULE('service', (): ComponentNode => {
    const start = this.start();
    this.CONSUME(word.service);
    const name = this.declaredName();
    const on = this.SUBRULE(this.deployedOn);
    const body = this.next(types.LeftBrace) ? this.OPTION(() => this.SUBRULE(this.serviceBody)) : undefined;
    const documentation = this.documentationAt(start);
    return { kind: 'service', name, on, body, documentation, range: this.rangeFrom(start) };
  });

  private serviceAlternatives: IOrAlt<PropertyNode | SectionNode | HandlerNode | undefined>[] | undefined;

  private readonly serviceBody = this.RULE('serviceBody', (): ServiceBodyNode => {
    const start = this.start();
    this.serviceAlternatives ??= [{ ALT: () => this.SUBRULE(this.handler) }, ...this.properties()];
    const items = this.braces('service', this.serviceAlternatives);
    return { kind: 'service-body', items, range: this.rangeFrom(start) };
  });

  private handlerAlternatives: IOrAlt<StepNode | PropertyNode | undefined>[] | undefined;

  /** `handle checkout { ... }`. */
  private readonly handler = this.RULE('handler', (): HandlerNode => {
    const start = this.start();
    this.CONSUME(word.handle);
    const name = this.declaredName();
    this.handlerAlternatives ??= [
      { ALT: () => this.SUBRULE(this.property) },
      { ALT: () => this.SUBRULE(this.step) },
      { ALT: () => this.SUBRULE(this.stray) },
    ];
    const steps = this.braces('handler', this.handlerAlternatives);
    return { kind: 'handler', name, steps, documentation: this.documentationAt(start), range: this.rangeFrom(start) };
  });

  /** `read orders`, `call payments { ... }`. */
  private readonly step = this.RULE('step', (): StepNode => {
    const start = this.start();
    const token = this.CONSUME(types.Name);
    const operation = this.wordOf(token);
    if (!this.RECORDING_PHASE && (this.LA(1).tokenType === types.LeftBrace || this.atNextStatement())) {
      if (operations.has(operation.text)) this.reportMissing('FTM107', `expected a name after '${operation.text}'`);
      else this.reportMissing('FTM106', `expected an operation, such as 'call', before '${operation.text}'`);
      const body = this.optionalBlock();
      return { kind: 'step', operation, target: undefined, body, range: this.rangeFrom(start) };
    }
    if (!this.RECORDING_PHASE && !operations.has(operation.text)) this.reportUnknownWord(token, vocabulary.operation);
    const target = this.SUBRULE(this.path);
    const body = this.optionalBlock();
    return { kind: 'step', operation, target, body, range: this.rangeFrom(start) };
  });

  private readonly balancer = this.RULE('balancer', (): ComponentNode => {
    const start = this.start();
    this.CONSUME(word.balancer);
    const name = this.declaredName();
    const on = this.SUBRULE(this.deployedOn);
    this.CONSUME(word.to);
    const to = this.SUBRULE(this.names);
    const body = this.optionalBlock();
    const documentation = this.documentationAt(start);
    return { kind: 'balancer', name, on, to, body, documentation, range: this.rangeFrom(start) };
  });

  private readonly job = this.RULE('job', (): ComponentNode => {
    const start = this.start();
    this.CONSUME(word.job);
    const name = this.declaredName();
    const on = this.SUBRULE(this.deployedOn);
    const body = this.optionalBlock();
    const documentation = this.documentationAt(start);
    return { kind: 'job', name, on, body, documentation, range: this.rangeFrom(start) };
  });

  private readonly deployedOn = this.RULE('deployedOn', (): readonly NamePatternNode[] => {
    this.CONSUME(word.on);
    return this.SUBRULE(this.names);
  });

  /** Names being declared; none, and reported, where the next statement begins instead. */
  private declaredNames(): readonly NamePatternNode[] {
    if (!this.RECORDING_PHASE && this.atNextStatement()) {
      this.reportMissing('FTM107', `expected a name after '${this.LA(0).image}'`);
      return [];
    }
    return this.SUBRULE9(this.names);
  }

  /** Whether the next word is the end of a link rather than a word about links. */
  private arrowFollows(): boolean {
    const { tokenType } = this.LA(2);
    return tokenType === types.Arrow || tokenType === types.BothArrow;
  }
}
