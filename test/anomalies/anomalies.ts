import { electionAnomalies } from './election-anomalies';
import { fiveNodes, primaryBackup, readsAndWrites, register, type Anomaly } from './five-nodes';

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

const riak = (rest: string): string => `quorum { read: majority  write: majority  ${rest} }`;

/** Three brokers with one partition, and three controllers. */
const kafka = (policy: string, log: string, text: readonly string[]): string => `
  topology Cluster { zone a { node b1  client c1 }  zone b { node b2  client c2 }  zone c { node b3 }  zone k { nodes k[1..3] }
    store data on b[1..3], k[1..3] using Policy { data: log  replicas: 3  storage { ${log} } } }
  policy Policy = ${policy}
  workload Producers { from c1, c2 to data  rate: 100/s  operations: append 100%  keys: uniform(10)  timeout: 500ms }
  scenario Experiment { workload: Producers  duration: 45s  ${text.join('\n    ')} }`;

export const anomalies: readonly Anomaly[] = [
  {
    system: 'Redis with Sentinel (2013)',
    published:
      '16 % to 56 % of the acknowledged writes lost: the old master keeps accepting, and drops them at the heal',
    halves: [
      {
        shows: 'the old primary loses what its side was told, the other side loses nothing',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: async  fencing: off  rejoin: rebuild'),
          expect: [
            'lost writes of Minority > 600',
            'lost writes of Majority <= 5',
            'split brain >= 20s',
            'availability of Minority >= 99%',
            'availability of Majority during 11s..14s <= 5%',
          ],
        }),
      },
      {
        shows: 'with a majority that must have each write nothing is lost, and the minority is refused',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 2  fencing: off  rejoin: rebuild'),
          expect: ['no lost writes', 'availability of Minority during 11s..38s <= 1%'],
        }),
      },
    ],
  },
  {
    system: 'MongoDB 2.4, w:1 (2013)',
    published: '34.6 % lost: what the old primary had not replicated is rolled back',
    halves: [
      {
        shows: 'the old primary loses what it acknowledged until it stepped down',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: async  fencing: on'),
          expect: ['lost writes of Minority > 50', 'no split brain'],
        }),
      },
      {
        shows: 'w:majority loses nothing',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 2  fencing: on'),
          expect: ['no lost writes', 'no split brain', 'availability of Minority during 11s..38s <= 1%'],
        }),
      },
    ],
  },
  {
    system: 'MongoDB 2.4, w:2 (2013)',
    published: '62.6 % lost in spite of two copies: both were in the minority',
    halves: [
      {
        shows: 'two copies in the minority are rolled back together',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 1  fencing: off'),
          expect: ['lost writes of Minority > 600', 'lost writes of Majority <= 5', 'split brain >= 20s'],
        }),
      },
      {
        shows: 'even a primary that steps down in time loses what two copies had until then',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 1  fencing: on'),
          expect: ['lost writes of Minority > 50', 'no split brain'],
        }),
      },
      {
        shows: 'three copies of five lose nothing',
        model: fiveNodes({ policy: primaryBackup('acknowledge: 2  fencing: on'), expect: ['no lost writes'] }),
      },
    ],
  },
  {
    system: 'MongoDB 2.6.7 (2015)',
    published: 'stale and dirty reads at an old primary',
    halves: [
      {
        shows: 'a primary that does not know that it is one no more answers from the past',
        linearizable: 'fail',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 2  fencing: off'),
          store: register,
          load: readsAndWrites,
          expect: ['stale reads of Minority > 1%', 'no stale reads of Majority', 'no lost writes'],
        }),
      },
      {
        shows: 'with w:1 it shows what will be rolled back',
        linearizable: 'fail',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: async  fencing: on'),
          store: register,
          load: readsAndWrites,
          expect: ['lost writes > 20', 'no split brain'],
        }),
      },
      {
        shows: 'a primary that answers only while a majority supports it is linearizable',
        linearizable: 'pass',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: 2  fencing: on'),
          store: register,
          load: readsAndWrites,
          expect: ['no stale reads', 'no lost writes', 'no split brain'],
        }),
      },
    ],
  },
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
    system: 'PostgreSQL, one node (2013)',
    published: '0 lost; 2 of 2000 commits unknown to the client, cut off while it waited for the answer',
    halves: [
      {
        shows: 'an answer that is lost is not a write that is lost',
        linearizable: 'pass',
        model: `
          topology One { node n1  client c1  store data on n1 using single }
          workload Load { from c1 to data  rate: 200/s  operations: read 50%, write 50%  keys: uniform(20)  timeout: 300ms }
          scenario Experiment { workload: Load  duration: 20s
            at 5s cut n1 -> c1 for 5s
            expect availability < 85%
            expect no lost writes
            expect no stale reads }`,
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
  {
    system: 'ZooKeeper (2013)',
    published: '0 lost, linearizable; the minority is refused',
    halves: [
      {
        shows: 'the leader is cut off with a minority: it is refused, and nothing is lost',
        linearizable: 'pass',
        model: fiveNodes({
          policy: 'zab { tick: 500ms  reads: sync }',
          store: register,
          load: readsAndWrites,
          expect: [
            'no lost writes',
            'no stale reads',
            'no split brain',
            'availability of Minority during 16s..38s <= 1%',
            'availability of Majority during 20s..38s >= 99%',
          ],
        }),
      },
      {
        shows: 'local reads are late, in order',
        model: fiveNodes({
          policy: 'zab { tick: 500ms  reads: local }',
          store: register,
          load: readsAndWrites,
          expect: ['no lost writes', 'stale reads > 0%'],
        }),
      },
    ],
  },
  {
    system: 'RabbitMQ, mirrored queues (2014)',
    published: '4 % to 35 % lost: each side goes on, and one is thrown away at the heal',
    halves: [
      {
        shows: 'mirrors that drop whom they do not hear lose one side',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: all  fencing: off  rejoin: rebuild'),
          expect: ['lost writes of Minority > 600', 'split brain >= 15s'],
        }),
      },
      {
        shows: 'a minority that pauses loses nothing',
        model: fiveNodes({
          policy: primaryBackup('acknowledge: all  fencing: on'),
          expect: ['no lost writes', 'no split brain', 'availability of Minority during 16s..38s <= 1%'],
        }),
      },
    ],
  },
  {
    system: 'etcd 0.4 and Consul (2014)',
    published: 'stale reads at an isolated leader; none with quorum reads',
    halves: (
      [
        [
          'a leader that asks nobody answers from the past',
          'reads: leader-local  check-quorum: off',
          'fail',
          'stale reads > 1%',
        ],
        ['a leader that confirms each read with a majority does not', 'reads: read-index', 'pass', 'no stale reads'],
        ['reads through the log do not', 'reads: log', 'pass', 'no stale reads'],
      ] as const
    ).map(([shows, reads, linearizable, expect]) => ({
      shows,
      linearizable,
      model: fiveNodes({
        policy: `raft { election-timeout: 1s..2s  heartbeat: 100ms  ${reads} }`,
        store: register,
        load: 'operations: read 50%, write 50%  keys: uniform(20)  timeout: 500ms',
        faults: 'at 5s promote n1 in data  at 10s partition zone minority | zone majority for 10s',
        duration: '25s',
        expect: [expect, 'no lost writes'],
      }),
    })),
  },
  {
    system: 'CockroachDB beta-20160829 (2016)',
    published:
      'wrong reads where clocks differ by more than allowed, and not within; here leases and the rates of clocks',
    halves: (
      [
        ['a clock 2 % slow is within the allowance', '-20000ppm', 'pass', 'no stale reads'],
        ['a clock that runs at half the rate keeps a lease that is over', '-500000ppm', 'fail', 'stale reads > 0%'],
      ] as const
    ).map(([shows, drift, linearizable, expect]) => ({
      shows,
      linearizable,
      model: fiveNodes({
        policy: 'multi-paxos { lease: 2s  heartbeat: 200ms }',
        store: register,
        load: 'operations: read 50%, write 50%  keys: uniform(20)  timeout: 500ms',
        faults: `at 5s promote n1 in data  at 8s drift n1 by ${drift}  at 10s partition zone minority | zone majority for 10s`,
        duration: '25s',
        expect: [expect, 'no lost writes'],
      }),
    })),
  },
  {
    system: 'Kafka 0.8 (2013)',
    published:
      'about half of all acknowledged records lost: the in-sync replicas shrink to a leader that is then cut off',
    halves: (
      [
        [
          'an unclean election loses what the leader took alone',
          'unclean-election: on',
          'lost writes > 300',
          'outage <= 6s',
        ],
        [
          'a clean election waits for the leader, and loses nothing',
          'min-isr: 1',
          'no lost writes',
          'availability of c2 during 21s..29s <= 1%',
        ],
        ['two in sync, or a refusal', 'min-isr: 2', 'no lost writes', 'availability during 12s..19s <= 1%'],
      ] as const
    ).map(([shows, policy, loss, price]) => ({
      shows,
      model: kafka(`isr-log { acks: all  replica-lag: 2s  session-timeout: 2s  ${policy} }`, 'log: fsync', [
        'at 5s cut b1 -> b2, b3 for 25s  at 5s cut b2, b3 -> b1 for 25s  at 20s isolate b1 for 10s',
        `expect ${loss}  expect ${price}`,
      ]),
    })),
  },
  {
    system: 'Kafka, the last replica standing (KIP-966)',
    published: 'acknowledged records lost with clean elections: the only replica in sync restarts without its tail',
    halves: (
      [
        [
          'one in-sync replica is enough for an acknowledgement: its unflushed tail is gone',
          'min-isr: 1',
          'lost writes > 0',
        ],
        ['two must be in sync: nothing is lost', 'min-isr: 2', 'no lost writes'],
      ] as const
    ).map(([shows, policy, loss]) => ({
      shows,
      model: kafka(`isr-log { acks: all  replica-lag: 2s  session-timeout: 2s  ${policy} }`, 'log: batch(5s)', [
        'at 5s crash b2, b3 for 15s  at 19s crash b1 for 1s',
        `expect ${loss}`,
      ]),
    })),
  },
  ...electionAnomalies,
];
