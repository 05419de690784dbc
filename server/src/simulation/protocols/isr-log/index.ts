import type { IsrLogPolicy } from '../../../language/model';
import { Operation } from '../../environment/command';
import type { Family } from '../protocol';
import { ISR_MESSAGES, IsrMessage } from './message';
import { IsrReplica } from './replica';
import { ISR_TIMERS } from './timers';

export const isrLog: Family<IsrLogPolicy, IsrMessage> = {
  family: 'isr-log',
  messages: ISR_MESSAGES,
  timers: ISR_TIMERS,
  dataTypes: ['log', 'register', 'counter', 'set'],
  exactlyOnce: true,
  oneConnection: true,
  // What becomes of a cas is what its producer asks for.
  sendsAndForgets: ({ acks }, { isRead, kind }) => acks === 0 && !isRead && kind !== Operation.Cas,
  createMessage: () => new IsrMessage(),
  createReplica: (context, policy) => new IsrReplica(context, policy),
  // Nodes of the store that hold no replica are voters of the controller quorum.
  runsOnSpares: () => true,
};
