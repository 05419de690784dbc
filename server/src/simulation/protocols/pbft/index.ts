import type { PbftPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { PbftClient } from './client-library';
import { PbftLiar } from './liar';
import { PBFT_MESSAGES, PbftMessage } from './message';
import { PbftReplica } from './replica';
import { quorumSize } from './quorum-size';
import { PBFT_TIMERS } from './timers';

export const pbft: Family<PbftPolicy, PbftMessage> = {
  family: 'pbft',
  messages: PBFT_MESSAGES,
  timers: PBFT_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  createMessage: () => new PbftMessage(),
  createReplica: (context, policy) => new PbftReplica(context, policy),
  // So many agree on what comes next, whatever the others hold.
  enoughToForget: (_policy, members) => quorumSize(members),
  createClient: (context) => new PbftClient(context),
  createLiar: (knowledge) => new PbftLiar(knowledge),
};
