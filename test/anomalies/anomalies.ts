import { electionAnomalies } from './election-anomalies';
import { fiveNodes, primaryBackup, readsAndWrites, register, type Anomaly } from './five-nodes';
import { kafkaAnomalies } from './kafka-anomalies';
import { leaderlessAnomalies } from './leaderless-anomalies';

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
      ...(
        [
          ['heartbeat: 1s  timeout: 5s', 'lost writes of Minority <= 240', 'lost writes of Minority > 100'],
          ['heartbeat: 200ms  timeout: 1s', 'lost writes of Minority <= 60', 'lost writes of Minority > 5'],
        ] as const
      ).map(([lag, most, least]) => ({
        // 40 writes a second for the longest lag, and what an exact Poisson draw may have more.
        shows: `a master that refuses when its replicas lag too far (${lag}) loses what it took in that time, and no more`,
        model: fiveNodes({
          policy: `primary-backup { ${lag}  acknowledge: async  fencing: on  rejoin: rebuild }`,
          expect: [most, least, 'no lost writes of Majority', 'no split brain'],
        }),
      })),
    ],
  },
  {
    system: 'Reads at a replica that is cut off (Redis, min-replicas-max-lag; ZooKeeper, syncLimit)',
    published: 'they are as old as the partition, or as the longest lag that is allowed',
    halves: [
      {
        shows: 'a replica that answers with what it has answers from the whole partition',
        model: fiveNodes({
          policy: 'raft { election-timeout: 1s..2s  heartbeat: 100ms  reads: follower-local }',
          store: register,
          load: readsAndWrites,
          expect: ['staleness max of Minority > 15s', 'availability of Minority during 20s..38s >= 30%'],
        }),
      },
      ...(
        [
          ['4 ticks', 'staleness max <= 3s'],
          ['10 ticks', 'staleness max <= 6s'],
        ] as const
      ).map(([limit, bound]) => ({
        shows: `a replica that stops when its leader has been silent for too long (${limit} of 500ms) never answers with older`,
        model: fiveNodes({
          policy: `zab { tick: 500ms  sync-limit: ${limit}  reads: local }`,
          store: register,
          load: readsAndWrites,
          faults: 'at 10s partition host h3, host h4 | host h1, host h2, host h5 for 30s',
          expect: [bound, 'stale reads > 0%', 'no lost writes'],
        }),
      })),
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
  ...leaderlessAnomalies,
  ...kafkaAnomalies,
  ...electionAnomalies,
];
