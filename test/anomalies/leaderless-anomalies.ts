import { fiveNodes, type Anomaly } from './five-nodes';

/** Increments of one value that every writer reads and writes back whole: what a set in a last-write-wins value is. */
const counterOfTwo = (
  policy: string,
  sessions: string,
  expect: readonly string[],
  faults = '',
  log = 'off',
): string => `
  topology Ring { zone a { node n1  client c1 }  zone b { node n2  client c2 }  zone c { node n3  client c3 }
    link between zones { latency: exponential(mean: 2ms) }
    store data on n[1..3] using Policy { data: counter  storage { log: ${log} } } }
  policy Policy = ${policy}
  workload Writers { from c1, c2, c3 to data  ${sessions}  operations: increment 100%  keys: uniform(1) }
  scenario Experiment { workload: Writers  duration: 20s  ${faults}
    ${expect.map((text) => `expect ${text}`).join('\n    ')} }`;

/** A node that is cut off takes increments alone, and is restarted before its commit log is written. */
const CUT_OFF_AND_RESTARTED = 'at 5s isolate n1 for 6s  at 9s crash n1 for 1s';

/** A lock that is looked at before it is taken, and one that is taken if it is as it was when last heard of. */
const LOOK_AND_TAKE = 'read 30%, cas 70%';
const TAKE = 'cas 100%';

const riak = (rest: string): string => `quorum { read: majority  write: majority  ${rest} }`;

