import type { GossipPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { GOSSIP_MESSAGES, GossipMessage } from './message';
import { GossipReplica, type Spreading } from './replica';

/** An epidemic on a few hundred nodes is over in so many rounds, even by push alone: log2 n + ln n + O(1) (Demers et al., 1.3). */
const ROUNDS = 20;

export function gossipBy(spreading: Spreading): Family<GossipPolicy, GossipMessage> {
  return {
    family: 'gossip',
    messages: GOSSIP_MESSAGES,
    timers: ['round', 'detector'],
    dataTypes: ['register', 'log', 'counter', 'set'],
    forgetsHistory: (data) => data === 'register' || data === 'set',
    repairsEveryNs: (policy) => policy.intervalNs * ROUNDS,
    createMessage: () => new GossipMessage(),
    createReplica: (context, policy) => new GossipReplica(context, policy, spreading),
  };
}

export const gossip = gossipBy({ antiEntropy: true });
