import type { ZabPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { ZAB_MESSAGES, ZabMessage } from './message';
import { ZabReplica } from './replica';
import { ZAB_TIMERS } from './timers';

export const zab: Family<ZabPolicy, ZabMessage> = {
  family: 'zab',
  messages: ZAB_MESSAGES,
  timers: ZAB_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  agreesOnMembers: true,
  exactlyOnce: true,
  oneConnection: true,
  createMessage: () => new ZabMessage(),
  createReplica: (context, policy) => new ZabReplica(context, policy),
};
