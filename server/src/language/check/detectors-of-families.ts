import type { DetectorModel, PolicyFamily } from '../model';

export interface DetectorUse {
  /** Detectors that the family can go by. */
  readonly heeded: readonly DetectorModel['kind'][];
  /** What it goes by where it heeds no other. */
  readonly instead: string;
}

const ALL = ['timeout', 'phi', 'swim'] as const;

/** Which detectors a policy may name. Where timeouts carry the safety of a protocol it goes by those alone. */
export function detectorsOf(family: PolicyFamily): DetectorUse {
  switch (family) {
    case 'primary-backup':
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'erasure':
      return { heeded: ALL, instead: '' };
    case 'chain':
      return {
        heeded: ['timeout'],
        instead:
          "its servers act on leases, which need a fixed time: 'heartbeat' and 'timeout', or 'detector: timeout'",
      };
    case 'isr-log':
      return {
        heeded: ['timeout', 'phi'],
        instead:
          "its controller hears every broker itself: by 'session-timeout', 'detector: timeout' or 'detector: phi'",
      };
    case 'raft':
      return { heeded: [], instead: "'election-timeout' and 'heartbeat' are its detector" };
    case 'multi-paxos':
      return { heeded: [], instead: "'lease' and 'heartbeat' are its detector" };
    case 'zab':
      return { heeded: [], instead: "'tick', 'sync-limit' and 'init-limit' are its detector" };
    case 'pbft':
      return {
        heeded: [],
        instead: "'view-change-timeout' is its detector, since who lies may well answer heartbeats",
      };
    case 'voting':
      return { heeded: [], instead: 'it masks failures and detects none' };
    case 'single':
      return { heeded: [], instead: 'one copy has nobody to watch' };
  }
}
