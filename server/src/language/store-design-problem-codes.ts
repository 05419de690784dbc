import type { ProblemCodeEntry } from './problem-codes';

/** Codes of stores that can be run and are most likely not meant: 400–419. */
export const storeDesignProblemCodes = {
  FTM400: {
    name: 'read-write-quorums-do-not-overlap',
    severity: 'warning',
    title: 'Read and write quorums do not overlap',
    explanation:
      'With R + W not above N a read may ask only replicas that the last write has not reached, and return an old value.',
  },
  FTM401: {
    name: 'write-quorums-do-not-overlap',
    severity: 'warning',
    title: 'Write quorums do not overlap',
    explanation: 'With W not above N/2 two sides of a partition both accept writes, and one of them will lose.',
  },
  FTM402: {
    name: 'even-voters',
    severity: 'warning',
    title: 'Even number of voters',
    explanation: 'An even number of voters survives no more failures than one fewer, and can be split into halves.',
  },
  FTM403: {
    name: 'majority-in-one-domain',
    severity: 'warning',
    title: 'Majority in one failure domain',
    explanation: 'When a domain that holds most of the replicas fails, the rest has no majority and the store stops.',
  },
  FTM404: {
    name: 'majority-in-one-group',
    severity: 'warning',
    title: 'Majority in one shared fate',
    explanation: 'When what a group shares fails, the rest of the replicas has no majority and the store stops.',
  },
  FTM405: {
    name: 'heartbeat-close-to-timeout',
    severity: 'warning',
    title: 'Heartbeat close to its timeout',
    explanation: 'When a timeout lasts less than two heartbeats, one lost or late message is taken for a failure.',
  },
  FTM406: {
    name: 'no-fencing',
    severity: 'warning',
    title: 'Automatic failover without fencing',
    explanation: 'A primary that is cut off goes on accepting writes while another is promoted: split brain.',
  },
  FTM407: {
    name: 'acknowledged-writes-at-risk',
    severity: 'warning',
    title: 'Acknowledged writes can be lost',
    explanation:
      'The store acknowledges writes before they are safe, and fails over; the expectation that none is lost is up to luck.',
  },
  FTM408: {
    name: 'client-gives-up-before-failover',
    severity: 'warning',
    title: 'Client gives up before failover',
    explanation:
      'The client gives up, retries included, before a failure can be detected: every failover is an error to it.',
  },
  FTM409: {
    name: 'unclean-election',
    severity: 'warning',
    title: 'Unclean election',
    explanation: 'A replica that was not in sync may become leader; acknowledged writes that it lacks are gone.',
  },
  FTM410: {
    name: 'election-timeout-below-round-trip',
    severity: 'warning',
    title: 'Election timeout below a round trip',
    explanation:
      'A candidate needs the votes of a majority, on disk, before the next one stands: the election timeout lies well above the tail of a round trip and a flush (Raft, section 5.6: broadcastTime << electionTimeout).',
  },
  FTM411: {
    name: 'slow-taken-for-dead',
    severity: 'warning',
    title: 'Slow is taken for dead',
    explanation:
      'A message of the tail comes later than the timeout allows between two signs of life: a healthy node is replaced.',
  },
  FTM412: {
    name: 'lease-beyond-clock-bounds',
    severity: 'warning',
    title: 'Lease longer than the clocks allow',
    explanation:
      'A leader answers from its lease by its own clock. Where clocks drift apart by more than it takes to elect another leader, both answer (Raft, section 6.4.1).',
  },
  FTM413: {
    name: 'load-above-capacity',
    severity: 'warning',
    title: 'More load than capacity',
    explanation: 'A service that is asked for more than its workers can do queues, then refuses, with no fault at all.',
  },
  FTM414: {
    name: 'waits-for-a-far-replica',
    severity: 'warning',
    title: 'Every write waits for a far replica',
    explanation: 'A write that waits for all replicas is as slow as the farthest, and stops when the way there is cut.',
  },
  FTM415: {
    name: 'hint-window-below-outage',
    severity: 'warning',
    title: 'Hint window shorter than the outage',
    explanation:
      'Hints for a replica that is away for longer than the window are dropped; until read repair or anti-entropy it answers with old values.',
  },
  FTM416: {
    name: 'checkpoint-interval-far-from-optimum',
    severity: 'warning',
    title: 'Checkpoint interval far from its optimum',
    explanation:
      'Too often wastes time on checkpoints, too rarely on computing again what a failure has lost. The best interval is about the square root of twice the time of a checkpoint times the mean time between failures (Young 1974, Daly 2006).',
  },
  FTM417: {
    name: 'fragments-do-not-survive-a-domain',
    severity: 'warning',
    title: 'Fragments do not survive a domain',
    explanation: 'A domain that holds more fragments than there is parity takes the data with it.',
  },
  FTM418: {
    name: 'replicas-do-not-survive-a-domain',
    severity: 'warning',
    title: 'Agreement does not survive a domain',
    explanation: 'Of 3f+1 replicas f may fail, and a domain holds more of them.',
  },
  FTM419: {
    name: 'all-replicas-in-one-place',
    severity: 'warning',
    title: 'All replicas in one place',
    explanation: 'Replicas that share a domain or a fate are lost together.',
  },
} as const satisfies Record<string, ProblemCodeEntry>;
