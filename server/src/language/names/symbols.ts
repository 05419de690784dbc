import type { TextRange } from '../source-text';
import type { DomainLevel } from '../syntax/syntax-tree';

/** Everything that has a name. A `handler` lies in a service, a `fault` in a schedule or scenario. */
export type SymbolKind = GlobalKind | TopologyKind | 'handler' | 'fault';

/** Declared at the top of a file, visible there and where the file is imported; each kind has names of its own. */
export type GlobalKind = 'topology' | 'policy' | 'workload' | 'faults' | 'scenario' | 'experiment';

/** Declared in a topology, visible in what is said about that topology. */
export type TopologyKind = DomainLevel | 'node' | 'client' | 'group' | 'store' | 'service' | 'balancer' | 'job';

/** A declaration of a name. Each name of `nodes n[1..5]` is a symbol of its own; they share their ranges. */
export interface ModelSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly uri: string;
  /** The name where it is declared; of a range of names the whole pattern. */
  readonly nameRange: TextRange;
  /** The whole declaration. */
  readonly fullRange: TextRange;
  readonly documentation: string | undefined;
  /** A few words beside the name: `raft policy`, `store on n1, n2, n3 using Raft3`. */
  readonly detail: string;
  /** The topology, service, schedule or scenario that it lies in. */
  readonly container: ModelSymbol | undefined;
  /** Whether the name stands in the text by itself, so that it can be renamed. */
  readonly isSpelledOut: boolean;
}

/** A place that means a symbol. A name that is resolved in several topologies has a reference for each. */
export interface Reference {
  readonly symbol: ModelSymbol;
  readonly uri: string;
  readonly range: TextRange;
}

/** What each kind is called, with its article. */
export const kindNouns: Readonly<Record<SymbolKind, string>> = {
  topology: 'a topology',
  policy: 'a policy',
  workload: 'a workload',
  faults: 'a fault schedule',
  scenario: 'a scenario',
  experiment: 'an experiment',
  region: 'a region',
  datacenter: 'a datacenter',
  zone: 'a zone',
  rack: 'a rack',
  host: 'a host',
  node: 'a node',
  client: 'a client',
  group: 'a group',
  store: 'a store',
  service: 'a service',
  balancer: 'a balancer',
  job: 'a job',
  handler: 'a handler',
  fault: 'a fault',
};
