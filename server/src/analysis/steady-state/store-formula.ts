import type { PolicyModel, QuorumSize, StoreModel } from '../../language/model';
import { all, any, atLeast, type Formula } from './availability-formula';

/** Whether a store takes reads and writes, or one of them. */
export type Service = 'reads' | 'writes' | 'both';

/**
 * When a store can serve, from the replicas that work: fail-over that is automatic is taken to be instant and always
 * right, so this is what redundancy allows; how long a fail-over takes is what a simulation measures. All shards must
 * serve.
 */
export function storeWorks(store: StoreModel, placeWorks: (place: number) => Formula, service: Service): Formula {
  return all(
    store.placement.map((places) => {
      const replicas = places.map(placeWorks);
      const needs = shardNeeds(store.policy, replicas.length);
      switch (needs.kind) {
        case 'first':
          return all(replicas.slice(0, 1));
        case 'count':
          return atLeast(countFor(needs, service), replicas);
      }
    }),
  );
}

type Needs =
  | { readonly kind: 'count'; readonly reads: number; readonly writes: number }
  /** The first replica, and no other. */
  | { readonly kind: 'first' };

function countFor(needs: Extract<Needs, { kind: 'count' }>, service: Service): number {
  switch (service) {
    case 'reads':
      return needs.reads;
    case 'writes':
      return needs.writes;
    case 'both':
      return Math.max(needs.reads, needs.writes);
  }
}

const count = (reads: number, writes: number = reads): Needs => ({ kind: 'count', reads, writes });

/** How many of n replicas must work. */
function shardNeeds(policy: PolicyModel, n: number): Needs {
  const majority = Math.floor(n / 2) + 1;
  switch (policy.family) {
    case 'single':
      return { kind: 'first' };
    case 'primary-backup': {
      if (policy.failover !== 'automatic') return { kind: 'first' };
      // `all` waits for the backups in the configuration, which a failed one leaves.
      const backups = typeof policy.acknowledge === 'number' ? policy.acknowledge : 0;
      return count(1, Math.min(n, 1 + backups));
    }
    case 'chain':
      return count(1);
    case 'isr-log':
      return count(1, policy.acks === 'all' ? Math.min(n, Math.max(1, policy.minIsr)) : 1);
    case 'raft':
      return count(
        policy.reads === 'follower-local' || policy.reads === 'leader-local'
          ? localReads(policy.reads, majority)
          : majority,
        majority,
      );
    case 'multi-paxos':
      return count(majority);
    case 'zab':
      // A server that has lost its quorum stops serving even local reads.
      return count(majority);
    case 'quorum':
      return count(quorumSize(policy.read, n), quorumSize(policy.write, n));
    case 'multi-leader':
    case 'gossip':
      return count(1);
    case 'pbft':
      return count(n - Math.floor((n - 1) / 3));
    case 'voting':
      return count({ first: 1, majority, all: n }[policy.require]);
    case 'erasure': {
      // What the simulated protocol waits for, see docs/protocols/erasure.md.
      const fragments = policy.data + policy.parity;
      const write = policy.data + Math.ceil(policy.parity / 2);
      const read = Math.max(policy.data, fragments - Math.max(policy.data, majority) + 1);
      return count(Math.min(n, read), Math.min(n, write));
    }
  }
}

/** A follower answers by itself; a leader stays one only with a majority. */
function localReads(reads: 'follower-local' | 'leader-local', majority: number): number {
  return reads === 'follower-local' ? 1 : majority;
}

/** `local-majority` is taken over all replicas: which region asks is not known here. */
function quorumSize(size: QuorumSize, n: number): number {
  switch (size) {
    case 'one':
      return 1;
    case 'all':
      return n;
    case 'majority':
    case 'local-majority':
      return Math.floor(n / 2) + 1;
    default:
      return Math.min(n, size);
  }
}

/** A service or balancer works while any of its nodes does. */
export function anyWorks(places: readonly number[], placeWorks: (place: number) => Formula): Formula {
  return any(places.map(placeWorks));
}
