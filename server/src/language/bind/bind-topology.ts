import type { ModelSymbol } from '../names/symbols';
import { balancerBlock, jobBlock, serviceBlock } from '../schema/service-schemas';
import { linkBlock, storeBlock } from '../schema/topology-schemas';
import { readSettings } from '../settings/read-settings';
import type * as tree from '../syntax/syntax-tree';
import type { BindContext } from './bind-context';
import type { PolicyBinding } from './bind-policies';
import { bindHandlers, bindSteps } from './bind-services';
import type {
  BoundBalancer,
  BoundEnd,
  BoundGroup,
  BoundJob,
  BoundLink,
  BoundLinkScope,
  BoundPlace,
  BoundService,
  BoundStore,
  BoundTopology,
} from './bound';
import {
  findEnds,
  findPlaces,
  findThing,
  wantedEnd,
  wantedNode,
  wantedService,
  type TopologyScope,
} from './find-thing';
import { checkPattern, describeDeployment, TopologyAssembly } from './topology-assembly';

/** Binds a topology: declares what is in it, then finds out what its names mean. */
export function bindTopology(
  symbol: ModelSymbol,
  node: tree.TopologyNode,
  policies: PolicyBinding,
  context: BindContext,
): BoundTopology {
  return new TopologyBinding(symbol, node, policies, context).run();
}

class TopologyBinding {
  private readonly assembly: TopologyAssembly;
  private readonly stores: BoundStore[] = [];
  private readonly services: BoundService[] = [];
  private readonly balancers: BoundBalancer[] = [];
  private readonly jobs: BoundJob[] = [];

  constructor(
    private readonly symbol: ModelSymbol,
    private readonly node: tree.TopologyNode,
    private readonly policies: PolicyBinding,
    private readonly context: BindContext,
  ) {
    this.assembly = new TopologyAssembly(symbol, context);
  }

  run(): BoundTopology {
    const { assembly, symbol, node } = this;
    assembly.names.isIncomplete = !this.context.syntax.isSound({ uri: this.uri, node });
    assembly.walk(node);
    for (const component of assembly.components) this.declareComponent(component);
    const scope: TopologyScope = { names: assembly.names, symbol };
    for (const group of assembly.groups) group.members = this.membersOf(group, scope);
    for (const component of [...this.stores, ...this.services, ...this.balancers, ...this.jobs]) {
      component.on = this.nodesOf(component.node, scope);
    }
    for (const service of this.services) bindSteps(service, scope, this.context);
    for (const balancer of this.balancers) balancer.to = this.targetOf(balancer.node, scope);
    return {
      symbol,
      name: symbol.name,
      uri: symbol.uri,
      node,
      names: assembly.names,
      domains: assembly.domains,
      places: assembly.places,
      nodeCount: assembly.nodes.length,
      groups: assembly.groups,
      links: assembly.links.flatMap((link) => this.link(link, scope)),
      stores: this.stores,
      services: this.services,
      balancers: this.balancers,
      jobs: this.jobs,
    };
  }

  private get uri(): string {
    return this.symbol.uri;
  }

  private declareComponent(node: tree.ComponentNode): void {
    const name = node.name ?? { kind: 'name', text: '', range: { start: node.range.start, end: node.range.start } };
    const symbol = this.assembly.symbolOf(node.kind, name, node, describeDeployment(node.kind, node));
    const base = { symbol, name: name.text, uri: this.uri, on: [] };
    const reading = this.context.problems.contextOf(this.uri);
    const place = name.range;
    switch (node.kind) {
      case 'store': {
        const settings = readSettings(node.body?.items ?? [], storeBlock, reading, place);
        const policy = node.policy && this.policies.choose(node.policy, this.uri);
        const policyRange = node.policy?.range ?? name.range;
        const isKnown = node.policy === undefined || policy !== undefined;
        const index = this.stores.length;
        const chosen = policy ?? (isKnown ? 'default' : undefined);
        const store: BoundStore = {
          ...base,
          kind: 'store',
          node,
          index,
          settings,
          policyRange,
          policy: chosen === 'default' ? this.policies.defaultFor(node.on) : chosen,
        };
        this.stores.push(store);
        if (node.name !== undefined) this.assembly.declare(store);
        break;
      }
      case 'service': {
        const items = (node.body?.items ?? []).filter((item) => item.kind !== 'handler');
        const settings = readSettings(items, serviceBlock, reading, place);
        const handlers = bindHandlers(node, symbol, this.context);
        const index = this.services.length;
        const service: BoundService = { ...base, kind: 'service', node, index, settings, handlers };
        this.services.push(service);
        if (node.name !== undefined) this.assembly.declare(service);
        break;
      }
      case 'balancer': {
        const settings = readSettings(node.body?.items ?? [], balancerBlock, reading, place);
        const index = this.balancers.length;
        const balancer: BoundBalancer = { ...base, kind: 'balancer', node, index, settings, to: undefined };
        this.balancers.push(balancer);
        if (node.name !== undefined) this.assembly.declare(balancer);
        break;
      }
      case 'job': {
        const settings = readSettings(node.body?.items ?? [], jobBlock, reading, place);
        const job: BoundJob = { ...base, kind: 'job', node, index: this.jobs.length, settings };
        this.jobs.push(job);
        if (node.name !== undefined) this.assembly.declare(job);
        break;
      }
    }
  }

