import type { PolicyModel, QuorumPolicy, QuorumSize, ScenarioModel, StoreModel } from '../../language/model';

/** What a policy claims of its store while some of its replicas are out. */
export interface Claim {
  /** Replicas of one shard that may be out (stopped, stalled, cut off) at once. */
  readonly out: number;
  /** Replicas that may lie at once. */
  readonly liars: number;
  /** Disks of one shard that may be lost. */
  readonly disks: number;
  /** What follows for its clients. */
  readonly promise: string;
}

/** The claim of the family and its settings with so many replicas; see `docs/protocols`. */
export function claimOf(scenario: ScenarioModel, store: StoreModel, replicas = store.replicas): Claim {
  const { policy } = store;
  const minority = minorityOf(replicas);
  const crashes = { liars: 0, disks: 0 };
  switch (policy.family) {
    case 'single':
      return { ...crashes, out: 0, promise: 'answers' };
    case 'primary-backup': {
      const copies =
        policy.acknowledge === 'all' ? replicas - 1 : policy.acknowledge === 'async' ? 0 : policy.acknowledge;
      return {
        ...crashes,
        out: Math.max(0, Math.min(copies, Math.max(minority, replicas === 2 ? 1 : 0))),
        promise: 'loses no acknowledged write',
      };
    }
    case 'chain':
      return { ...crashes, out: minority, promise: 'stays linearizable and answers' };
    case 'isr-log':
      return {
        ...crashes,
        out: policy.acks === 'all' && !policy.uncleanElection ? Math.max(0, policy.minIsr - 1) : 0,
        promise: 'loses no acknowledged write',
      };
    case 'raft':
    case 'multi-paxos':
    case 'zab': {
      const promise = readsLocally(policy)
        ? 'loses no acknowledged write and answers'
        : 'stays linearizable and answers';
      return { ...crashes, out: minority, promise };
    }
    case 'quorum':
      return { ...crashes, ...quorumClaim(policy, replicas, majoritiesByRegion(scenario, store)) };
    case 'multi-leader':
      return { ...crashes, out: replicas - 1, promise: 'converges once that is over' };
    case 'gossip':
      // Whoever has forgotten everything is told it again.
      return { out: replicas - 1, liars: 0, disks: replicas - 1, promise: 'converges once that is over' };
    case 'pbft': {
      const f = Math.floor((replicas - 1) / 3);
      // Whoever forgets, or is damaged, is one of the f.
      return { out: f, liars: f, disks: f, promise: 'stays safe and answers' };
    }
    case 'voting': {
      const out = policy.require === 'majority' ? minority : policy.require === 'first' ? replicas - 1 : 0;
      // A majority masks a liar, and tells whoever has forgotten what it knew.
      const masked = policy.require === 'majority' ? minority : 0;
      return { out, liars: masked, disks: masked, promise: 'answers right' };
    }
    case 'erasure':
      return { out: policy.parity, liars: 0, disks: policy.parity, promise: 'loses nothing' };
  }
}

export function minorityOf(replicas: number): number {
  return Math.max(0, Math.ceil(replicas / 2) - 1);
}

/** Whoever is on the other side of a split gets no answer, and cannot: so it is said of whom a client has to reach. */
function quorumClaim(
  { read, write }: QuorumPolicy,
  replicas: number,
  majorities: readonly number[],
): Pick<Claim, 'out' | 'promise'> {
  if (read === 'local-majority' && write === 'local-majority' && majorities.length > 1)
    return {
      out: Math.max(0, replicas - Math.min(...majorities)),
      promise: 'answers every client that reaches a majority of the replicas in its region',
    };
  const largest = Math.max(sizeOf(read, replicas, majorities), sizeOf(write, replicas, majorities));
  return {
    out: Math.max(0, replicas - largest),
    promise: `answers every client${largest < replicas ? ` that reaches ${largest} of its replicas` : ''}`,
  };
}

function sizeOf(size: QuorumSize, replicas: number, majorities: readonly number[]): number {
  if (typeof size === 'number') return size;
  if (size === 'local-majority' && majorities.length > 1) return Math.max(...majorities);
  return size === 'one' ? 1 : size === 'all' ? replicas : Math.floor(replicas / 2) + 1;
}

/** How many replicas are a majority of those in each region that has some. */
function majoritiesByRegion({ places, domains }: ScenarioModel, { placement }: StoreModel): readonly number[] {
  const counts = new Map<number, number>();
  for (const place of placement[0] ?? []) {
    let at = places[place]?.domain ?? -1;
    while (at >= 0 && domains[at]?.kind !== 'region') at = domains[at]?.parent ?? -1;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...counts.values()].map((count) => Math.floor(count / 2) + 1);
}

/** Whether reads are answered without asking anybody, and may be old. */
function readsLocally(policy: PolicyModel): boolean {
  return 'reads' in policy && ['leader-local', 'follower-local', 'local'].includes(policy.reads);
}
