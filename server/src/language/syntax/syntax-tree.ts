/**
 * The typed syntax tree of a `.ftm` file: what was written, resolved to nothing. Parsing always gives a tree; a child
 * that the author has not written yet is `undefined`, and a problem says so. Ranges cover the first to the last token.
 */
import type { ExpectationNode, MetricNode } from './expectation-nodes';
import type { FaultNode } from './fault-nodes';
import type {
  BlockNode,
  ListNode,
  NameNode,
  NamePatternNode,
  PathNode,
  PropertyNode,
  SectionNode,
  StringNode,
  SyntaxNode,
  ValueNode,
} from './value-nodes';

export type * from './expectation-nodes';
export type * from './fault-nodes';
export type * from './value-nodes';

/** A whole file. */
export interface SourceFileNode extends SyntaxNode {
  readonly kind: 'source-file';
  readonly declarations: readonly DeclarationNode[];
}

/** What may stand at the top of a file. */
export type DeclarationNode =
  ImportNode | TopologyNode | PolicyNode | WorkloadNode | FaultsNode | ScenarioNode | ExperimentNode;

/** What everything with a name of its own has. */
interface Named extends SyntaxNode {
  readonly name: NameNode | undefined;
  /** The `///` lines before it, joined by newlines, without the slashes. */
  readonly documentation: string | undefined;
}

/** `import "path.ftm"`. */
export interface ImportNode extends SyntaxNode {
  readonly kind: 'import';
  readonly path: StringNode | undefined;
}

/** `topology NAME { ... }`. */
export interface TopologyNode extends Named {
  readonly kind: 'topology';
  readonly items: readonly TopologyItemNode[];
}

/** What may stand in a topology, and in each domain of it. */
export type TopologyItemNode =
  DomainNode | NodesNode | ClientsNode | GroupNode | LinkNode | ComponentNode | PropertyNode | SectionNode;

/** From coarse to fine. */
export type DomainLevel = 'region' | 'datacenter' | 'zone' | 'rack' | 'host';

/** `zone a { ... }`: things that fail together because of where they are. */
export interface DomainNode extends Named {
  readonly kind: 'domain';
  readonly level: DomainLevel;
  readonly items: readonly TopologyItemNode[];
}

/** `node n1 { ... }`, `nodes edge[1..2]`; the body holds for each of them. */
export interface NodesNode extends SyntaxNode {
  readonly kind: 'nodes';
  readonly names: readonly NamePatternNode[];
  readonly body: BlockNode | undefined;
  readonly documentation: string | undefined;
}

/** `client web`: where load comes from. */
export interface ClientsNode extends SyntaxNode {
  readonly kind: 'clients';
  readonly names: readonly NamePatternNode[];
  readonly body: BlockNode | undefined;
  readonly documentation: string | undefined;
}

/** `group feed-1 = n1, n2 { mtbf: 3y }`. */
export interface GroupNode extends Named {
  readonly kind: 'group';
  readonly members: readonly EndpointNode[];
  readonly body: BlockNode | undefined;
}

/** A node, client, domain, group or component by name, with the word of its level where written: `n1`, `zone a`. */
export interface EndpointNode extends SyntaxNode {
  readonly kind: 'endpoint';
  readonly level: NameNode | undefined;
  readonly name: NamePatternNode | undefined;
}

/** `link within zone { ... }`, `link n1 -> n3 { ... }`. */
export interface LinkNode extends SyntaxNode {
  readonly kind: 'link';
  readonly scope: LinkScopeNode | undefined;
  readonly body: BlockNode | undefined;
  readonly documentation: string | undefined;
}

/** Which pairs a link declaration speaks of. */
export type LinkScopeNode =
  | (SyntaxNode & { readonly kind: 'link-everywhere' })
  /** `level` is the word as written: `zone` or `zones`. */
  | (SyntaxNode & { readonly kind: 'link-within' | 'link-between'; readonly level: NameNode | undefined })
  | (SyntaxNode & {
      readonly kind: 'link-pair';
      readonly from: EndpointNode | undefined;
      readonly to: EndpointNode | undefined;
      readonly bothWays: boolean;
    });

