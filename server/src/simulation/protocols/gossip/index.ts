import type { GossipPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { GOSSIP_MESSAGES, GossipMessage } from './message';
import { GossipReplica, type Spreading } from './replica';

export function gossipBy(spreading: Spreading): Family<GossipPolicy, GossipMessage> {
  return {
    family: 'gossip',
    messages: GOSSIP_MESSAGES,
    timers: ['round'],
    dataTypes: ['register', 'counter', 'set'],
    orders: ['reconfigure', 'add', 'remove'],
    createMessage: () => new GossipMessage(),
    createReplica: (context, policy) => new GossipReplica(context, policy, spreading),
  };
}

export const gossip = gossipBy({ antiEntropy: true });
