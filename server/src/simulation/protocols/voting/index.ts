import type { VotingPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { VotingClient } from './client-library';
import { VotingLiar } from './liar';
import { VOTING_MESSAGES, VotingMessage } from './message';
import { VotingReplica, votingStateOn } from './replica';

export const voting: Family<VotingPolicy, VotingMessage> = {
  family: 'voting',
  messages: VOTING_MESSAGES,
  timers: ['reintegrate'],
  dataTypes: ['register', 'log', 'counter', 'set'],
  createMessage: () => new VotingMessage(),
  createReplica: (context) => new VotingReplica(context),
  // Logs and counters show what they lack. In a register or a set a replica that has missed a write looks like any other.
  forgetsHistory: (data) => data === 'register' || data === 'set',
  enoughToForget: ({ require }, members) => (require === 'majority' ? Math.floor(members / 2) + 1 : undefined),
  onDisk: votingStateOn,
  createClient: (context, policy) => new VotingClient(context, policy),
  createLiar: (knowledge) => new VotingLiar(knowledge),
};
