import type { RaftPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { RAFT_MESSAGES, RaftMessage } from './raft-message';
import { RaftReplica } from './replica';
import { RAFT_TIMERS } from './timers';

export const raft: Family<RaftPolicy, RaftMessage> = {
  family: 'raft',
  messages: RAFT_MESSAGES,
  timers: RAFT_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  agreesOnMembers: true,
  exactlyOnce: true,
  createMessage: () => new RaftMessage(),
  createReplica: (context, policy) => new RaftReplica(context, policy),
};