  private membersOf(group: BoundGroup, scope: TopologyScope): readonly BoundPlace[] {
    const members = new Set<BoundPlace>();
    for (const end of group.node.members) {
      if (end.name !== undefined) checkPattern(end.name, this.uri, this.context);
      for (const thing of findEnds(wantedEnd, end, scope, this.uri, this.context)) {
        if (thing === group) {
          this.context.problems.add('FTM207', this.uri, end.range, `'${group.name}' cannot be a member of itself`);
        } else for (const place of placesIn(thing, this.assembly.places)) members.add(place);
      }
    }
    return [...members];
  }

  private nodesOf(node: tree.ComponentNode, scope: TopologyScope): readonly BoundPlace[] {
    for (const pattern of node.on) checkPattern(pattern, this.uri, this.context);
    return findPlaces(wantedNode, node.on, scope, this.uri, this.context);
  }

  private targetOf(node: tree.BalancerNode, scope: TopologyScope): BoundService | undefined {
    const [first, second] = node.to;
    if (first === undefined) return undefined;
    if (second !== undefined || first.span !== undefined) {
      const range = second?.range ?? first.range;
      this.context.problems.add(
        'FTM311',
        this.uri,
        range,
        'a balancer spreads requests over one service; declare another balancer',
      );
    }
    return findThing(wantedService, first.name, scope, this.uri, this.context);
  }

  private link(node: tree.LinkNode, scope: TopologyScope): readonly BoundLink[] {
    const settings = readSettings(node.body?.items ?? [], linkBlock, this.context.problems.contextOf(this.uri));
    const about = this.scopeOf(node, scope);
    return about === undefined ? [] : [{ node, uri: this.uri, settings, scope: about }];
  }

  private scopeOf(node: tree.LinkNode, scope: TopologyScope): BoundLinkScope | undefined {
    const written = node.scope;
    switch (written?.kind) {
      case undefined:
        return undefined;
      case 'link-everywhere':
        return { kind: 'everywhere' };
      case 'link-within':
      case 'link-between': {
        const level = levelOf(written.level);
        if (level !== undefined) return { kind: written.kind === 'link-within' ? 'within' : 'between', level };
        if (written.level !== undefined) this.reportNoLevel(written.level);
        return undefined;
      }
      case 'link-pair': {
        const from = this.ends(written.from, scope);
        const to = this.ends(written.to, scope);
        return from.length === 0 || to.length === 0
          ? undefined
          : { kind: 'pair', from, to, bothWays: written.bothWays };
      }
    }
  }

  private ends(node: tree.EndpointNode | undefined, scope: TopologyScope): readonly BoundEnd[] {
    if (node?.name === undefined) return [];
    checkPattern(node.name, this.uri, this.context);
    return findEnds(wantedEnd, node, scope, this.uri, this.context);
  }

  private reportNoLevel(name: tree.NameNode): void {
    const message = `'${name.text}' is no kind of domain; there are region, datacenter, zone, rack and host`;
    this.context.problems.add('FTM200', this.uri, name.range, message);
  }
}

/** The places that an end stands for. */
export function placesIn(end: BoundEnd, places: readonly BoundPlace[]): readonly BoundPlace[] {
  switch (end.kind) {
    case 'node':
    case 'client':
      return [end];
    case 'group':
      return end.members;
    case 'region':
    case 'datacenter':
    case 'zone':
    case 'rack':
    case 'host':
      return places.filter((place) => {
        for (let domain = place.domain; domain !== undefined; domain = domain.parent) if (domain === end) return true;
        return false;
      });
  }
}

function levelOf(name: tree.NameNode | undefined): tree.DomainLevel | undefined {
  switch (name?.text) {
    case 'region':
    case 'regions':
      return 'region';
    case 'datacenter':
    case 'datacenters':
      return 'datacenter';
    case 'zone':
    case 'zones':
      return 'zone';
    case 'rack':
    case 'racks':
      return 'rack';
    case 'host':
    case 'hosts':
      return 'host';
    default:
      return undefined;
  }
}
