import type { Anomaly } from './five-nodes';

/** Three brokers with one partition, and three controllers. */
const kafka = (policy: string, log: string, text: readonly string[]): string => `
  topology Cluster { zone a { node b1  client c1 }  zone b { node b2  client c2 }  zone c { node b3 }  zone k { nodes k[1..3] }
    store data on b[1..3], k[1..3] using Policy { data: log  replicas: 3  storage { ${log} } } }
  policy Policy = ${policy}
  workload Producers { from c1, c2 to data  rate: 100/s  operations: append 100%  keys: uniform(10)  timeout: 500ms }
  scenario Experiment { workload: Producers  duration: 45s  ${text.join('\n    ')} }`;

/** Experiments on a log with in-sync replicas. */
export const kafkaAnomalies: readonly Anomaly[] = [
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
  {
    system: 'Kafka, acks=0 (its own documentation)',
    published: 'a record counts as sent when it has left the producer: nobody is told when it does not arrive',
    halves: (
      [
        ['the link to the leader loses a fifth', 'at 15s drop 20% from c1, c2 to b1 for 5s', 'lost writes > 50'],
        ['the leader is cut off', 'at 20s isolate b1 for 10s', 'lost writes > 300'],
        [
          'the leader crashes before anybody has fetched',
          'at 19s cut b1 -> b2, b3 for 3s  at 20s crash b1 for 10s',
          'lost writes > 50',
        ],
      ] as const
    ).flatMap(([trigger, faults, loss]) =>
      (
        [
          ['acks: 0', loss, 'availability >= 92%'],
          ['acks: all  min-isr: 2', 'no lost writes', 'availability >= 75%'],
        ] as const
      ).map(([policy, ...expect]) => ({
        shows: `${trigger}: ${policy}`,
        model: kafka(`isr-log { ${policy}  replica-lag: 2s  session-timeout: 2s }`, 'log: fsync', [
          faults,
          ...expect.map((text) => `expect ${text}`),
        ]),
      })),
    ),
  },
];
