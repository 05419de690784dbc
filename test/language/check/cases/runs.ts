import type { Case } from '../case';

const base = 'topology T { nodes n[1..3] client c store s on n[1..3] using P store e on n1 } policy P = ';
/** A scenario with load, on three nodes. */
const scenario = (items: string, policy = 'raft { }', load = ''): string =>
  `${base}${policy} workload W { from c to s ${load} } scenario S { workload: W ${items} }`;

export const runCases: readonly Case[] = [
  {
    code: 'FTM340',
    wrong: scenario('expect «availablity» >= 99%'),
    says: /did you mean 'availability'\?/,
    fixed: scenario('expect availability >= 99%'),
    right: scenario('expect availability >= 99%'),
  },
  {
    code: 'FTM340',
    about: 'other-name',
    wrong: scenario('expect no «data loss»'),
    says: /did you mean 'lost writes'\?/,
    fixed: scenario('expect no lost writes'),
    right: scenario('expect no lost writes'),
  },
  {
    code: 'FTM340',
    about: 'statistic-alone',
    wrong: scenario('expect «p99» <= 5ms'),
    says: /did you mean 'latency p99'\?/,
    fixed: scenario('expect latency p99 <= 5ms'),
    right: scenario('expect latency p99 <= 5ms'),
  },
  {
    code: 'FTM341',
    about: 'missing',
    wrong: scenario('expect «latency» <= 5ms'),
    fixed: scenario('expect latency p99 <= 5ms'),
    right: scenario('expect latency p99.9 <= 5ms'),
  },
  { code: 'FTM341', about: 'needless', wrong: scenario('expect availability «p99» >= 99%') },
  { code: 'FTM341', about: 'unknown', wrong: scenario('expect latency «p101» <= 5ms') },
  { code: 'FTM341', about: 'no absence', wrong: scenario('expect no «throughput»') },
  {
    code: 'FTM342',
    wrong: scenario('expect no split brain of «c»'),
    says: /not measured of a client; it is of a store/,
    right: scenario('expect no split brain of s'),
  },
  { code: 'FTM342', about: 'of two', wrong: scenario('expect availability of reads of «s» >= 99%') },
  {
    code: 'FTM343',
    wrong: scenario('expect s is «linearisable»'),
    fixed: scenario('expect s is linearizable'),
    right: scenario('expect s is CP'),
  },
  {
    code: 'FTM300',
    about: 'of a bound',
    wrong: scenario('expect outage <= «5%»'),
    right: scenario('expect outage <= 5s'),
  },
  {
    code: 'FTM328',
    about: 'how long a random fault lasts',
    wrong: scenario('randomly crash n1 with mtbf 1h mttr 1min as f set f.for: «1s»'),
    right: scenario('at 1s crash n1 for 2s as f set f.for: 1s'),
  },
  { code: 'FTM328', about: 'a window of a guarantee', wrong: scenario('expect s is CP «during 1s..2s»') },
  {
    code: 'FTM328',
    about: 'the time of a fault that has none',
    wrong: scenario('every 5s crash n1 for 1s as x set x.at: «3s»'),
    right: scenario('at 5s crash n1 for 1s as x set x.at: 3s'),
  },
  {
    code: 'FTM350',
    wrong: `${scenario('')} experiment «E» { scenario: S vary W.retries: [${Array.from({ length: 40 }, (_, at) => at).join(', ')}] vary W.rate: [${Array.from({ length: 40 }, (_, at) => `${String(at + 1)}/s`).join(', ')}] }`,
    says: /1600 combinations/,
  },
  {
    code: 'FTM351',
    wrong: `${scenario('')} experiment E { scenario: S vary W.retries: «3» }`,
    right: `${scenario('')} experiment E { scenario: S vary W.retries: [3, 4] }`,
  },
  { code: 'FTM304', about: 'in vary', wrong: `${scenario('')} experiment E { scenario: S vary W.retries: [3, «-4»] }` },
  {
    code: 'FTM407',
    wrong: scenario('«expect no lost writes»', 'primary-backup { acknowledge: async }'),
    says: /acknowledges before any backup has the write/,
    right: scenario('expect no lost writes', 'primary-backup { acknowledge: 1 }'),
  },
  {
    code: 'FTM407',
    about: 'of leaders that write at once',
    wrong: scenario('«expect no lost writes»', 'multi-leader { leaders: all }'),
    says: /of two concurrent writes/,
    right: scenario('expect no lost writes', 'multi-leader { leaders: n1 }'),
  },
  {
    code: 'FTM408',
    wrong: scenario('at 5s crash leader of s for 5s', 'primary-backup { }', 'timeout: «500ms» retries: 1'),
    says: /give up after 1s, retries included, and 'P' needs 5s/,
    right: scenario('at 5s crash leader of s for 5s', 'primary-backup { }', 'timeout: 2s retries: 3'),
  },
  {
    code: 'FTM421',
    wrong: scenario('duration: 10s «at 20s» crash n1 for 1s'),
    says: /happens at 20s, and scenario 'S' ends at 10s/,
    right: scenario('duration: 10s at 5s crash n1 for 1s'),
  },
  {
    code: 'FTM422',
    wrong: scenario('at 1s crash n1 for 1s «at 5s heal»'),
    right: scenario('at 1s isolate n1 at 5s heal'),
  },
  {
    code: 'FTM423',
    wrong: scenario('at 5s «crash leader of s for 1s»', 'quorum { }'),
    says: /replicates with 'quorum' and has no leader/,
    right: scenario('at 5s crash random 1 of s for 1s', 'quorum { }'),
  },
  {
    code: 'FTM423',
    about: 'no writes',
    wrong: scenario('«when write 5 of s is acknowledged» crash n1 for 1s', 'raft { }', 'operations: read'),
  },
  {
    code: 'FTM423',
    about: 'more than there are',
    wrong: scenario('at 5s «crash random 9 of s for 1s»'),
    says: /has \d nodes, so there are no 9 to hit/,
    right: scenario('at 5s crash random 1 of s for 1s'),
  },
  {
    code: 'FTM207',
    about: 'on two sides',
    wrong: scenario('at 5s «partition n1, n2 | n3, n1 for 1s»'),
    says: /'n1' stands on two sides of this partition/,
    right: scenario('at 5s partition n1, n2 | n3 for 1s'),
  },
  { code: 'FTM424', wrong: scenario('«expect availability >= 0%»'), right: scenario('expect availability > 0%') },
  {
    code: 'FTM425',
    wrong: scenario('«expect e is linearizable»'),
    says: /no workload of this scenario goes to 'e'/,
    right: scenario('expect s is linearizable'),
  },
  { code: 'FTM425', about: 'no load', wrong: `${base}raft { } scenario S { «expect availability >= 99%» }` },
  { code: 'FTM425', about: 'no reads', wrong: scenario('«expect no stale reads»', 'raft { }', 'operations: write') },
  {
    code: 'FTM426',
    wrong: scenario('duration: 10s at 5s pause n1 for «10s»'),
    right: scenario('duration: 10s at 5s pause n1 for 5s'),
  },
  {
    code: 'FTM490',
    wrong: scenario('«// ftm-ignore FTM424»\n «expect availability >= 0%»'),
    codes: ['FTM490', 'FTM424'],
    right: scenario('// ftm-ignore FTM424: shown in the lecture\n expect availability >= 0%'),
  },
  {
    code: 'FTM491',
    wrong: scenario('«// ftm-ignore FTM424: not needed any more»\n expect availability >= 1%'),
    right: scenario('\nexpect availability >= 0% // ftm-ignore FTM424: on its own line\n'),
  },
];
