import type { ProblemCodeEntry } from './problem-codes';
import { storeDesignProblemCodes } from './store-design-problem-codes';

/** Codes of designs that can be run and are most likely not meant: 400–499. */
export const designProblemCodes = {
  ...storeDesignProblemCodes,
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
  FTM429: {
    name: 'single-point-of-failure',
    severity: 'warning',
    title: 'Single point of failure',
    explanation:
      'Every request passes through one node or one domain, and what was made redundant behind it is of no use without it.',
  },
  FTM430: {
    name: 'retries-multiply',
    severity: 'warning',
    title: 'Retries multiply beyond capacity',
    explanation:
      'Where several layers retry, their attempts multiply. A service that fails is asked for many times its load, and cannot come back (Google SRE book, chapter 22).',
  },
  FTM431: {
    name: 'timeout-below-latency',
    severity: 'warning',
    title: 'Timeout below the latency',
    explanation: 'A client that gives up before an answer can arrive sees nothing but failures.',
  },
  FTM432: {
    name: 'inner-timeout-outlasts-outer',
    severity: 'warning',
    title: 'Waits for somebody who has gone',
    explanation: 'A call that waits for longer than whoever asked for it works for nobody.',
  },
  FTM433: {
    name: 'min-isr-leaves-no-spare',
    severity: 'warning',
    title: 'No replica to spare',
    explanation: 'With `min-isr` as large as the store a single failure stops all writes.',
  },
  FTM434: {
    name: 'local-majority-of-one-region',
    severity: 'warning',
    title: 'Local majority of one region',
    explanation: 'A local majority says something where replicas lie in several regions.',
  },
  FTM435: {
    name: 'fanout-beyond-peers',
    severity: 'warning',
    title: 'Fanout beyond the peers',
    explanation: 'A node cannot turn to more peers than there are; this is no gossip but a broadcast.',
  },
  FTM436: {
    name: 'last-write-wins-by-wrong-clocks',
    severity: 'warning',
    title: 'Last write wins, by clocks that are wrong',
    explanation:
      'The write with the later timestamp stays. Where clocks differ by more than writes lie apart, that is the older one.',
  },
  FTM437: {
    name: 'consistency-not-promised',
    severity: 'warning',
    title: 'More consistency than the policy promises',
    explanation: 'The replication is not made for what is expected of it: that it holds in a run is luck.',
  },
  FTM438: {
    name: 'hedge-never-sent',
    severity: 'warning',
    title: 'Hedged request that is never sent',
    explanation: 'The attempt is given up before the second request would be sent.',
  },
  FTM439: {
    name: 'bulkhead-never-full',
    severity: 'hint',
    title: 'Bulkhead that never limits',
    explanation: 'There are never so many calls in flight, because each holds a worker.',
  },
  FTM440: {
    name: 'autoscaling-without-room',
    severity: 'warning',
    title: 'Autoscaling without room',
    explanation: 'An instance needs a node to run on, and fewest and most must lie apart for anything to scale.',
  },
  FTM441: {
    name: 'unreachable-handler',
    severity: 'hint',
    title: 'Handler that nobody asks for',
    explanation: 'No call and no workload leads to the handler.',
  },
  FTM442: {
    name: 'crash-of-what-is-down',
    severity: 'warning',
    title: 'Crash of what is down already',
    explanation: 'The node is down when the fault happens, for at least as long.',
  },
  FTM443: {
    name: 'fault-in-warm-up',
    severity: 'warning',
    title: 'Fault in the warm-up',
    explanation: 'The fault is over before anything is counted.',
  },
  FTM444: {
    name: 'window-outside-the-run',
    severity: 'warning',
    title: 'Window outside the run',
    explanation: 'The window of the expectation lies where nothing is measured.',
  },
  FTM445: {
    name: 'share-of-one-run',
    severity: 'warning',
    title: 'Share of a single run',
    explanation: 'A share of runs says something where there are several.',
  },
  FTM446: {
    name: 'too-few-for-percentile',
    severity: 'warning',
    title: 'Too few operations for the percentile',
    explanation: 'Of fewer than 1 / (1 - p) values the percentile is the largest one.',
  },
  FTM447: {
    name: 'setting-without-effect',
    severity: 'hint',
    title: 'Setting without effect',
    explanation: 'Another setting of the policy, or the store that it is for, makes this one say nothing.',
  },
  FTM448: {
    name: 'nothing-converges',
    severity: 'warning',
    title: 'Nothing brings replicas up to date',
    explanation: 'A replica that has missed a write stays behind for good.',
  },
  FTM449: {
    name: 'retries-without-backoff',
    severity: 'warning',
    title: 'Retries without a pause',
    explanation: 'Retries at once hit what fails when it can bear them least; pauses with jitter spread them out.',
  },
  FTM450: {
    name: 'no-redundancy',
    severity: 'warning',
    title: 'Too few replicas to survive a failure',
    explanation: 'The policy is there to survive failures, and with so few replicas it survives none.',
  },
  FTM451: {
    name: 'breaker-without-timeout',
    severity: 'warning',
    title: 'Circuit breaker without a timeout',
    explanation:
      'A breaker counts calls that fail. Without a timeout a call to something that hangs fails only when its connection is given up, after minutes, and until then each call holds a worker.',
  },
  FTM452: {
    name: 'health-check-below-latency',
    severity: 'warning',
    title: 'Health check that a healthy instance fails',
    explanation:
      'A check that is given up before most answers arrive takes instances out, or restarts them, that are well.',
  },
  FTM453: {
    name: 'call-cycle',
    severity: 'warning',
    title: 'Calls that go in a circle',
    explanation:
      'A request comes back to a handler that it has come through, and calls on from there, until a timeout ends it or all workers wait for each other.',
  },
  FTM454: {
    name: 'removal-without-spare',
    severity: 'warning',
    title: 'Removal without a spare',
    explanation:
      'An erasure-coded store keeps each fragment on a node of its own. A node is only let go when a spare can take its place; without one the removal changes nothing.',
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
