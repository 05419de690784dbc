import type { PolicyFamily } from '../model';
import type { ModelSymbol } from '../names/symbols';
import type { TopologyNames } from '../names/topology-names';
import type { Settings } from '../settings/settings';
import type { TextRange } from '../source-text';
import type * as tree from '../syntax/syntax-tree';

/** What every bound declaration has: its symbol and the node that declares it. */
interface Bound<N> {
  readonly symbol: ModelSymbol;
  readonly name: string;
  readonly uri: string;
  readonly node: N;
}

/** What a store replicates with: a policy of the text, or a family with its defaults. */
export type PolicyChoice =
  | { readonly kind: 'declared'; readonly policy: BoundPolicy }
  | { readonly kind: 'family'; readonly family: PolicyFamily; readonly settings: Settings };

/** `policy NAME = BASE { ... }`. */
export interface BoundPolicy extends Bound<tree.PolicyNode> {
  /** Undefined where the chain of bases leads to no family, which has been reported. */
  readonly family: PolicyFamily | undefined;
  readonly base: BoundPolicy | undefined;
  /** What is written in this very policy. */
  readonly own: Settings;
}

export interface BoundDomain extends Bound<tree.DomainNode> {
  readonly kind: tree.DomainLevel;
  readonly parent: BoundDomain | undefined;
  /** Place in `BoundTopology.domains`: parents come first. */
  readonly index: number;
  readonly settings: Settings;
}

/** A node or a client. */
export interface BoundPlace extends Bound<tree.NodesNode | tree.ClientsNode> {
  readonly kind: 'node' | 'client';
  readonly domain: BoundDomain | undefined;
  /** Its place id: nodes come first. */
  id: number;
  readonly settings: Settings;
}

export interface BoundGroup extends Bound<tree.GroupNode> {
  readonly kind: 'group';
  /** Filled once everything that may be a member is declared. */
  members: readonly BoundPlace[];
  readonly index: number;
  readonly settings: Settings;
}

/** Something that lies on nodes. */
interface Deployed<N> extends Bound<N> {
  readonly index: number;
  readonly settings: Settings;
  /** In the order written. */
  on: readonly BoundPlace[];
}

export interface BoundStore extends Deployed<tree.StoreNode> {
  readonly kind: 'store';
  /** Undefined where the policy is unknown, which has been reported. */
  readonly policy: PolicyChoice | undefined;
  /** Where its policy is named, or its name where none is. */
  readonly policyRange: TextRange;
}

export interface BoundHandler extends Bound<tree.HandlerNode> {
  steps: readonly BoundStep[];
}

/** A step whose target is known; steps with mistakes in them are left out. */
export type BoundStep =
  | { readonly kind: 'operation'; readonly word: string; readonly store: BoundStore; readonly node: tree.StepNode }
  | {
      readonly kind: 'call';
      readonly service: BoundService;
      readonly handler: BoundHandler;
      readonly settings: Settings;
      readonly node: tree.StepNode;
    };

export interface BoundService extends Deployed<tree.ServiceNode> {
  readonly kind: 'service';
  readonly handlers: readonly BoundHandler[];
}

export interface BoundBalancer extends Deployed<tree.BalancerNode> {
  readonly kind: 'balancer';
  to: BoundService | undefined;
}

export interface BoundJob extends Deployed<tree.JobNode> {
  readonly kind: 'job';
}

export type BoundComponent = BoundStore | BoundService | BoundBalancer | BoundJob;

/** Anything of a topology that a name may mean. */
export type BoundThing = BoundDomain | BoundPlace | BoundGroup | BoundComponent;

/** A link declaration whose ends are known. */
export interface BoundLink {
  readonly node: tree.LinkNode;
  readonly uri: string;
  readonly settings: Settings;
  readonly scope: BoundLinkScope;
}

/** What one end of a link may be. */
export type BoundEnd = BoundPlace | BoundDomain | BoundGroup;

export type BoundLinkScope =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'within' | 'between'; readonly level: tree.DomainLevel }
  /** Every one of `from` with every one of `to`: several where an end is a range of names. */
  | {
      readonly kind: 'pair';
      readonly from: readonly BoundEnd[];
      readonly to: readonly BoundEnd[];
      readonly bothWays: boolean;
    };

export interface BoundTopology extends Bound<tree.TopologyNode> {
  readonly names: TopologyNames<BoundThing>;
  readonly domains: readonly BoundDomain[];
  /** Nodes first, then clients; index = place id. */
  readonly places: readonly BoundPlace[];
  readonly nodeCount: number;
  readonly groups: readonly BoundGroup[];
  readonly links: readonly BoundLink[];
  readonly stores: readonly BoundStore[];
  readonly services: readonly BoundService[];
  readonly balancers: readonly BoundBalancer[];
  readonly jobs: readonly BoundJob[];
}

export interface BoundWorkload extends Bound<tree.WorkloadNode> {
  readonly settings: Settings;
  readonly route: tree.RouteNode | undefined;
}

/** A fault that has a name, where it is written. */
export interface BoundFault {
  readonly symbol: ModelSymbol;
  readonly node: tree.FaultNode;
}

/** `faults NAME { ... }`. */
export interface BoundFaults extends Bound<tree.FaultsNode> {
  readonly entries: readonly tree.FaultNode[];
  readonly named: ReadonlyMap<string, BoundFault>;
}

/** Something that a scenario uses, and where it says so. */
export interface Use<T> {
  readonly of: T;
  readonly range: TextRange;
}

export interface BoundScenario extends Bound<tree.ScenarioNode> {
  readonly settings: Settings;
  readonly topology: Use<BoundTopology> | undefined;
  readonly workloads: readonly Use<BoundWorkload>[];
  readonly schedules: readonly Use<BoundFaults>[];
  /** Inline faults. */
  readonly entries: readonly tree.FaultNode[];
  readonly named: ReadonlyMap<string, BoundFault>;
  readonly sets: readonly tree.SetNode[];
  readonly expectations: readonly tree.ExpectationNode[];
}

export interface BoundExperiment extends Bound<tree.ExperimentNode> {
  readonly settings: Settings;
  readonly scenario: Use<BoundScenario> | undefined;
  readonly sets: readonly tree.SetNode[];
  readonly varies: readonly tree.VaryNode[];
  readonly measures: readonly tree.MetricNode[];
}

/** Everything that the files of a program declare. */
export interface BoundModel {
  readonly policies: readonly BoundPolicy[];
  readonly topologies: readonly BoundTopology[];
  readonly workloads: readonly BoundWorkload[];
  readonly schedules: readonly BoundFaults[];
  readonly scenarios: readonly BoundScenario[];
  readonly experiments: readonly BoundExperiment[];
}
