import type { ChainPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { CHAIN_MESSAGES, ChainMessage } from './message';
import { ChainReplica } from './replica';
import { CHAIN_TIMERS } from './timers';
import { timedByDetector } from './timing';

export const chain: Family<ChainPolicy, ChainMessage> = {
  family: 'chain',
  messages: CHAIN_MESSAGES,
  timers: CHAIN_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  exactlyOnce: true,
  createMessage: () => new ChainMessage(),
  createReplica: (context, policy) => new ChainReplica(context, timedByDetector(policy)),
  // Nodes of the store that hold no replica vote on who forms the chain.
  runsOnSpares: () => true,
};
