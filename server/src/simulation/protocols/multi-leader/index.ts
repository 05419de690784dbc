import type { MultiLeaderPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { MULTI_LEADER_MESSAGES, MultiLeaderMessage } from './message';
import { MultiLeaderReplica } from './replica';

export const multiLeader: Family<MultiLeaderPolicy, MultiLeaderMessage> = {
  family: 'multi-leader',
  messages: MULTI_LEADER_MESSAGES,
  timers: ['exchange', 'scrub', 'detector'],
  dataTypes: ['register', 'log', 'counter', 'set'],
  forgetsHistory: (data) => data === 'register' || data === 'set',
  repairsEveryNs: (policy) => policy.exchangeNs,
  createMessage: () => new MultiLeaderMessage(),
  createReplica: (context, policy) => new MultiLeaderReplica(context, policy),
};
