import type { PolicyFamily } from '../language/model';

/** How the replicas of a family stand to each other, which decides how they are drawn. */
export type ReplicationShape = 'leader' | 'chain' | 'peers';

export function replicationShape(family: PolicyFamily): ReplicationShape {
  switch (family) {
    case 'primary-backup':
    case 'isr-log':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'pbft':
      return 'leader';
    case 'chain':
      return 'chain';
    case 'single':
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'voting':
    case 'erasure':
      return 'peers';
  }
}
