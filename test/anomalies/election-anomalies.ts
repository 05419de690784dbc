import { fiveNodes, primaryBackup, register, type Anomaly } from './five-nodes';

/** n3 sees both halves, which do not see each other. */
const BRIDGE = `
      at 10s cut n1, n2, c1, c2 -> n4, n5, c4, c5 for 30s
      at 10s cut n4, n5, c4, c5 -> n1, n2, c1, c2 for 30s`;

/** The bridge restarts again and again while both halves want it. */
const BRIDGE_RESTARTS = `${BRIDGE}
      every 1s from 20s to 38s crash n3 for 300ms`;
/** Elections as the algorithm was first published: whoever asks with a newer term and a log as new as one's own is voted for. */
const FORGETFUL = 'raft { election-timeout: 1s..2s  heartbeat: 500ms  pre-vote: off  check-quorum: off }';
const compareAndSet = 'operations: read 30%, cas 70%  keys: uniform(30)  timeout: 500ms';

/** Of a primary that is missed though it runs: one fault, and what it does with and without fencing. */
function twoPrimaries(
  fault: string,
  loss: string,
  load = 'operations: add 100%  keys: uniform(100)  timeout: 1s',
): Anomaly['halves'] {
  return [
    {
      shows: 'a primary that learns late that another was elected loses what it took',
      model: fiveNodes({
        load,
        policy: primaryBackup('acknowledge: async  fencing: off'),
        faults: fault,
        expect: [loss],
      }),
    },
    {
      shows: 'fenced, and with every member of the majority told, nothing is lost',
      model: fiveNodes({
        load,
        policy: primaryBackup('acknowledge: all  fencing: on'),
        faults: fault,
        expect: ['no lost writes', 'no split brain'],
      }),
    },
  ];
}

