import type { QuorumPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { QuorumClient } from './client-library';
import { QUORUM_MESSAGES, QuorumMessage } from './message';
import { QuorumReplica } from './replica';

export const quorum: Family<QuorumPolicy, QuorumMessage> = {
  family: 'quorum',
  messages: QUORUM_MESSAGES,
  timers: ['watch', 'probe', 'anti-entropy', 'detector'],
  dataTypes: ['register', 'log', 'counter', 'set'],
  createMessage: () => new QuorumMessage(),
  createReplica: (context, policy) => new QuorumReplica(context, policy),
  createClient: (context, policy) => (policy.coordinator === 'client' ? new QuorumClient(context, policy) : undefined),
  repairsEveryNs: (policy) => policy.antiEntropyNs ?? 0,
  forgetsHistory: (data) => data === 'register' || data === 'set',
  runsOnSpares: (policy) => policy.sloppy,
  // The first N healthy nodes serve (Dynamo, section 4.6). Counters under last-write-wins are counted on at what the
  // coordinator itself holds, which with a stand-in is nothing.
  servesOnSpares: ({ sloppy, coordinator, conflict }, data) =>
    sloppy && coordinator === 'replica' && (data !== 'counter' || conflict !== 'last-write-wins'),
};
