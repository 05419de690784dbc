import type { StoreModel } from '../../language/model';

/**
 * Whether the count of a store's lost writes is only the least that can be proved: a counter's sum tells how much is missing, and
 * where its replicas have no lineage an increment that was counted twice makes up for one that is gone.
 */
export function countsLossesFromBelow({ data, policy }: Pick<StoreModel, 'data' | 'policy'>): boolean {
  if (data !== 'counter') return false;
  switch (policy.family) {
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return false;
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
      return true;
  }
}