/** Experiments on stores without a leader: Dynamo and what was made after it. */
export const leaderlessAnomalies: readonly Anomaly[] = [
  {
    system: 'Riak, last write wins, without a partition (2013)',
    published: '70.4 % lost to concurrent writers, though R = W = quorum; 0 with a lock around each',
    halves: [
      {
        shows: 'concurrent writers overwrite each other',
        model: counterOfTwo(riak('conflict: last-write-wins'), 'rate: 50/s', [
          'lost writes > 20',
          'availability >= 99.9%',
        ]),
      },
      {
        shows: 'one writer at a time loses nothing',
        model: counterOfTwo(riak('conflict: last-write-wins'), 'sessions: 1', ['no lost writes']),
      },
      {
        shows: 'a replicated data type loses nothing',
        model: counterOfTwo(riak('conflict: merge'), 'rate: 50/s', ['no lost writes']),
      },
    ],
  },
  {
    system: 'Riak, last write wins, partition (2013)',
    published: '75.3 % lost',
    halves: [
      {
        shows: 'both sides of a partition that take writes overwrite each other',
        model: counterOfTwo(
          'quorum { read: one  write: one  conflict: last-write-wins }',
          'rate: 50/s',
          ['lost writes > 50', 'availability >= 99.9%'],
          'at 5s partition zone a | zone b, zone c for 10s',
        ),
      },
      {
        shows: 'a replicated data type keeps what both sides took',
        model: counterOfTwo(
          'quorum { read: one  write: one  conflict: merge }',
          'rate: 50/s',
          ['no lost writes', 'availability >= 99.9%'],
          'at 5s partition zone a | zone b, zone c for 10s',
        ),
      },
    ],
  },
  {
    system: 'Riak, sloppy quorum (2013)',
    published: '12.6 % lost although a lock kept writers apart: stand-ins make quorums on both sides',
    halves: (
      [
        ['stand-ins make quorums on both sides that do not meet', 'on', ['stale reads of Readers > 0%']],
        ['strict quorums meet or refuse', 'off', ['no stale reads', 'no lost writes']],
      ] as const
    ).map(([shows, sloppy, expect]) => ({
      shows,
      model: `
        topology Ring {
          zone minority { nodes n[1..5]  client c1 }
          zone majority { nodes m[1..5]  client c3 }
          link between zones { latency: 1ms }
          store data on n[1..5], m[1..5] using Policy { replicas: 3  shards: 10 }
        }
        policy Policy = ${riak(`sloppy: ${sloppy}`)}
        workload Writer { from c1 to data  sessions: 1  think: 20ms  operations: write 100%  keys: uniform(20) }
        workload Readers { from c3 to data  sessions: 1  think: 20ms  operations: read 100%  keys: uniform(20) }
        scenario Experiment { workload: Writer, Readers  duration: 30s
          at 5s partition zone minority | zone majority for 15s
          ${expect.map((text) => `expect ${text}`).join('\n          ')} }`,
    })),
  },
  {
    system: 'Riak, a lock on a sloppy quorum (2013)',
    published: '12.6 % lost though a lock kept writers apart: it is seen free on the side that did not take it',
    halves: (
      [
        [
          'who looks at a lock by way of stand-ins finds it free though it is taken',
          'on',
          LOOK_AND_TAKE,
          'fail',
          'stale reads > 0%',
        ],
        ['strict quorums show it as it is, or refuse', 'off', LOOK_AND_TAKE, 'pass', 'no stale reads'],
        [
          'taken unseen it has one holder, since stand-ins have no say in a compare-and-set',
          'on',
          TAKE,
          'pass',
          'no lost writes',
        ],
      ] as const
    ).map(([shows, sloppy, operations, linearizable, expect]) => ({
      shows,
      linearizable,
      model: `
        topology Ring {
          zone minority { nodes n[1..5]  client c1 }
          zone majority { nodes m[1..5]  client c3 }
          link between zones { latency: 1ms }
          store locks on n[1..5], m[1..5] using Policy { replicas: 3  shards: 10 }
        }
        policy Policy = ${riak(`write-back: on  sloppy: ${sloppy}`)}
        workload Minority { from c1 to locks  sessions: 1  think: 20ms  operations: ${operations}  keys: uniform(20) }
        workload Majority { from c3 to locks  sessions: 1  think: 20ms  operations: ${operations}  keys: uniform(20) }
        scenario Experiment { workload: Minority, Majority  duration: 30s
          at 5s partition zone minority | zone majority for 15s
          expect ${expect} }`,
    })),
  },
  {
    system: 'Riak and Cassandra, sets as replicated data types (2013)',
    published: '0 of 5944 acknowledged additions lost',
    halves: [
      {
        shows: 'both sides add, and the union stays',
        model: fiveNodes({
          policy: 'quorum { read: one  write: one  conflict: merge }',
          expect: ['no lost writes', 'availability >= 99.9%', 'data is AP', 'convergence <= 5s'],
          load: 'operations: add 90%, read 10%  keys: uniform(100)  timeout: 1s',
        }),
      },
      {
        shows: 'with quorums the minority is refused, and nothing is lost either',
        model: fiveNodes({
          policy: 'quorum { conflict: merge }',
          expect: [
            'no lost writes',
            'availability of Majority >= 99%',
            'availability of Minority during 11s..38s <= 1%',
          ],
        }),
      },
    ],
  },
  {
    system: 'Cassandra counters (2013)',
    published: 'off by up to 50 % both ways: retries count twice, and increments vanish',
    halves: [
      {
        shows: 'an increment that is tried again elsewhere counts twice',
        model: counterOfTwo(
          'quorum { read: one  write: one  conflict: merge }',
          'rate: 50/s  timeout: 50ms  retries: 3',
          ['duplicates > 0'],
          'at 5s drop 30% everywhere for 10s',
        ),
      },
      {
        shows: 'increments that one node took alone go with its unwritten commit log',
        model: counterOfTwo(
          'quorum { read: one  write: one  conflict: merge }',
          'rate: 50/s',
          ['lost writes > 20', 'no duplicates'],
          CUT_OFF_AND_RESTARTED,
          'batch(10s)',
        ),
      },
      {
        shows: 'at two of three nothing is counted that the others do not have',
        model: counterOfTwo(
          'quorum { read: majority  write: majority  conflict: merge }',
          'rate: 50/s',
          ['no lost writes', 'no duplicates'],
          CUT_OFF_AND_RESTARTED,
          'batch(10s)',
        ),
      },
      {
        shows: 'consensus recognises what it has executed',
        model: counterOfTwo(
          'raft { election-timeout: 500ms..1s }',
          'rate: 50/s  timeout: 50ms  retries: 3',
          ['no duplicates', 'no lost writes'],
          'at 5s drop 30% everywhere for 10s',
        ),
      },
    ],
  },
];
