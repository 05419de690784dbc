import type { PrimaryBackupPolicy } from '../../../language/model';
import type { Family } from '../protocol';
import { PRIMARY_BACKUP_MESSAGES, PrimaryBackupMessage } from './message';
import { PrimaryBackupReplica } from './replica';
import { PRIMARY_BACKUP_TIMERS } from './timers';

export const primaryBackup: Family<PrimaryBackupPolicy, PrimaryBackupMessage> = {
  family: 'primary-backup',
  messages: PRIMARY_BACKUP_MESSAGES,
  timers: PRIMARY_BACKUP_TIMERS,
  dataTypes: ['register', 'log', 'counter', 'set'],
  exactlyOnce: true,
  createMessage: () => new PrimaryBackupMessage(),
  createReplica: (context, policy) => new PrimaryBackupReplica(context, policy),
  readsSpread: (policy) => policy.reads === 'any',
};
