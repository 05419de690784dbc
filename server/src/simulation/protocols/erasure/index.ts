import type { ErasurePolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { ERASURE_MESSAGES, ErasureMessage } from './message';
import { ErasureReplica } from './replica';
import { survivingContents } from './surviving-contents';

export const erasure: Family<ErasurePolicy, ErasureMessage> = {
  family: 'erasure',
  messages: ERASURE_MESSAGES,
  timers: ['watch', 'probe', 'repair', 'detector'],
  dataTypes: ['register'],
  orders: [],
  createMessage: () => new ErasureMessage(),
  createReplica: (context, policy) => new ErasureReplica(context, policy),
  repairsEveryNs: (policy) => policy.repairDelayNs,
  together: survivingContents,
};