/** What is deployed on nodes. */
export type ComponentNode = StoreNode | ServiceNode | BalancerNode | JobNode;

/** `store orders on n1, n2, n3 using Raft3 { ... }`. */
export interface StoreNode extends Named {
  readonly kind: 'store';
  readonly on: readonly NamePatternNode[];
  readonly policy: NameNode | undefined;
  readonly body: BlockNode | undefined;
}

/** `service api on app[1..3] { ... }`. */
export interface ServiceNode extends Named {
  readonly kind: 'service';
  readonly on: readonly NamePatternNode[];
  readonly body: ServiceBodyNode | undefined;
}

/** The braces of a service. */
export interface ServiceBodyNode extends SyntaxNode {
  readonly kind: 'service-body';
  readonly items: readonly (PropertyNode | SectionNode | HandlerNode)[];
}

/** `handle checkout { ... }`: what the service does for one kind of request, in order. */
export interface HandlerNode extends Named {
  readonly kind: 'handler';
  readonly steps: readonly (StepNode | PropertyNode)[];
}

/** `read orders`, `call payments { timeout: 300ms }`; `operation` is the word, such as `read`, `append` or `call`. */
export interface StepNode extends SyntaxNode {
  readonly kind: 'step';
  readonly operation: NameNode;
  /** A store, a service, or `service.handler`. */
  readonly target: PathNode | undefined;
  readonly body: BlockNode | undefined;
}

/** `balancer front on edge1, edge2 to api { ... }`. */
export interface BalancerNode extends Named {
  readonly kind: 'balancer';
  readonly on: readonly NamePatternNode[];
  readonly to: readonly NamePatternNode[];
  readonly body: BlockNode | undefined;
}

/** `job enrich on w[1..4] { ... }`. */
export interface JobNode extends Named {
  readonly kind: 'job';
  readonly on: readonly NamePatternNode[];
  readonly body: BlockNode | undefined;
}

/** `policy NAME = BASE { ... }`, where BASE is a family or another policy. */
export interface PolicyNode extends Named {
  readonly kind: 'policy';
  readonly base: NameNode | undefined;
  readonly body: BlockNode | undefined;
}

/** `workload NAME { ... }`. */
export interface WorkloadNode extends Named {
  readonly kind: 'workload';
  readonly items: readonly (RouteNode | PropertyNode | SectionNode)[];
}

/** `from web, batch to front.checkout`. */
export interface RouteNode extends SyntaxNode {
  readonly kind: 'route';
  readonly from: readonly NamePatternNode[];
  readonly to: PathNode | undefined;
}

/** `faults NAME { ... }`. */
export interface FaultsNode extends Named {
  readonly kind: 'faults';
  readonly entries: readonly FaultNode[];
}

/** `scenario NAME "title" { ... }`. */
export interface ScenarioNode extends Named {
  readonly kind: 'scenario';
  readonly title: StringNode | undefined;
  readonly items: readonly ScenarioItemNode[];
}

export type ScenarioItemNode = PropertyNode | SectionNode | FaultNode | SetNode | ExpectationNode;

/** `set orders.policy: AsyncPair`. */
export interface SetNode extends SyntaxNode {
  readonly kind: 'set';
  readonly path: PathNode | undefined;
  readonly value: ValueNode | undefined;
}

/** `experiment NAME "title" { ... }`. */
export interface ExperimentNode extends Named {
  readonly kind: 'experiment';
  readonly title: StringNode | undefined;
  readonly items: readonly ExperimentItemNode[];
}

export type ExperimentItemNode = PropertyNode | SectionNode | SetNode | VaryNode | MeasureNode;

/** `vary orders.policy: [A, B]`; `values` is the value as written, normally a list. */
export interface VaryNode extends SyntaxNode {
  readonly kind: 'vary';
  readonly path: PathNode | undefined;
  readonly values: ListNode | ValueNode | undefined;
}

/** `measure availability, latency p99`. */
export interface MeasureNode extends SyntaxNode {
  readonly kind: 'measure';
  readonly metrics: readonly MetricNode[];
}
