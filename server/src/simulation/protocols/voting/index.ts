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
  createMessage: () => new VotingMessage(),
  createReplica: (context) => new VotingReplica(context),
  createClient: (context, policy) => new VotingClient(context, policy),
  createLiar: (knowledge) => new VotingLiar(knowledge),
};
