import type { ProblemCodeEntry } from './problem-codes';

/** Codes of designs that can be run and are most likely not meant: 400–499. */
export const designProblemCodes = {
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
  FTM420: {
    name: 'unused-declaration',
    severity: 'hint',
    title: 'Not used',
    explanation: 'Nothing in the file uses this declaration.',
  },
  FTM421: {
    name: 'fault-after-the-end',
    severity: 'warning',
    title: 'Fault after the end',
    explanation: 'The scenario has ended before the fault happens.',
  },
  FTM422: {
    name: 'heals-before-it-starts',
    severity: 'warning',
    title: 'Nothing to end yet',
    explanation: 'What this action ends has not begun when it happens.',
  },
  FTM423: {
    name: 'fault-never-fires',
    severity: 'warning',
    title: 'Fault that can never happen',
    explanation: 'The fault waits for something that cannot happen, or hits something that does not exist.',
  },
  FTM424: {
    name: 'expectation-cannot-break',
    severity: 'warning',
    title: 'Expectation that nothing can break',
    explanation: 'Whatever happens, the expectation holds: it says nothing about the design.',
  },
  FTM425: {
    name: 'no-operations',
    severity: 'warning',
    title: 'No operations are issued',
    explanation: 'The expectation is about operations, and no workload of the scenario issues the kind it is about.',
  },
  FTM426: {
    name: 'fault-outlives-scenario',
    severity: 'warning',
    title: 'Fault outlives the scenario',
    explanation: 'The scenario ends before the fault does, so what happens after it is never seen.',
  },
  FTM427: {
    name: 'unused-replicas',
    severity: 'warning',
    title: 'Nodes that hold nothing',
    explanation: 'The store names nodes on which it never puts a replica.',
  },
  FTM428: {
    name: 'link-of-nothing',
    severity: 'warning',
    title: 'Link that links nothing',
    explanation:
      'No two places of the topology are linked by the declaration: both ends are one, or there is one domain.',
  },
  FTM490: {
    name: 'ignore-without-reason',
    severity: 'warning',
    title: 'Silenced without a reason',
    explanation:
      'A warning is silenced with its code and a reason: `// ftm-ignore FTM402: four sites are what there is`.',
  },
  FTM491: {
    name: 'ignore-without-effect',
    severity: 'hint',
    title: 'Nothing to silence',
    explanation: 'There is no such warning on this line or the next; the comment can go.',
  },
} as const satisfies Record<string, ProblemCodeEntry>;
