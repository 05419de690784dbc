import type { PolicyFamily } from '../model';

/** What a human or a control plane asks of a running store. */
export type OperatorOrderKind = 'reconfigure' | 'add' | 'remove' | 'promote';

/** Why a family cannot carry out an order, as a clause after a colon; undefined where it can. */
export function refusalOf(family: PolicyFamily, order: OperatorOrderKind): string | undefined {
  switch (family) {
    case 'primary-backup':
    case 'isr-log':
    case 'raft':
    case 'multi-paxos':
      return undefined;
    case 'single':
      return order === 'reconfigure' ? 'it has no properties' : 'there is one copy';
    case 'pbft':
      if (order === 'reconfigure') return undefined;
      return order === 'promote' ? 'the number of the view says who is primary' : 'the paper knows one set of replicas';
    case 'voting':
      if (order === 'reconfigure') return 'the libraries of the clients compare the answers, as they were configured';
      return order === 'promote' ? NOBODY_LEADS : undefined;
    case 'quorum':
    case 'gossip':
    case 'erasure':
      return order === 'promote' ? NOBODY_LEADS : undefined;
    case 'multi-leader':
      return order === 'promote' ? 'all its leaders are equal' : undefined;
    case 'chain':
      return order === 'promote' ? 'who is head follows from the order in which servers joined the chain' : undefined;
    case 'zab':
      return order === 'promote' ? 'ZooKeeper has no command that moves the leader' : undefined;
  }
}

const NOBODY_LEADS = 'no replica leads the others';
