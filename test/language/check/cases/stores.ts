import type { Case } from '../case';

/** A store on so many nodes, in zones of their own, with a policy. */
const store = (nodes: number, policy: string, properties = ''): string => {
  const zones = Array.from({ length: nodes }, (_, index) => `zone z${String(index)} { node n${String(index)} }`).join(
    ' ',
  );
  return `topology T { ${zones} store s on n[0..${String(nodes - 1)}] using P { ${properties} } } policy P = ${policy}`;
};

export const storeCases: readonly Case[] = [
  {
    code: 'FTM320',
    wrong: store(3, 'quorum { read: 1 write: «4» }'),
    says: /waits for 4 replicas, and 's' has 3 replicas: .*write at most 3/,
    fixed: store(3, 'quorum { read: 1 write: 3 }'),
    right: store(3, 'quorum { read: 1 write: 3 }'),
  },
  {
    code: 'FTM320',
    about: 'in a policy that it derives from',
    wrong: `${store(3, 'Q { write: majority }')} policy Q = quorum { read: «5» }`,
  },
  {
    code: 'FTM320',
    about: 'by set',
    wrong: `${store(3, 'quorum { }')} scenario S { set P.read: «4» }`,
    right: `${store(3, 'quorum { }')} scenario S { set P.read: 3 }`,
  },
  {
    code: 'FTM320',
    about: 'by vary',
    wrong: `${store(3, 'quorum { }')} scenario S { } experiment E { scenario: S vary P.read: [2, «4»] }`,
    right: `${store(3, 'quorum { }')} scenario S { } experiment E { scenario: S vary P.read: [2, 3] }`,
  },
  {
    code: 'FTM321',
    wrong: store(3, 'primary-backup { acknowledge: «3» }'),
    says: /write '2'/,
    fixed: store(3, 'primary-backup { acknowledge: 2 }'),
    right: store(3, 'primary-backup { acknowledge: 2 }'),
  },
  {
    code: 'FTM322',
    wrong: store(3, 'pbft { }').replace('using P', 'using «P»'),
    says: /and 's' has 3 replicas; add 1 node/,
    right: store(4, 'pbft { }'),
  },
  {
    code: 'FTM322',
    about: 'replicas',
    wrong: store(4, 'pbft { }', 'replicas: «3»'),
    says: /write 'replicas: 4'/,
    fixed: store(4, 'pbft { }', 'replicas: 4'),
    right: store(4, 'pbft { }', 'replicas: 4'),
  },
  {
    code: 'FTM323',
    wrong: store(5, 'erasure { data: «4» parity: 2 }'),
    says: /need 6 nodes, and 's' lies on 5; add 1 node, or write 'data: 3'/,
    fixed: store(5, 'erasure { data: 3 parity: 2 }'),
    right: store(6, 'erasure { data: 4 parity: 2 }'),
  },
  {
    code: 'FTM332',
    wrong: store(6, 'erasure { }', 'data: «log»'),
    says: /'s' holds a log; use 'data: register'/,
    fixed: store(6, 'erasure { }', 'data: register'),
    right: store(6, 'erasure { }', 'data: register'),
  },
  ...(
    [
      ['erasure { }', /use 'write', or a policy such as raft/, 'raft { }'],
      ['quorum { conflict: siblings }', /use 'conflict: last-write-wins'/, 'quorum { conflict: last-write-wins }'],
      ['quorum { coordinator: client }', /use 'coordinator: replica'/, 'quorum { }'],
      ['multi-leader { conflict: siblings }', /use 'conflict: last-write-wins'/, 'multi-leader { }'],
      ['gossip { conflict: siblings }', /use 'conflict: last-write-wins'/, 'gossip { }'],
    ] as const
  ).map(([wrong, says, right]): Case => {
    const load = (cas: string) => `workload W { from n0 to s  operations: read 50%, ${cas} 50% }`;
    const scenario = 'scenario S { topology: T workload: W duration: 1s }';
    return {
      code: 'FTM333',
      about: wrong,
      wrong: `${store(7, wrong)} ${load('«cas»')} ${scenario}`,
      says,
      right: `${store(7, right)} ${load('cas')} ${scenario}`,
    };
  }),
  ...(
    [
      ['raft', 'phi', /'election-timeout' and 'heartbeat' are its detector; remove it/],
      ['multi-paxos', 'swim', /'lease' and 'heartbeat'/],
      ['zab', 'timeout', /'tick', 'sync-limit' and 'init-limit'/],
      ['pbft', 'timeout', /'view-change-timeout'/],
      ['voting', 'phi', /it masks failures and detects none/],
      ['single', 'phi', /one copy has nobody to watch/],
      ['chain', 'phi', /or 'detector: timeout'/],
      ['isr-log', 'swim', /'detector: timeout' or 'detector: phi'/],
    ] as const
  ).map(([family, detector, says]): Case => ({
    code: 'FTM334',
    about: `${family}, ${detector}`,
    wrong: store(family === 'single' ? 1 : 5, `${family} { detector: «${detector}» }`),
    says,
    right: store(family === 'single' ? 1 : 5, `${family} { }`),
  })),
  { code: 'FTM323', about: 'replicas', wrong: store(6, 'erasure { }', 'replicas: «3»') },
  {
    code: 'FTM324',
    wrong: store(3, 'quorum { }', 'replicas: «5»'),
    says: /write at most 3/,
    fixed: store(3, 'quorum { }', 'replicas: 3'),
    right: store(3, 'quorum { }', 'replicas: 3'),
  },
  {
    code: 'FTM325',
    wrong: store(3, 'raft { heartbeat: «200ms» }'),
    says: /200ms is too rare for an 'election-timeout' of 150ms.*write 'heartbeat: 75ms', or any time below 150ms/,
    fixed: store(3, 'raft { heartbeat: 75ms }'),
    right: store(3, 'raft { heartbeat: 50ms }'),
  },
  {
    code: 'FTM325',
    about: 'of a detector',
    wrong: store(3, 'chain { detector: «timeout(heartbeat: 5s, timeout: 5s)» }'),
    says: /write 'heartbeat: 2.5s'/,
    right: store(3, 'chain { detector: timeout(heartbeat: 2.5s, timeout: 5s) }'),
  },
  {
    code: 'FTM325',
    about: 'that is not written',
    wrong: store(3, 'primary-backup { timeout: «500ms» }'),
    says: /write 'heartbeat: 250ms'/,
    right: store(3, 'primary-backup { timeout: 500ms heartbeat: 250ms }'),
  },
  {
    code: 'FTM304',
    about: 'a SWIM ping that outlasts its period',
    wrong: store(3, 'quorum { detector: «swim(period: 3s, ping-timeout: 3s)» }'),
    says: /write 'ping-timeout: 900ms'/,
    right: store(3, 'quorum { detector: swim(period: 3s, ping-timeout: 900ms) }'),
  },
  {
    code: 'FTM304',
    about: 'a threshold of phi at which everybody is dead',
    wrong: store(3, 'quorum { detector: phi(threshold: «0») }'),
    right: store(3, 'quorum { detector: phi(threshold: 1) }'),
  },
  ...(
    [
      ['quorum { }', 'promote n1 in s', /quorum cannot carry out 'promote': no replica leads the others; remove it/],
      ['zab { }', 'promote n1 in s', /ZooKeeper has no command/],
      ['pbft { }', 'add n1 to s', /one set of replicas/],
      ['pbft { }', 'remove n1 from s', /one set of replicas/],
      ['voting { }', 'reconfigure s { require: all }', /the libraries of the clients/],
      ['single { }', 'remove n0 from s', /there is one copy/],
    ] as const
  ).map(([policy, order, says]): Case => {
    const nodes = policy.startsWith('single') ? 1 : 7;
    const scenario = (fault: string) => `scenario S { topology: T duration: 9s ${fault} }`;
    return {
      code: 'FTM335',
      about: `${policy} ${order}`,
      wrong: `${store(nodes, policy)} ${scenario(`at 5s «${order}»`)}`,
      says,
      right: `${store(nodes, policy)} ${scenario('')}`,
    };
  }),
  {
    code: 'FTM330',
    wrong: store(3, 'isr-log { min-isr: «4» }'),
    says: /write at most 3/,
    right: store(3, 'isr-log { min-isr: 2 }'),
  },
  { code: 'FTM331', wrong: store(1, 'single { }', 'replicas: «2»'), right: store(1, 'single { }', 'replicas: 1') },
  {
    code: 'FTM400',
    wrong: store(3, 'quorum { read: «1» write: 2 }'),
    says: /R \+ W is 1 \+ 2, not above N = 3.*'read: 2'/,
    fixed: store(3, 'quorum { read: 2 write: 2 }'),
    right: store(3, 'quorum { read: 2 write: 2 }'),
  },
  {
    code: 'FTM401',
    wrong: store(3, 'quorum { read: all write: «one» }'),
    fixed: store(3, 'quorum { read: all write: 2 }'),
    right: store(3, 'quorum { read: one write: all }'),
  },
  {
    code: 'FTM401',
    about: 'last write wins',
    wrong: store(3, 'quorum { read: all write: «one» conflict: last-write-wins }'),
    right: store(3, 'quorum { read: all write: one conflict: siblings }'),
  },
  {
    code: 'FTM402',
    wrong: store(4, 'raft { }').replace('store s', 'store «s»'),
    says: /4 voters, which survive 1 failure, as 3 would; use 3 or 5/,
    right: store(5, 'raft { }'),
  },
  {
    code: 'FTM403',
    wrong: 'topology T { zone a { nodes n[1..2] } zone b { node n3 } store «s» on n[1..3] using raft }',
    says: /2 of 3 replicas of 's' lie in zone 'a'/,
    right: 'topology T { zone a { node n1 } zone b { node n2 } zone c { node n3 } store s on n[1..3] using raft }',
  },
  {
    code: 'FTM404',
    wrong: 'topology T { nodes n[1..3] group feed = n1, n2 store «s» on n[1..3] using raft }',
    right: 'topology T { nodes n[1..3] group feed = n1 store s on n[1..3] using raft }',
  },
  {
    code: 'FTM405',
    wrong: store(3, 'primary-backup { heartbeat: «3s» timeout: 5s }'),
    right: store(3, 'primary-backup { heartbeat: 1s timeout: 5s }'),
  },
  {
    code: 'FTM406',
    wrong: store(3, 'primary-backup { fencing: «off» }'),
    fixed: store(3, 'primary-backup { fencing: on }'),
    right: store(3, 'primary-backup { fencing: off failover: manual }'),
  },
  {
    code: 'FTM409',
    wrong: store(3, 'isr-log { unclean-election: «on» }'),
    right: store(3, 'isr-log { }'),
  },
  ...(
    [
      ['raft', 1, /'s' has 1 replica, and no failure is survived; use 3/, 3],
      ['zab', 1, /use 3/, 3],
      ['multi-paxos', 1, /use 3/, 3],
      ['chain', 1, /use 2, or 'using single'/, 2],
      ['primary-backup { acknowledge: async }', 1, /use 2/, 2],
      ['isr-log', 1, /use 2/, 2],
      ['voting', 2, /no majority outvotes a wrong one; use 3, or 'require: first'/, 3],
    ] as const
  ).map(([policy, few, says, enough]): Case => ({
    code: 'FTM450',
    about: policy,
    wrong: store(few, policy.includes('{') ? policy : `${policy} { }`).replace('store s', 'store «s»'),
    says,
    right: store(enough, policy.includes('{') ? policy : `${policy} { }`),
  })),
  {
    code: 'FTM427',
    wrong: 'topology T { nodes n[1..3] store s on n[1..3] using «single» }',
    right: 'topology T { nodes n[1..3] store s on n[1..3] using single { shards: 3 } }',
  },
  {
    code: 'FTM428',
    wrong: 'topology T { node n1 node n2 link «n1 -> n1» { latency: 5ms } }',
    right: 'topology T { node n1 node n2 link n1 -> n2 { latency: 5ms } }',
  },
  {
    code: 'FTM428',
    wrong: 'topology T { zone a { node n1 node n2 } link «between zones» { latency: 5ms } }',
    right: 'topology T { zone a { node n1 } zone b { node n2 } link between zones { latency: 5ms } }',
  },
];