/** Experiments on elections and on what is built upon them: locks, compare-and-set. */
export const electionAnomalies: readonly Anomaly[] = [
  {
    system: 'Elasticsearch 1.1, a partition that is not transitive (2014)',
    published: 'writes lost to two primaries: the node that sees both halves counted for both',
    halves: [
      {
        shows: 'with minimum_master_nodes too low two halves elect one each while the bridge is not heard',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: all  fencing: off'),
          faults: `${BRIDGE}\n      at 12s pause n3 for 12s`,
          expect: ['split brain >= 2s', 'lost writes of Minority > 50', 'lost writes of Majority > 50'],
        }),
      },
      {
        shows: 'with a majority for each the bridge is waited for, and nothing is lost',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: all  fencing: on'),
          faults: `${BRIDGE}\n      at 12s pause n3 for 12s`,
          expect: ['no lost writes', 'no split brain'],
        }),
      },
      {
        shows:
          'a bridge that forgets for whom it spoke counts for both majorities: what one acknowledged the other loses',
        model: fiveNodes({
          policy: FORGETFUL,
          store: 'data: set  storage { log: off }',
          faults: BRIDGE_RESTARTS,
          expect: ['lost writes > 10'],
        }),
      },
      {
        shows: 'one that keeps its vote and its log on disk counts once',
        model: fiveNodes({
          policy: FORGETFUL,
          store: 'data: set  storage { log: fsync }',
          faults: BRIDGE_RESTARTS,
          expect: ['no lost writes', 'no split brain'],
        }),
      },
      {
        shows: 'a node that votes once makes one primary, and nothing is lost',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: all  fencing: on'),
          faults: BRIDGE,
          expect: ['no lost writes', 'no split brain'],
        }),
      },
    ],
  },
  {
    // A partition that the controllers see and the old primary does not: it goes on until its followers tell it.
    system: 'Elasticsearch 1.5, a bridge between the halves (2015)',
    published: '22 of 897 acknowledged writes lost',
    halves: (
      [
        ['a primary that answers alone loses what its successor had not fetched', '1', 'lost writes > 0'],
        ['one that waits for all in-sync copies loses nothing', 'all', 'no lost writes'],
      ] as const
    ).map(([shows, acks, expect]) => ({
      shows,
      model: fiveNodes({
        policy: `isr-log { acks: ${acks}  replica-lag: 2s  session-timeout: 2s }`,
        store: 'data: log',
        load: 'operations: append 100%  keys: uniform(100)  timeout: 1s',
        faults: BRIDGE,
        expect: [expect],
      }),
    })),
  },
  {
    system: 'Elasticsearch 1.5, crashes (2015)',
    published: '23 of 226 acknowledged writes lost: the primary crashes before its copies have them',
    halves: (
      [
        ['its links fail first', 'at 10s cut n1 -> n2, n3, n4, n5 for 10s  at 12s crash n1 for 10s'],
        ['its links lose a third', 'at 10s drop 30% from n1 to n2, n3, n4, n5 for 10s  at 14s crash n1 for 15s'],
      ] as const
    ).flatMap(([trigger, faults]) => [
      {
        shows: `${trigger}: what an asynchronous primary acknowledged alone is lost`,
        model: fiveNodes({
          policy: primaryBackup('acknowledge: async  fencing: on'),
          faults,
          expect: ['lost writes > 0', 'no split brain'],
        }),
      },
      ...['1', 'all'].map((acknowledge) => ({
        shows: `${trigger}: nothing is lost with acknowledge: ${acknowledge}`,
        model: fiveNodes({
          policy: primaryBackup(`acknowledge: ${acknowledge}  fencing: on`),
          faults,
          expect: ['no lost writes', 'no split brain'],
        }),
      })),
    ]),
  },
  {
    system: 'Elasticsearch 1.5, primaries isolated one after another (2015)',
    published: '209 of 947 acknowledged writes lost',
    halves: twoPrimaries(
      'at 10s isolate leader of data for 8s  at 25s isolate leader of data for 8s  at 40s isolate leader of data for 8s',
      'lost writes > 0',
    ),
  },
  {
    // Clients that wait for longer than it sleeps: what they asked for before its successor spoke is what it takes first.
    system: 'Elasticsearch 1.5, a paused primary (2015)',
    published: '200 of 2143 acknowledged writes lost',
    halves: twoPrimaries(
      'at 10s pause leader of data for 8s',
      'lost writes > 50',
      'operations: add 100%  keys: uniform(100)  timeout: 15s',
    ),
  },
  {
    system: 'RabbitMQ as a lock (2014)',
    published: 'the lock is held twice: both sides of a partition hand it out',
    halves: (
      [
        ['a compare-and-set succeeds on both sides of the same value', 'off', 'fail', 'split brain >= 3s'],
        ['a minority that pauses hands nothing out', 'on', 'pass', 'no split brain'],
      ] as const
    ).map(([shows, fencing, linearizable, expect]) => ({
      shows,
      linearizable,
      model: fiveNodes({
        policy: primaryBackup(`acknowledge: all  fencing: ${fencing}`),
        store: register,
        load: compareAndSet,
        faults: 'at 5s partition zone minority | zone majority for 15s',
        duration: '25s',
        expect: [expect],
      }),
    })),
  },
  {
    system: 'Cassandra 2.0, lightweight transactions (2013)',
    published: 'compare-and-sets that were refused took effect, and others that were acknowledged did not',
    halves: [
      {
        shows: 'acceptors that forget what they promised break it',
        linearizable: 'fail',
        model: fiveNodes({
          policy: 'multi-paxos { lease: 500ms  heartbeat: 100ms }',
          store: `${register}  storage { log: off }`,
          load: compareAndSet,
          faults:
            'every 7s from 10s to 50s crash n2, n3, n4, n5 for 300ms  every 7s from 13s to 50s crash n1, n2, n3 for 300ms',
          expect: ['availability >= 30%'],
        }),
      },
      {
        shows: 'Paxos as published is linearizable under the partition and under the crashes',
        linearizable: 'pass',
        model: fiveNodes({
          policy: 'multi-paxos { lease: 500ms  heartbeat: 100ms }',
          store: `${register}  storage { log: fsync }`,
          load: compareAndSet,
          faults: `at 10s partition zone minority | zone majority for 20s
            every 7s from 32s to 50s crash n2, n3, n4, n5 for 300ms`,
          expect: ['no split brain'],
        }),
      },
    ],
  },
];
