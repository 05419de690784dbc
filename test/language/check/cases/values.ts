import type { Case } from '../case';

const link = (properties: string): string => `topology T { nodes n[1..2] link everywhere { ${properties} } }`;
const raft = (properties: string): string => `policy P = raft { ${properties} }`;
const load = (properties: string, data = 'register'): string =>
  `topology T { node n client c store s on n using single { data: ${data} } } workload W { from c to s ${properties} } scenario S { workload: W }`;
const scenario = (items: string): string =>
  `topology T { node n client c store s on n using single } workload W { from c to s } scenario S { workload: W ${items} }`;

export const valueCases: readonly Case[] = [
  {
    code: 'FTM300',
    about: 'wrong unit',
    wrong: link('latency: «5MB»'),
    says: /'latency' needs a duration such as 5ms.*; 5MB is a size/,
    right: link('latency: 5ms'),
  },
  { code: 'FTM300', about: 'a list for one', wrong: raft('heartbeat: «[1s, 2s]»'), right: raft('heartbeat: 50ms') },
  {
    code: 'FTM300',
    about: 'a period without every',
    wrong: 'topology T { node n store s on n { storage { checkpoint: «30s» } } }',
    fixed: 'topology T { node n store s on n { storage { checkpoint: every 30s } } }',
    right: 'topology T { node n store s on n { storage { checkpoint: every 30s } } }',
  },
  { code: 'FTM300', about: 'a range', wrong: raft('heartbeat: «1s..2s»') },
  {
    code: 'FTM301',
    wrong: raft('«hartbeat»: 50ms'),
    says: /a raft policy has no 'hartbeat'; did you mean 'heartbeat'\?/,
    fixed: raft('heartbeat: 50ms'),
    right: raft('heartbeat: 50ms'),
  },
  {
    code: 'FTM301',
    about: 'by the letter of the papers',
    wrong: 'policy P = quorum { «w»: 2 }',
    says: /a quorum policy has no 'w'; did you mean 'write'\?/,
    fixed: 'policy P = quorum { write: 2 }',
    right: 'policy P = quorum { write: 2 }',
  },
  {
    code: 'FTM301',
    about: 'by the name that another block has for it',
    wrong: 'policy P = isr-log { «acknowledge»: all }',
    fixed: 'policy P = isr-log { acks: all }',
  },
  {
    code: 'FTM301',
    about: 'as a section by its other name',
    wrong:
      'topology T { node n service a on n { handle h { call b { «circuit-breaker» { open: 1s } } } } service b on n { handle h { } } }',
    fixed:
      'topology T { node n service a on n { handle h { call b { breaker { open: 1s } } } } service b on n { handle h { } } }',
  },
  {
    code: 'FTM301',
    about: 'that the store says',
    wrong: 'policy P = quorum { «n»: 3 }',
    says: /a quorum policy has no 'n'; how many replicas there are is said where a store is put on its nodes/,
  },
  {
    code: 'FTM301',
    about: 'that each call says',
    wrong: 'topology T { node n service a on n { «breaker»: on } }',
    says: /a service has no 'breaker'; it is of a call, in a handler: 'call payments \{ \.\.\. \}'/,
  },
  {
    code: 'FTM301',
    about: 'of a handler, which has steps',
    wrong: 'topology T { node n service a on n { handle h { «timeout»: 1s } } }',
    says: /a handler has no 'timeout'; it holds steps such as 'read orders' and 'call payments \{ timeout: 1s \}'/,
  },
  {
    code: 'FTM301',
    about: 'of an experiment, which has lines of its own',
    wrong: 'topology T { node n } experiment E { scenario: S  «compare»: 3 } scenario S { }',
    says: /an experiment has no 'compare'; it has scenario and runs, and holds 'vary', 'set' and 'measure' lines/,
  },
  { code: 'FTM301', about: 'of a block', wrong: 'topology T { node n { clock { «jitter»: 5ms } } }' },
  { code: 'FTM302', wrong: raft('heartbeat: 50ms «heartbeat»: 60ms'), right: raft('heartbeat: 50ms') },
  {
    code: 'FTM302',
    about: 'two routes',
    wrong: 'topology T { node n client c store s on n } workload W { from c to s «from c to s» }',
  },
  { code: 'FTM302', about: 'an operation', wrong: load('operations: read 50%, «read 50%»') },
  {
    code: 'FTM303',
    wrong: 'experiment «E» { runs: 5 }',
    says: /needs 'scenario'/,
    right: 'topology T { node n } scenario S { } experiment E { scenario: S }',
  },
  {
    code: 'FTM303',
    about: 'which topology',
    wrong: 'topology T { } topology U { } scenario «S» { }',
    right: 'topology T { } topology U { } scenario S { topology: U }',
  },
  { code: 'FTM303', about: 'a route', wrong: 'workload «W» { rate: 5/s }' },
  { code: 'FTM304', about: 'above 100%', wrong: link('loss: «120%»'), says: /at most 100%/, right: link('loss: 100%') },
  { code: 'FTM304', about: 'zero', wrong: raft('heartbeat: «0s»'), says: /longer than zero/ },
  { code: 'FTM304', about: 'negative', wrong: link('latency: «-5ms»'), says: /must not be negative/ },
  {
    code: 'FTM304',
    about: 'not whole',
    wrong: raft('snapshot-every: «1.5»'),
    right: raft('snapshot-every: 10 entries'),
  },
  {
    code: 'FTM304',
    about: 'wrong counter',
    wrong: 'policy Z = zab { init-limit: «8 entries» }',
    says: /counted in ticks/,
  },
  { code: 'FTM304', about: 'shape', wrong: link('latency: «pareto(scale: 1ms, shape: 0)»') },
  {
    code: 'FTM305',
    wrong: raft('reads: «reed-index»'),
    says: /log, read-index, lease.*did you mean 'read-index'\?/,
    fixed: raft('reads: read-index'),
    right: raft('reads: lease'),
  },
  { code: 'FTM305', about: 'word or number', wrong: 'policy Q = quorum { read: «onne» }', says: /did you mean 'one'/ },
  {
    code: 'FTM306',
    wrong: link('latency: «5»'),
    fixed: link('latency: 5ms'),
    says: /5 has no unit/,
    right: link('latency: 5ms'),
  },
  { code: 'FTM307', wrong: link('latency: «poisson»(mean: 5ms)'), right: link('latency: exponential(mean: 5ms)') },
  { code: 'FTM307', about: 'a word', wrong: link('latency: «fast»') },
  { code: 'FTM307', about: 'a detector', wrong: raft('detector: «fi»(threshold: 8)'), right: raft('detector: phi') },
  {
    code: 'FTM308',
    about: 'unknown',
    wrong: link('latency: exponential(«rate»: 5ms)'),
    right: link('latency: exponential(mean: 5ms)'),
  },
  { code: 'FTM308', about: 'missing', wrong: link('latency: «lognormal»(median: 5ms)'), says: /needs 'p99'/ },
  { code: 'FTM308', about: 'surplus', wrong: link('latency: constant(5ms, «6ms»)') },
  {
    code: 'FTM308',
    about: 'without its name',
    wrong: link('latency: exponential(«5ms»)'),
    says: /'exponential' takes exponential\(mean:\); is this its 'mean'\?/,
    fixed: link('latency: exponential(mean: 5ms)'),
  },
  {
    code: 'FTM308',
    about: 'without its name beside one that has it',
    wrong: link('latency: lognormal(median: 1ms, «5ms»)'),
    fixed: link('latency: lognormal(median: 1ms, p99: 5ms)'),
  },
  {
    code: 'FTM308',
    about: 'without its name after one that needs none',
    wrong: load('keys: zipf(50, «0.9»)'),
    fixed: load('keys: zipf(50, skew: 0.9)'),
  },
  { code: 'FTM308', about: 'twice', wrong: link('latency: exponential(mean: 5ms, «mean: 6ms»)') },
  {
    code: 'FTM308',
    about: 'part of a period',
    wrong: 'topology T { node n balancer b on n to s { health-check: every 5s taking «1s» } service s on n { } }',
  },
  { code: 'FTM308', about: 'bare', wrong: load('keys: «zipf»') },
  {
    code: 'FTM309',
    wrong: link('latency: «mixture(90% constant(1ms), 5% constant(2ms))»'),
    says: /these to 95%/,
    right: link('latency: mixture(91.22% constant(1ms), 8.78% constant(2ms))'),
  },
  {
    code: 'FTM309',
    about: 'operations',
    wrong: load('operations: «read 70%, write 20%»'),
    right: load('operations: read 70%, write 30%'),
  },
  {
    code: 'FTM310',
    wrong: raft('election-timeout: «300ms..150ms»'),
    fixed: raft('election-timeout: 150ms..300ms'),
    right: raft('election-timeout: 150..300ms'),
  },
  { code: 'FTM310', about: 'lognormal', wrong: link('latency: «lognormal(median: 5ms, p99: 1ms)»') },
  {
    code: 'FTM310',
    about: 'every',
    wrong: 'topology T { node n } faults F { every 1s from 5s to «2s» crash n for 1s }',
  },
  {
    code: 'FTM311',
    wrong: 'topology T { } topology U { } scenario S { topology: «T, U» }',
    right: 'topology T { } scenario S { topology: T }',
  },
  {
    code: 'FTM312',
    wrong: 'topology T { node n { «clock»: 5ms } }',
    right: 'topology T { node n { clock { skew: 5ms } } }',
  },
  { code: 'FTM312', about: 'the other way', wrong: 'topology T { node n { «cores» { } } }' },
  {
    code: 'FTM326',
    wrong: load('operations: «append» 50%, read 50%'),
    says: /'s' holds a register, which has read, write, cas, not 'append'/,
    right: load('operations: append 50%, poll 50%', 'log'),
  },
  {
    code: 'FTM326',
    about: 'in a handler',
    wrong: 'topology T { node n store s on n { data: log } service r on n { handle x { «write» s } } }',
  },
  { code: 'FTM327', wrong: load('rate: «5/s» sessions: 5'), right: load('sessions: 5 think: 1s') },
  { code: 'FTM328', about: 'think', wrong: load('rate: 5/s think: «1s»') },
  {
    code: 'FTM328',
    about: 'operations of a service',
    wrong:
      'topology T { node n client c service s on n { handle h { } } } workload W { from c to s operations: «read 100%» }',
  },
  { code: 'FTM360', wrong: scenario('duration: «101d»'), right: scenario('duration: 100d') },
  { code: 'FTM361', wrong: scenario('duration: 5s warm-up: «5s»'), right: scenario('duration: 5s warm-up: 4s') },
  { code: 'FTM362', wrong: 'topology T { nodes «n[1..9999]» }' },
];
