import type { Case } from '../case';

export const nameCases: readonly Case[] = [
  {
    code: 'FTM200',
    about: 'of a node, and nothing is said of how many voters there are without it',
    wrong: 'topology T { node n1  node n2  node n3  store s on n1, n2, «n9» using raft }',
    right: 'topology T { node n1  node n2  node n3  store s on n1, n2, n3 using raft }',
  },
  {
    code: 'FTM200',
    about: 'a node',
    wrong: 'topology T { node n1 node n2 store s on n1, «m2» using single }',
    says: /no node 'm2'; did you mean 'n2'\?/,
    fixed: 'topology T { node n1 node n2 store s on n1, n2 using single }',
    right: 'topology T { node n1 store s on n1 using single }',
  },
  {
    code: 'FTM200',
    about: 'a policy',
    wrong: 'topology T { nodes n[1..3] store s on n[1..3] using «Rafts» } policy Raft = raft { }',
    says: /did you mean 'Raft'\?/,
    right: 'topology T { nodes n[1..3] store s on n[1..3] using Raft } policy Raft = raft { }',
  },
  {
    code: 'FTM200',
    about: 'a family',
    wrong: 'policy P = «rafd» { heartbeat: 1s }',
    says: /did you mean 'raft'\?/,
    fixed: 'policy P = raft { heartbeat: 1s }',
  },
  {
    code: 'FTM200',
    about: 'a scenario of an experiment',
    wrong: 'topology T { node n } scenario One { } experiment E { scenario: «Ones» }',
    right: 'topology T { node n } scenario One { } experiment E { scenario: One }',
  },
  {
    code: 'FTM200',
    about: 'a kind of domain',
    wrong: 'topology T { node n1 link within «zoone» { latency: 1ms } }',
    right: 'topology T { zone a { node n1 } link within zone { latency: 1ms } }',
  },
  {
    code: 'FTM200',
    about: 'in a schedule that nobody uses',
    wrong: 'topology T { node node-a } faults F { at 1s crash «node-b» }',
    says: /did you mean 'node-a'\?/,
    right: 'topology T { node node-a } faults F { at 1s crash node-a }',
  },
  {
    code: 'FTM200',
    about: 'a target that is a role without its store',
    wrong:
      'topology T { nodes n[1..3] store s on n[1..3] client c } workload W { from c to s } scenario S { workload: W at 1s crash «all» for 1s }',
    says: /^there is no node, domain, group or component 'all'; did you mean 'all of STORE'\?$/,
    right:
      'topology T { nodes n[1..3] store s on n[1..3] client c } workload W { from c to s } scenario S { workload: W at 1s crash all of s for 1s }',
  },
  {
    code: 'FTM200',
    about: 'a target that is nothing',
    wrong:
      'topology T { nodes n[1..3] store s on n[1..3] client c } workload W { from c to s } scenario S { workload: W at 1s crash «everybody» for 1s }',
    says: /'everybody'; it may also be 'leader of STORE', 'followers of STORE', 'random 1 of STORE' or 'all of STORE'$/,
  },
  {
    code: 'FTM200',
    about: 'a target in a schedule that nobody uses',
    wrong: 'topology T { node node-a } faults F { at 1s crash «leaders» for 1s }',
    says: /'leaders'; did you mean 'leader of STORE'\?$/,
  },
  {
    code: 'FTM200',
    about: 'where a word may stand for all',
    wrong: 'topology T { nodes db[1..2] store s on db[1..2] using P } policy P = multi-leader { leaders: «al» }',
    says: /^there is no node 'al'; did you mean 'all'\?$/,
  },
  {
    code: 'FTM200',
    about: 'in a workload that nobody uses, with two topologies',
    wrong:
      'topology T { node n store s on n client web } topology U { node n store s on n client app } workload W { from «wev» to s }',
    right:
      'topology T { node n store s on n client web } topology U { node n store s on n client app } workload W { from app to s }',
  },
  {
    code: 'FTM200',
    about: 'the fault of a window',
    wrong:
      'topology T { node n client c store s on n } workload W { from c to s } scenario S { workload: W at 1s crash n for 2s as down expect availability during «dawn» >= 1% }',
    says: /did you mean 'down'\?/,
    right:
      'topology T { node n client c store s on n } workload W { from c to s } scenario S { workload: W at 1s crash n for 2s as down expect availability during down >= 1% }',
  },
  {
    code: 'FTM201',
    about: 'a topology where a policy is needed',
    wrong: 'topology Shop { node n1 store s on n1 using «Shop» }',
    says: /'Shop' is a topology; a policy is needed here/,
    right: 'topology Shop { node n1 store s on n1 using single }',
  },
  {
    code: 'FTM201',
    about: 'a client where a node is needed',
    wrong: 'topology T { client c store s on «c» using single }',
    says: /'c' is a client; a node is needed here/,
    right: 'topology T { node c store s on c using single }',
  },
  {
    code: 'FTM202',
    about: 'of one kind at the top',
    wrong: 'policy P = raft { } policy «P» = raft { }',
    right: 'topology P { } policy P = raft { }',
  },
  {
    code: 'FTM202',
    about: 'in a topology',
    wrong: 'topology T { node n1 client «n1» }',
    says: /'n1' is a node of this topology already/,
    right: 'topology T { node n1 client c1 zone n1 { } }',
  },
  {
    code: 'FTM202',
    about: 'two zones of one name',
    wrong: 'topology T { region r { zone a { } } region s { zone «a» { } } }',
    right: 'topology T { region r { zone a { } } region a { zone b { } } }',
  },
  { code: 'FTM202', about: 'two faults of one name', wrong: 'faults F { at 1s heal as x at 2s heal as «x» }' },
  {
    code: 'FTM202',
    about: 'two handlers of one name',
    wrong: 'topology T { node n service s on n { handle h { } handle «h» { } } }',
  },
  {
    code: 'FTM203',
    wrong: 'topology T { zone a { node a } zone b { node n } } scenario S { at 1s crash «a» }',
    says: /'zone a' or 'node a'/,
    fixed: 'topology T { zone a { node a } zone b { node n } } scenario S { at 1s crash zone a }',
    right:
      'topology T { zone a { node a } zone b { node n } } scenario S { at 1s crash zone a for 1s at 3s crash node a }',
  },
  {
    code: 'FTM203',
    about: 'a fault name of two schedules',
    wrong:
      'topology T { node n client c store s on n } workload W { from c to s } faults F { at 1s pause n for 1s as x } faults G { at 2s pause n for 1s as x } scenario S { workload: W faults: F, G expect availability during «x» > 1% }',
    right:
      'topology T { node n client c store s on n } workload W { from c to s } faults F { at 1s pause n for 1s as x } faults G { at 2s pause n for 1s as x } scenario S { workload: W faults: F, G expect availability during G.x > 1% }',
  },
  {
    code: 'FTM204',
    wrong:
      'topology T { node n } topology U { node m } faults F { at 1s crash m } scenario S { topology: U faults: F } scenario R { topology: T faults: «F» }',
    says: /'F' is about 'm', and topology 'T' has no such node/,
    right:
      'topology T { node n } topology U { node m } faults F { at 1s crash m } scenario S { topology: U faults: F }',
  },
  {
    code: 'FTM204',
    about: 'a surge of a workload that is not of the scenario',
    wrong:
      'topology T { node n client c store s on n } workload W { from c to s } workload V { from c to s } faults F { at 1s surge V by 2x for 1s } scenario S { workload: W faults: «F» }',
    right:
      'topology T { node n client c store s on n } workload W { from c to s } workload V { from c to s } faults F { at 1s surge V by 2x for 1s } scenario S { workload: W, V faults: F }',
  },
  {
    code: 'FTM205',
    wrong: 'policy A = B { } policy B = «A» { }',
    says: /A = B = A/,
    right: 'policy A = B { } policy B = raft { }',
  },
  { code: 'FTM205', about: 'of itself', wrong: 'policy A = «A» { }', right: 'policy raft = raft { }' },
  {
    code: 'FTM206',
    about: 'backwards',
    wrong: 'topology T { nodes n«[5..1]» }',
    right: 'topology T { nodes n[1..5] }',
  },
  {
    code: 'FTM206',
    about: 'not whole',
    wrong: 'topology T { nodes n«[1..2.5]» }',
    right: 'topology T { nodes n[1..2] }',
  },
  {
    code: 'FTM207',
    wrong: 'topology T { nodes n[1..3] store s on n1, n2, n3, «n1» using raft }',
    right: 'topology T { nodes n[1..3] store s on n[1..3] using raft }',
  },
  {
    code: 'FTM208',
    about: 'unknown property',
    wrong: 'topology T { node n store s on n } scenario S { set s.«polici»: raft }',
    says: /did you mean 'policy'\?/,
    fixed: 'topology T { node n store s on n } scenario S { set s.policy: raft }',
    right: 'topology T { node n store s on n } scenario S { set s.policy: single }',
  },
  {
    code: 'FTM208',
    about: 'no property',
    wrong: 'topology T { node n store s on n } scenario S { set «s»: raft }',
  },
  {
    code: 'FTM209',
    about: 'several handlers',
    wrong:
      'topology T { node n client c service s on n { handle a { } handle b { } } } workload W { from c to «s» } scenario S { workload: W }',
    says: /'s.a', 's.b'/,
    right:
      'topology T { node n client c service s on n { handle a { } handle b { } } } workload W { from c to s.b } workload V { from c to s.a } scenario S { workload: W, V }',
  },
  {
    code: 'FTM209',
    about: 'an unknown one, in a call',
    wrong: 'topology T { node n service s on n { handle first { } } service r on n { handle x { call s.«furst» } } }',
    says: /did you mean 'first'\?/,
    right: 'topology T { node n service s on n { handle first { } } service r on n { handle x { call s } } }',
  },
  {
    code: 'FTM210',
    wrong: 'topology T { nodes n[1..4] store s on n[1..3] using M } policy M = multi-leader { leaders: [n1, «n4»] }',
    right: 'topology T { nodes n[1..4] store s on n[1..3] using M } policy M = multi-leader { leaders: [n1, n3] }',
  },
  {
    code: 'FTM210',
    about: 'that could lie',
    wrong:
      'topology T { nodes n[1..4] client web store s on n[1..3] using raft } workload W { from web to s } scenario S { topology: T workload: W at 1s «byzantine n4 lie» }',
    says: /'n4' holds no replica of a store: it says nothing that could be false/,
    right:
      'topology T { nodes n[1..4] client web store s on n[1..3] using raft } workload W { from web to s } scenario S { topology: T workload: W at 1s byzantine n3 lie }',
  },
  {
    code: 'FTM210',
    about: 'since clients have no disks',
    wrong:
      'topology T { nodes n[1..4] client web store s on n[1..3] using raft } workload W { from web to s } scenario S { topology: T workload: W at 1s «wipe web» }',
    says: /'web' has no disk: clients keep nothing, data lies on nodes/,
    right:
      'topology T { nodes n[1..4] client web store s on n[1..3] using raft } workload W { from web to s } scenario S { topology: T workload: W at 1s wipe n4 }',
  },
  {
    code: 'FTM211',
    wrong: 'topology T { zone a { region «r» { node n } } }',
    right: 'topology T { region r { zone a { node n } } }',
  },
];
