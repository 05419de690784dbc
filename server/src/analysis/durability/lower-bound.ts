import type { StoreModel } from '../../language/model';

/**
 * Whether the count of a store's lost writes is only the least that can be proved: a register shows one value, and where its
 * replicas keep no lineage a write that vanished before its key was written again looks like one that was overwritten.
 */
export function countsLossesFromBelow({ data, policy }: Pick<StoreModel, 'data' | 'policy'>): boolean {
  if (data !== 'register') return false;
  switch (policy.family) {
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'isr-log':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
      return false;
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return true;
  }
}
