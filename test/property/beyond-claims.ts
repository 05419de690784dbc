import { Random } from './random';

/** A set-up one step beyond what its family claims, with an expectation that the family within its claim would meet. */
export interface BeyondClaim {
  readonly name: string;
  readonly policy: string;
  readonly store: string;
  readonly operations: string;
  readonly retries?: number;
  readonly expects: string;
  readonly faults: (random: Random) => readonly string[];
  /** The other setting or the milder faults, under which nothing is violated. */
  readonly within: Partial<Pick<BeyondClaim, 'policy' | 'store' | 'faults'>>;
}

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'];
const REGISTER = 'data: register';
const MIXED = 'read 50%, write 50%';

const leaderCutOff = (random: Random): string[] => [
  `at ${random.integer(2000, 5000)}ms isolate leader of data for ${random.integer(4000, 7000)}ms`,
];

const allRestart = (random: Random): string[] => [
  `at ${random.integer(3000, 9000)}ms crash all of data for ${random.integer(200, 3000)}ms`,
];

const liars =
  (count: number) =>
  (random: Random): string[] =>
    random.some(NODES, count).map((node) => `at ${random.integer(1000, 5000)}ms byzantine ${node} lie for 8s`);

const wipes =
  (disks: number) =>
  (random: Random): string[] =>
    random.some(NODES, disks).map((node) => `at ${random.integer(3000, 9000)}ms wipe ${node}`);

/** A quorum starts again at one moment, with its disks or without, while the others are away. */
const quorumStartsAgain =
  (what: 'wiped' | 'restarted', quorum: number) =>
  (random: Random): string[] => {
    const nodes = random.some(NODES, NODES.length);
    const [quorate, others] = [nodes.slice(0, quorum).join(', '), nodes.slice(quorum).join(', ')];
    const at = random.integer(3000, 6000);
    return [
      what === 'wiped' ? `at ${at}ms wipe ${quorate}` : `at ${at}ms crash ${quorate} for 500ms`,
      `at ${at}ms crash ${others} for ${random.integer(2000, 4000)}ms`,
    ];
  };

/** One is cut off from the others, takes what its clients bring, and is started again before it hears them. */
const cutOffThen = (random: Random, what: 'wipe' | 'restart'): string[] => {
  const [node, at] = [random.pick(NODES), random.integer(2000, 5000)];
  const others = NODES.filter((other) => other !== node).join(', ');
  const again = what === 'wipe' ? `wipe ${node}` : `crash ${node} for 500ms`;
  return [
    `at ${at}ms cut ${node} -> ${others} for 4s`,
    `at ${at}ms cut ${others} -> ${node} for 4s`,
    `at ${at + 3000}ms ${again}`,
  ];
};

/** The leader is first alone with what it takes, and then away for as long as an election needs. */
const leaderAloneThenGone = (random: Random): string[] => {
  const at = random.integer(2000, 3000);
  return [
    `at ${at}ms cut n1 -> n2, n3 for 12s`,
    `at ${at}ms cut n2, n3 -> n1 for 12s`,
    `at ${at + 5000}ms isolate n1 for 7s`,
  ];
};

const backup = (rest: string): string => `primary-backup { heartbeat: 200ms  timeout: 1s  ${rest} }`;
const isr = (unclean: 'on' | 'off'): string =>
  `isr-log { acks: all  min-isr: 1  unclean-election: ${unclean}  replica-lag: 1s  session-timeout: 2s }`;
const erasure = 'erasure { data: 3  parity: 2  repair-delay: 10min }';

/** What a quorum has on its disks is safe for as long as they are not all replaced at once. */
const wipedQuorum = (
  family: string,
  policy: string,
  { quorum = 3, ...rest }: Partial<BeyondClaim> & { readonly quorum?: number } = {},
): BeyondClaim => ({
  name: `${family} forgets what was acknowledged when the disks of a quorum are replaced at once`,
  policy,
  store: REGISTER,
  operations: MIXED,
  expects: 'data is linearizable',
  faults: quorumStartsAgain('wiped', quorum),
  within: { faults: quorumStartsAgain('restarted', quorum) },
  ...rest,
});

