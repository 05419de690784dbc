import type { ErasurePolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { ERASURE_MESSAGES, ErasureMessage } from './message';
import { ErasureReplica } from './replica';
import { survivingContents } from './surviving-contents';

export const erasure: Family<ErasurePolicy, ErasureMessage> = {
  family: 'erasure',
  messages: ERASURE_MESSAGES,
  timers: ['watch', 'probe', 'repair', 'detector', 'replace'],
  dataTypes: ['register'],
  hasSeats: true,
  cannotChange: (from, to) =>
    from.data === to.data && from.parity === to.parity
      ? undefined
      : "'data' or 'parity', for which every value would have to be cut anew",
  createMessage: () => new ErasureMessage(),
  createReplica: (context, policy) => new ErasureReplica(context, policy),
  repairsEveryNs: (policy) => policy.repairDelayNs,
  together: survivingContents,
  forgetsHistory: () => true,
};
