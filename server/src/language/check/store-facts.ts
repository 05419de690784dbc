import type { BoundStore, BoundTopology } from '../bind/bound';
import { Origins } from '../compile/origins';
import { deafSink, type ScenarioEnv } from '../compile/scenario-env';
import type { PolicyModel } from '../model';
import { Overrides } from '../overrides/overrides';
import { silentContext } from '../values/read-context';
import { policyOfStore } from './check-store';
import { nodesOfAShard } from './design/check-replica-placement';
import { majorityOf, quorumCount } from './design/describe';
import { fineToCoarse, hasSeveral, largestCrowd, type DomainKind } from './design/domains';

/** What a store is made of and what it bears, as it is declared. */
export interface StoreFacts {
  readonly family: PolicyModel['family'];
  readonly replicas: number;
  /** Replicas that a read and a write wait for, where the policy says so in advance. */
  readonly quorums: { readonly read: number; readonly write: number } | undefined;
  /** Replicas of a shard that may be gone, or for `pbft` lie, while reads and writes go on; without a person's help. */
  readonly readsSurvive: number;
  readonly writesSurvive: number;
  /** Kinds of domain of which any one may be gone while both go on, and those of which one may not. */
  readonly survives: readonly DomainKind[];
  readonly doesNotSurvive: readonly DomainKind[];
}

/** Undefined where the policy is unknown, or the store lies on no nodes or on too few. */
export function storeFacts(store: BoundStore, topology: BoundTopology): StoreFacts | undefined {
  const bound = policyOfStore(store, declaredEnv(topology));
  if (bound === undefined || bound.replicas > store.on.length) return undefined;
  const { policy, replicas } = bound;
  const [readsSurvive, writesSurvive] = lossesBorne(policy, replicas);
  const nodes = nodesOfAShard(bound);
  const levels = fineToCoarse.filter((level) => hasSeveral(topology, level) && largestCrowd(nodes, level)[1] > 0);
  const bears = (level: DomainKind): boolean => largestCrowd(nodes, level)[1] <= Math.min(readsSurvive, writesSurvive);
  return {
    family: policy.family,
    replicas,
    quorums: quorumsOf(policy, replicas),
    readsSurvive,
    writesSurvive,
    survives: levels.filter(bears),
    doesNotSurvive: levels.filter((level) => !bears(level)),
  };
}

/** What is declared, with nothing overridden and nobody to complain to. */
function declaredEnv(topology: BoundTopology): ScenarioEnv {
  return {
    topology,
    overrides: Overrides.none,
    origins: new Origins(new Map(), topology.uri),
    sink: deafSink,
    contextOf: (uri) => ({ ...silentContext, uri }),
    workloadNames: [],
    findWorkload: () => undefined,
  };
}

function quorumsOf(policy: PolicyModel, n: number): StoreFacts['quorums'] {
  switch (policy.family) {
    case 'raft':
    case 'multi-paxos':
    case 'zab':
      return { read: majorityOf(n), write: majorityOf(n) };
    case 'pbft':
      return { read: n - Math.floor((n - 1) / 3), write: n - Math.floor((n - 1) / 3) };
    case 'quorum': {
      const [read, write] = [quorumCount(policy.read, n), quorumCount(policy.write, n)];
      return read === undefined || write === undefined ? undefined : { read, write };
    }
    case 'erasure':
      // Cadambe et al., Distributed Computing 2017: a write is answered when k + m/2 have it.
      return {
        read: Math.max(policy.data, majorityOf(n)),
        write: policy.data + Math.ceil(policy.parity / 2),
      };
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'multi-leader':
    case 'gossip':
    case 'voting':
      return undefined;
  }
}

/** Replicas that may be lost while reads, and while writes, go on once the failure has been noticed. */
function lossesBorne(policy: PolicyModel, n: number): readonly [reads: number, writes: number] {
  const minority = n - majorityOf(n);
  switch (policy.family) {
    case 'single':
      return [0, 0];
    case 'primary-backup': {
      if (policy.failover !== 'automatic') return [policy.reads === 'primary' ? 0 : n - 1, 0];
      const waitsFor = typeof policy.acknowledge === 'number' ? policy.acknowledge : 0;
      return [n - 1, n - 1 - waitsFor];
    }
    case 'raft':
      return [policy.reads === 'follower-local' ? n - 1 : minority, minority];
    case 'zab':
    case 'multi-paxos':
      return [minority, minority];
    case 'quorum': {
      const [read, write] = [quorumCount(policy.read, n), quorumCount(policy.write, n)];
      return [n - (read ?? majorityOf(n)), n - (write ?? majorityOf(n))];
    }
    case 'pbft': {
      const f = Math.floor((n - 1) / 3);
      return [f, f];
    }
    case 'isr-log':
      return [n - 1, policy.acks === 'all' ? n - policy.minIsr : n - 1];
    case 'chain':
    case 'multi-leader':
    case 'gossip':
      return [n - 1, n - 1];
    case 'voting': {
      const survives = policy.require === 'first' ? n - 1 : policy.require === 'majority' ? minority : 0;
      return [survives, survives];
    }
    case 'erasure':
      return [n - Math.max(policy.data, majorityOf(n)), Math.floor(policy.parity / 2)];
  }
}