export const beyondClaims: readonly BeyondClaim[] = [
  wipedQuorum('raft', 'raft'),
  wipedQuorum('multi-paxos', 'multi-paxos { lease: 1s  heartbeat: 100ms }'),
  wipedQuorum('zab', 'zab { tick: 200ms  sync-limit: 5 ticks  reads: sync }'),
  wipedQuorum('a chain', 'chain { heartbeat: 200ms  timeout: 1s }'),
  wipedQuorum('isr-log', 'isr-log { acks: all  min-isr: 3  replica-lag: 2s  session-timeout: 2s }', {
    store: 'data: log',
    operations: 'append 100%',
    expects: 'no lost writes',
  }),
  wipedQuorum('pbft', 'pbft { view-change-timeout: 500ms }', { quorum: 4 }),
  wipedQuorum('quorum', 'quorum { read: 3  write: 3  write-back: on  coordinator: client }'),
  {
    name: 'raft that keeps its log in memory, when all restart, loses what was acknowledged',
    policy: 'raft',
    store: `${REGISTER}  storage { log: off }`,
    operations: MIXED,
    expects: 'no lost writes',
    faults: allRestart,
    within: { store: `${REGISTER}  storage { log: fsync }` },
  },
  {
    name: 'multi-paxos that keeps its promises in memory, when all restart, loses what was acknowledged',
    policy: 'multi-paxos { lease: 1s  heartbeat: 100ms }',
    store: `${REGISTER}  storage { log: off }`,
    operations: MIXED,
    expects: 'no lost writes',
    faults: allRestart,
    within: { store: `${REGISTER}  storage { log: fsync }` },
  },
  {
    name: 'zab that keeps its history in memory, when all restart, loses what was acknowledged',
    policy: 'zab { tick: 200ms  sync-limit: 5 ticks }',
    store: `${REGISTER}  storage { log: off }`,
    operations: MIXED,
    expects: 'no lost writes',
    faults: allRestart,
    within: { store: `${REGISTER}  storage { log: fsync }` },
  },
  {
    name: 'zab with local reads reads from the past',
    policy: 'zab { tick: 200ms  sync-limit: 5 ticks  reads: local }',
    store: REGISTER,
    operations: MIXED,
    expects: 'data is linearizable',
    faults: leaderCutOff,
    within: { policy: 'zab { tick: 200ms  sync-limit: 5 ticks  reads: sync }' },
  },
  {
    name: 'a chain that keeps its updates in memory, when all restart, loses what was acknowledged',
    policy: 'chain { heartbeat: 200ms  timeout: 1s }',
    store: `${REGISTER}  storage { log: off }`,
    operations: MIXED,
    expects: 'no lost writes',
    faults: allRestart,
    within: { store: `${REGISTER}  storage { log: fsync }` },
  },
  {
    name: 'pbft among five masks one liar, and not three',
    policy: 'pbft { view-change-timeout: 500ms }',
    store: REGISTER,
    operations: MIXED,
    expects: 'data is linearizable',
    faults: liars(3),
    within: { faults: liars(1) },
  },
  {
    name: 'voting among five masks two liars, and not three',
    policy: 'voting',
    store: REGISTER,
    operations: MIXED,
    expects: 'no corrupt reads',
    faults: liars(3),
    within: { faults: liars(2) },
  },
  {
    name: 'asynchronous primary-backup with failover loses what only the old primary had',
    policy: backup('acknowledge: async'),
    store: REGISTER,
    operations: MIXED,
    expects: 'no lost writes',
    faults: leaderCutOff,
    within: { policy: backup('acknowledge: all') },
  },
  {
    name: 'quorums with R + W <= N read from the past',
    policy: 'quorum { read: 2  write: 3  write-back: on  coordinator: client }',
    store: REGISTER,
    operations: MIXED,
    expects: 'data is linearizable',
    faults: (random) => [`at ${random.integer(2000, 5000)}ms partition n1, n2 | n3, n4, n5 for 5s`],
    within: { policy: 'quorum { read: 3  write: 3  write-back: on  coordinator: client }' },
  },
  {
    name: 'unclean elections lose what the elected replica lacked',
    policy: isr('on'),
    store: 'data: log  replicas: 3',
    operations: 'append 100%',
    expects: 'no lost writes',
    faults: leaderAloneThenGone,
    within: { policy: isr('off') },
  },
  {
    name: 'last write wins by skewed clocks loses updates',
    policy: 'multi-leader { exchange: 50ms  conflict: last-write-wins }',
    store: REGISTER,
    operations: MIXED,
    expects: 'no lost writes',
    faults: (random) => [`at ${random.integer(2000, 5000)}ms skew ${random.pick(NODES)} by -${random.integer(1, 5)}s`],
    within: { faults: () => [] },
  },
  {
    name: 'a counter in a register that the last writer wins loses increments',
    policy: 'quorum { conflict: last-write-wins }',
    store: 'data: counter',
    operations: 'increment 100%',
    expects: 'no lost writes',
    faults: () => [],
    within: { policy: 'quorum { conflict: merge }' },
  },
  {
    name: 'a retry that another replica coordinates takes effect twice, the second time over a later write',
    policy: 'quorum { write-back: on }',
    store: REGISTER,
    operations: MIXED,
    retries: 3,
    expects: 'data is linearizable',
    faults: (random) => [
      `every ${random.integer(1500, 2500)}ms from 1s to 15s pause random 1 of data for ${random.integer(1000, 1400)}ms`,
    ],
    within: { policy: 'quorum { write-back: on  coordinator: client }' },
  },
  {
    name: 'merged sets lose what only a replaced disk had',
    policy: 'multi-leader { exchange: 200ms  conflict: merge }',
    store: 'data: set',
    operations: 'add 100%',
    expects: 'no lost writes',
    faults: (random) => cutOffThen(random, 'wipe'),
    within: { faults: (random) => cutOffThen(random, 'restart') },
  },
  {
    name: 'merged counters lose what only a replaced disk had',
    policy: 'multi-leader { exchange: 200ms  conflict: merge }',
    store: 'data: counter',
    operations: 'increment 100%',
    expects: 'no lost writes',
    faults: (random) => cutOffThen(random, 'wipe'),
    within: { faults: (random) => cutOffThen(random, 'restart') },
  },
  {
    name: 'erasure coding loses what one more disk than there is parity had',
    policy: erasure,
    store: REGISTER,
    // Few writes, so that some keys are not written again: what a register has lost shows while nothing newer is there.
    operations: 'read 99%, write 1%',
    expects: 'no lost writes',
    faults: wipes(3),
    within: { faults: wipes(2) },
  },
];

/** The model of a step beyond the claim, or of what is just within it. */
export function beyondModel(claim: BeyondClaim, seed: number): string {
  const random = new Random(`beyond/${claim.name}/${seed}`);
  return `/// ${claim.name}: generated from seed ${seed}.
topology Cluster {
  ${NODES.map((node, at) => `zone z${at + 1} { node ${node}  client c${at + 1} }`).join('\n  ')}
  link between zones { latency: exponential(mean: ${random.integer(1, 10)}ms) }
  store data on ${NODES.join(', ')} using Policy { ${claim.store} }
}
policy Policy = ${claim.policy}
workload Load {
  from c1, c2, c3, c4, c5 to data
  rate: ${random.integer(20, 50)}/s
  operations: ${claim.operations}
  keys: uniform(10)
  timeout: 500ms  retries: ${claim.retries ?? 0}
}
scenario BeyondTheClaim {
  workload: Load
  duration: 20s
  seed: ${seed}
  ${claim.faults(random.for('faults')).join('\n  ')}
  expect ${claim.expects}
}
`;
}
