import type { MultiPaxosPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { PAXOS_MESSAGES, PaxosMessage } from './message';
import { PaxosReplica } from './replica';
import { PAXOS_TIMERS } from './timers';

export const multiPaxos: Family<MultiPaxosPolicy, PaxosMessage> = {
  family: 'multi-paxos',
  messages: PAXOS_MESSAGES,
  timers: PAXOS_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  agreesOnMembers: true,
  exactlyOnce: true,
  createMessage: () => new PaxosMessage(),
  createReplica: (context, policy) => new PaxosReplica(context, policy),
};
