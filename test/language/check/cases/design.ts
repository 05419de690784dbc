import type { Case } from '../case';

/** Three replicas in zones of one region, with a client near the first. */
const THREE = 'zone a { node n1 client c } zone b { node n2 } zone c { node n3 }';

/** A store on three nodes with a policy, and a link where one is given. */
const store = (policy: string, link = ''): string =>
  `topology T { ${THREE} ${link} store s on n[1..3] using P } policy P = ${policy}`;

/** The same with load and a scenario. */
const scenario = (policy: string, items: string, load = 'timeout: 10s'): string =>
  `${store(policy)} workload W { from c to s ${load} } scenario S { workload: W ${items} }`;

/** Two regions, of which the second is far away. */
const far = (policy: string): string =>
  `topology T { region eu { node n[1..3] } region us { node n4 } store s on n[1..4] using P } policy P = ${policy}`;

/** A service that calls another one. */
const services = (call: string, load = 'rate: 10/s timeout: 2s', inner = '', details = ''): string =>
  `topology T { nodes n[1..4] client c
    service api on n1, n2 { ${details} handle buy { call pay.charge { ${call} } } }
    service pay on n3, n4 { workers: 2 service-time: 10ms handle charge { ${inner} } }
    ${inner.includes('bank') ? 'service bank on n3, n4 { workers: 100 handle book { } }' : ''} }
  workload W { from c to api.buy ${load} } scenario S { workload: W }`;

/** A job whose nodes fail every four hours between them. */
const job = (checkpoint: string): string =>
  `topology T { nodes n[1..2] { mtbf: 8h mttr: 5min } job j on n[1..2] { checkpoint: ${checkpoint} } }`;

/** An erasure-coded store of six fragments on so many of eight nodes. */
const fragments = (nodes: number, faults: string): string =>
  `topology T { nodes n[1..8] client c store s on n[1..${String(nodes)}] using P } policy P = erasure { data: 4 parity: 2 }
  workload W { from c to s timeout: 10s } scenario S { workload: W ${faults} }`;

