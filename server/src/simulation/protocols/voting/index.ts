import type { VotingPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { VotingClient } from './client-library';
import { VotingLiar } from './liar';
import { VOTING_MESSAGES, VotingMessage } from './message';
import { VotingReplica } from './replica';

export const voting: Family<VotingPolicy, VotingMessage> = {
  family: 'voting',
  messages: VOTING_MESSAGES,
  timers: ['reintegrate'],
  dataTypes: ['register', 'log', 'counter', 'set'],
  orders: {
    reconfigure: 'the libraries of the clients compare the answers, as they were configured',
    add: true,
    remove: true,
    promote: 'no replica leads the others',
  },
  createMessage: () => new VotingMessage(),
  createReplica: (context) => new VotingReplica(context),
  createClient: (context, policy) => new VotingClient(context, policy),
  createLiar: (knowledge) => new VotingLiar(knowledge),
};