export const designCases: readonly Case[] = [
  {
    code: 'FTM410',
    wrong: store('raft { election-timeout: «10ms..20ms» heartbeat: 2ms }', 'link everywhere { latency: 8ms }'),
    says: /waits up to \d+\.?\d*ms for the votes of a majority/,
    right: store('raft { election-timeout: 100ms..200ms heartbeat: 2ms }', 'link everywhere { latency: 8ms }'),
  },
  {
    code: 'FTM410',
    about: 'the disk counts',
    wrong: store('raft { election-timeout: «20ms..30ms» heartbeat: 2ms }').replace(
      'using P',
      'using P { storage { fsync: 30ms } }',
    ),
    right: store('raft { election-timeout: 20ms..30ms heartbeat: 2ms }').replace(
      'using P',
      'using P { storage { log: off fsync: 30ms } }',
    ),
  },
  {
    code: 'FTM411',
    wrong: store(
      'primary-backup { heartbeat: 10ms timeout: «50ms» }',
      'link everywhere { latency: lognormal(median: 1ms, p99: 90ms) }',
    ),
    says: /one heartbeat in a hundred is \d+\.?\d*ms late/,
    right: store(
      'primary-backup { heartbeat: 10ms timeout: 200ms }',
      'link everywhere { latency: lognormal(median: 1ms, p99: 90ms) }',
    ),
  },
  {
    code: 'FTM411',
    about: 'a long way is not a late message',
    wrong: store('multi-paxos { heartbeat: 10ms lease: «50ms» }', 'link everywhere { latency: uniform(0ms..80ms) }'),
    right: store('multi-paxos { heartbeat: 10ms lease: 50ms }', 'link everywhere { latency: 80ms }'),
  },
  {
    code: 'FTM412',
    wrong: store('raft { reads: «lease» election-timeout: 10s..20s heartbeat: 1s }').replace(
      'node n1',
      'node n1 { clock { drift: -500ppm } }',
    ),
    says: /clocks of 's' drift apart by 5ms during a lease of 10s/,
    fixed: store('raft { reads: read-index election-timeout: 10s..20s heartbeat: 1s }').replace(
      'node n1',
      'node n1 { clock { drift: -500ppm } }',
    ),
    right: store('raft { reads: lease election-timeout: 1s..2s heartbeat: 100ms }').replace(
      'node n1',
      'node n1 { clock { drift: -500ppm } }',
    ),
  },
  {
    code: 'FTM412',
    about: 'by a fault',
    wrong: scenario('raft { reads: «lease» }', 'at 5s drift n1 by -10% for 5s'),
    right: scenario('raft { reads: lease }', 'at 5s drift n1 by 100ppm for 5s'),
  },
  {
    code: 'FTM413',
    wrong: services('', 'rate: «1000/s»'),
    says: /'pay' can do 400\/s \(2 x 2 workers, 10ms each\), and 1000\/s are asked of it/,
    right: services('', 'rate: 300/s'),
  },
  {
    code: 'FTM413',
    about: 'cores are fewer than workers',
    wrong: services('', 'rate: «300/s»').replace('nodes n[1..4]', 'nodes n[1..4] { cores: 1 }'),
    says: /'pay' can do 200\/s \(2 cores, 10ms each\)/,
    right: services('', 'rate: 100/s').replace('nodes n[1..4]', 'nodes n[1..4] { cores: 1 }'),
  },
  {
    code: 'FTM414',
    wrong: far('primary-backup { acknowledge: «all» }'),
    says: /every write waits for 'n4' in region 'us', 80ms away/,
    fixed: far('primary-backup { acknowledge: 2 }'),
    right: far('primary-backup { acknowledge: 2 }'),
  },
  {
    code: 'FTM414',
    about: 'all of a quorum',
    wrong: far('quorum { read: 2 write: «all» }'),
    fixed: far('quorum { read: 2 write: 3 }'),
    right: far('quorum { read: 2 write: 3 }'),
  },
  {
    code: 'FTM415',
    wrong: scenario('quorum { hint-window: «10s» }', 'at 5s crash n2 for 20s'),
    says: /hints for a replica of 's' are kept for 10s, and it is away for 20s/,
    fixed: scenario('quorum { hint-window: 20s }', 'at 5s crash n2 for 20s'),
    right: scenario('quorum { hint-window: 1min }', 'at 5s crash n2 for 20s'),
  },
  {
    code: 'FTM416',
    wrong: job('«every 1s taking 500ms»'),
    says: /waste 50% of the time .* every 2min would waste/,
    fixed: job('every 2min taking 500ms'),
    right: job('every 1min taking 500ms'),
  },
  {
    code: 'FTM416',
    about: 'by the schedule',
    wrong: `topology T { node n job j on n { checkpoint: «every 10min taking 1s» } } scenario S { duration: 1h every 1min crash n for 1s }`,
    right: `topology T { node n job j on n { checkpoint: every 10s taking 1s } } scenario S { duration: 1h every 1min crash n for 1s }`,
  },
  {
    code: 'FTM417',
    wrong:
      'topology T { zone a { nodes n[1..3] } zone b { nodes n[4..6] } store «s» on n[1..6] using P } policy P = erasure { data: 4 parity: 2 }',
    says: /3 of 6 fragments of 's' lie in zone 'a', and 2 may be lost/,
    right:
      'topology T { zone a { nodes n[1..2] } zone b { nodes n[3..4] } zone c { nodes n[5..6] } store s on n[1..6] using P } policy P = erasure { data: 4 parity: 2 }',
  },
  {
    code: 'FTM418',
    wrong: 'topology T { zone a { nodes n[1..2] } zone b { nodes n[3..4] } store «s» on n[1..4] using pbft }',
    says: /2 of 4 replicas of 's' lie in zone 'a', and 1 may be lost/,
    right:
      'topology T { zone a { node n1 } zone b { node n2 } zone c { node n3 } zone d { node n4 } store s on n[1..4] using pbft }',
  },
  {
    code: 'FTM419',
    wrong: 'topology T { zone a { nodes n[1..2] } zone b { node n3 } store «s» on n1, n2 using chain }',
    says: /all 2 replicas of 's' lie in zone 'a'/,
    right: 'topology T { zone a { nodes n[1..2] } zone b { node n3 } store s on n1, n3 using chain }',
  },
  {
    code: 'FTM419',
    about: 'one group',
    wrong: 'topology T { nodes n[1..3] group feed = n1, n2 store «s» on n1, n2 using chain }',
    right: 'topology T { nodes n[1..3] group feed = n1, n2 store s on n1, n3 using chain }',
  },
  {
    code: 'FTM429',
    wrong: `topology T { nodes n[1..3] client c balancer «b» on n1 to api { } service api on n2, n3 { handle get { } } } workload W { from c to b.get } scenario S { workload: W }`,
    says: /every request passes through 'b' on 'n1' alone: the 2 nodes of 'api'/,
    right: `topology T { nodes n[1..3] client c balancer b on n1, n2 to api { } service api on n2, n3 { handle get { } } } workload W { from c to b.get } scenario S { workload: W }`,
  },
  {
    code: 'FTM429',
    about: 'one zone',
    wrong: `topology T { zone a { nodes n[1..2] client c } zone b { node n3 } service «api» on n1, n2 { handle get { read s } } store s on n[2..3] using chain } workload W { from c to api.get } scenario S { workload: W }`,
    right: `topology T { zone a { nodes n[1..2] client c } zone b { node n3 } service api on n1, n3 { handle get { read s } } store s on n[2..3] using chain } workload W { from c to api.get } scenario S { workload: W }`,
  },
  {
    code: 'FTM430',
    wrong: services(
      'retries: 3 backoff: exponential(50ms..1s)',
      'rate: 50/s retries: «3» backoff: exponential(50ms..1s)',
    ),
    says: /retries in 2 layers multiply to 16 times the load, 800\/s, and 'pay' can do 400\/s/,
    right: services(
      'timeout: 1s retries: 3 backoff: exponential(50ms..1s) breaker { }',
      'rate: 50/s retries: 3 backoff: exponential(50ms..1s)',
    ),
  },
  {
    code: 'FTM431',
    wrong:
      'topology T { region eu { node n client d } region us { client c } store s on n } workload W { from c to s timeout: «50ms» } scenario S { workload: W }',
    says: /gives up after 50ms, and half of all answers to 'c' take more than 80ms/,
    fixed:
      'topology T { region eu { node n client d } region us { client c } store s on n } workload W { from c to s timeout: 240ms } scenario S { workload: W }',
    right:
      'topology T { region eu { node n client d } region us { client c } store s on n } workload W { from d to s timeout: 50ms } scenario S { workload: W }',
  },
  {
    code: 'FTM432',
    wrong: services('timeout: 300ms', undefined, 'call bank { timeout: «1s» }'),
    says: /'api' gives up on 'pay' after 300ms, and 'pay' goes on waiting for 'bank' for 1s/,
    fixed: services('timeout: 300ms', undefined, 'call bank { timeout: 300ms }'),
    right: services('timeout: 300ms', undefined, 'call bank { timeout: 100ms }'),
  },
  {
    code: 'FTM432',
    about: 'the client has gone',
    wrong: services('timeout: «3s»'),
    fixed: services('timeout: 2s'),
    right: services('timeout: 1s'),
  },
  {
    code: 'FTM433',
    wrong: store('isr-log { min-isr: «3» }'),
    fixed: store('isr-log { min-isr: 2 }'),
    right: store('isr-log { min-isr: 3 acks: 1 }').replace('min-isr: 3 ', ''),
  },
  {
    code: 'FTM434',
    wrong: store('quorum { read: «local-majority» }'),
    fixed: store('quorum { read: majority }'),
    right:
      'topology T { region r { nodes n[1..3] } region q { nodes m[1..2] } store s on n[1..3], m[1..2] using P } policy P = quorum { read: local-majority write: local-majority }',
  },
  {
    code: 'FTM435',
    wrong: store('gossip { fanout: «5» }'),
    says: /'s' has 2 peers to turn to, not 5/,
    fixed: store('gossip { fanout: 2 }'),
    right: store('gossip { fanout: 2 }'),
  },
  {
    code: 'FTM436',
    wrong: scenario('quorum { }', 'at 5s skew n2 by +5s «expect no lost writes»'),
    says: /clocks of its nodes are up to 5s apart/,
    right: scenario('quorum { conflict: siblings }', 'at 5s skew n2 by +5s expect no lost writes'),
  },
  {
    code: 'FTM436',
    about: 'no two of which are in force together',
    wrong: scenario('quorum { }', 'at 3s skew n1 by -5s for 2s at 6s skew n2 by 5s for 2s «expect no lost writes»'),
    says: /clocks of its nodes are up to 5s apart/,
    right: scenario(
      'quorum { write-back: on }',
      'at 3s skew n1 by -5s for 2s at 6s skew n2 by 5s for 2s expect no lost writes',
    ),
  },
  {
    code: 'FTM436',
    about: 'that add up',
    wrong: scenario('quorum { }', 'at 3s skew n1 by -5s for 9s at 6s skew n2 by 5s for 2s «expect no lost writes»'),
    says: /clocks of its nodes are up to 10s apart/,
    right: scenario('quorum { }', 'at 3s skew n1, n2, n3 by -5s for 9s expect no lost writes'),
  },
  {
    code: 'FTM436',
    about: 'at times that nobody knows',
    wrong: scenario('quorum { }', 'at 3s skew n1 by -5s for 2s every 6s skew n2 by 5s for 2s «expect no lost writes»'),
    says: /clocks of its nodes are up to 10s apart/,
    right: scenario('quorum { coordinator: client }', 'every 6s skew n2 by 5s for 2s expect no lost writes'),
  },
  {
    code: 'FTM437',
    wrong: scenario('zab { }', '«expect s is linearizable»'),
    says: /'reads: local' answers from a server that may lag behind/,
    right: scenario('zab { reads: sync }', 'expect s is linearizable'),
  },
  {
    code: 'FTM437',
    about: 'a primary that is not fenced',
    wrong: scenario('primary-backup { fencing: «off» }', '«expect s is CP»'),
    codes: ['FTM406', 'FTM437'],
    right: scenario('primary-backup { }', 'expect s is CP'),
  },
  {
    code: 'FTM438',
    wrong: services('timeout: 100ms hedge-after: «200ms»'),
    right: services('timeout: 100ms hedge-after: 50ms'),
  },
  {
    code: 'FTM439',
    wrong: services('bulkhead: «10»', undefined, '', 'workers: 4'),
    says: /'api' has 4 workers/,
    right: services('bulkhead: 2', undefined, '', 'workers: 4'),
  },
  {
    code: 'FTM440',
    wrong: services('', undefined, '', 'autoscale { max: «5» }'),
    fixed: services('', undefined, '', 'autoscale { max: 2 }'),
    right: services('', undefined, '', 'autoscale { max: 2 }'),
  },
  {
    code: 'FTM441',
    wrong:
      'topology T { node n client c service s on n { handle a { } handle «b» { } } } workload W { from c to s.a } scenario S { workload: W }',
    right:
      'topology T { node n client c service s on n { handle a { } handle b { } } } workload W { from c to s.a } workload V { from c to s.b } scenario S { workload: W, V }',
  },
  {
    code: 'FTM441',
    about: 'asked for only by one that nobody asks for',
    codes: ['FTM441', 'FTM441'],
    wrong:
      'topology T { node n client c service s on n { handle a { } handle «b» { call t } } service t on n { handle «d» { } } } workload W { from c to s.a } scenario S { workload: W }',
    right:
      'topology T { node n client c service s on n { handle a { call t } } service t on n { handle d { } } } workload W { from c to s.a } scenario S { workload: W }',
  },
  {
    code: 'FTM442',
    wrong: scenario('raft { }', 'at 5s crash n1, n2 for 20s at 10s «crash n1 for 5s»'),
    says: /keeps this down from 5s to 25s/,
    right: scenario('raft { }', 'at 5s crash n1, n2 for 20s at 10s crash n3 for 5s'),
  },
  {
    code: 'FTM443',
    wrong: scenario('raft { }', 'warm-up: 10s «at 2s» pause n1 for 1s'),
    says: /over at 3s, and nothing is counted before 10s/,
    right: scenario('raft { }', 'warm-up: 10s at 2s pause n1 for 10s'),
  },
  {
    code: 'FTM444',
    wrong: scenario('raft { }', 'duration: 10s «expect availability during 20s..30s >= 99%»'),
    right: scenario('raft { }', 'duration: 10s expect availability during 2s..3s >= 99%'),
  },
  {
    code: 'FTM445',
    wrong: scenario('raft { }', '«expect recovery <= 5s in 95% of runs»'),
    fixed: scenario('raft { }', 'runs: 100\n  expect recovery <= 5s in 95% of runs'),
    right: scenario('raft { }', 'runs: 20 expect recovery <= 5s in 95% of runs'),
  },
  {
    code: 'FTM446',
    wrong: scenario('raft { }', 'duration: 10s «expect latency p99.9 <= 1s»', 'rate: 10/s'),
    says: /about 100 operations are issued, too few for a p99.9, which needs 1000/,
    right: scenario('raft { }', 'duration: 10s expect latency p99 <= 1s', 'rate: 10/s'),
  },
  {
    code: 'FTM447',
    wrong: store('quorum { hinted-handoff: off hint-window: «1h» }'),
    right: `${store('Q { hinted-handoff: off }')} policy Q = quorum { hint-window: 1h }`,
  },
  {
    code: 'FTM447',
    wrong: store('quorum { conflict: «merge» }'),
    says: /a register keeps the last write/,
    right: store('quorum { conflict: merge }').replace('using P', 'using P { data: counter }'),
  },
  {
    code: 'FTM447',
    wrong: store('quorum { sloppy: «on» }'),
    says: /each of the 3 nodes of 's' has a replica, and none is left to stand in/,
    right: store('quorum { sloppy: on read: 1 write: 2 }').replace('using P', 'using P { replicas: 2 }'),
  },
  {
    code: 'FTM407',
    wrong: `${scenario('Q { }', '«expect no lost writes»')} policy Q = multi-leader { conflict: merge }`,
    says: /of two concurrent writes of a register 'merge' drops one; 'siblings' would keep both/,
    right: `${scenario('Q { }', 'expect no lost writes')} policy Q = multi-leader { conflict: siblings }`,
  },
  {
    code: 'FTM448',
    wrong: store('quorum { hinted-handoff: off read-repair: «off» anti-entropy: off }'),
    fixed: store('quorum { hinted-handoff: off read-repair: on anti-entropy: off }'),
    right: store('quorum { hinted-handoff: off read-repair: off write: all read: one anti-entropy: off }'),
  },
  {
    code: 'FTM449',
    wrong: services('retries: «2»'),
    fixed: services('retries: 2  backoff: exponential(50ms..1s, jitter: full)'),
    right: services('retries: 1'),
  },
  {
    code: 'FTM451',
    wrong: services('').replace('call pay.charge { ', 'call «pay.charge» { breaker { }'),
    says: /hears nothing of a 'pay' that hangs/,
    fixed: services('').replace('call pay.charge { ', 'call pay.charge { timeout: 1s  breaker { }'),
    right: services('timeout: 1s breaker { }'),
  },
  {
    code: 'FTM453',
    wrong: services('timeout: 1s', 'rate: 10/s timeout: 2s', 'call «api» { timeout: 1s }'),
    says: /'buy' of 'api' comes to 'charge' of 'pay', which calls it again/,
    right: services('timeout: 1s'),
  },
  {
    code: 'FTM453',
    about: 'a handler that calls itself',
    wrong: services('timeout: 1s', 'rate: 10/s timeout: 2s', 'call «pay» { timeout: 1s }'),
    says: /'charge' of 'pay' calls itself/,
    right: services('timeout: 1s'),
  },
  {
    code: 'FTM452',
    wrong: services('')
      .replace('service api', 'balancer b on n1, n2 to api { health-check: «every 1s timeout 10us» } service api')
      .replace('to api.buy', 'to b.buy'),
    says: /'b' on 'n1' gives up after 10us, and half of all answers of 'api' on 'n\d' take more than/,
    right: services('')
      .replace('service api', 'balancer b on n1, n2 to api { health-check: every 1s timeout 1s } service api')
      .replace('to api.buy', 'to b.buy'),
  },
  {
    code: 'FTM416',
    about: 'a checkpoint that never ends',
    wrong: job('«every 6h taking 5h»'),
    says: /a checkpoint takes 5h, and a node fails every 4h, from the mtbf of its nodes: hardly one/,
    right: job('every 20min taking 30s'),
  },
  {
    code: 'FTM422',
    about: 'a restart of what runs',
    wrong: scenario('raft { }', '«at 5s restart n1» at 6s crash n1'),
    right: scenario('raft { }', 'at 5s crash n1 at 6s restart n1'),
  },
  {
    code: 'FTM454',
    wrong: fragments(6, 'at 5s «remove n1 from s»'),
    says: /all nodes of 's' hold one of its 6 fragments/,
    right: fragments(7, 'at 5s remove n1 from s'),
  },
  {
    code: 'FTM454',
    about: 'a spare comes first',
    wrong: fragments(7, 'at 5s remove n1 from s at 10s «remove n2 from s»'),
    right: fragments(7, 'at 2s add n8 to s at 5s remove n1 from s at 10s remove n2 from s'),
  },
  {
    code: 'FTM440',
    about: 'by what a scenario sets',
    wrong: services('').replace('scenario S { ', 'scenario S { set api.autoscale.max: «5» '),
    says: /is deployed on 2 nodes, so it never has 5 instances/,
    right: services('').replace('scenario S { ', 'scenario S { set api.autoscale.max: 2 '),
  },
  {
    code: 'FTM412',
    about: 'by what a scenario sets of the clocks',
    wrong: scenario('raft { reads: lease }', 'set n1.clock.drift: «200000ppm»'),
    says: /clocks of 's' drift apart/,
    right: scenario('raft { reads: lease }', ''),
  },
];
