import { checkInside } from './check-parse';

const check = checkInside(
  (text) => `scenario S { ${text} }`,
  ({ tree }) => (tree.declarations[0]?.kind === 'scenario' ? tree.declarations[0].items : undefined),
);

const cases: readonly (readonly [text: string, tree: string])[] = [
  [
    'expect availability >= 99%',
    '[bound-expectation(metric: metric(words: [availability]), comparison: comparison(operator: >=), bound: 99%)]',
  ],
  [
    'expect availability of web during 5s..10s >= 99% in 95% of runs',
    '[bound-expectation(metric: metric(words: [availability], subjects: [web]), comparison: comparison(operator: >=), bound: 99%, during: window(time: range(low: 5s, high: 10s)), share: 95%)]',
  ],
  [
    'expect availability of reads of orders > 1%',
    '[bound-expectation(metric: metric(words: [availability], subjects: [reads, orders]), comparison: comparison(operator: >), bound: 1%)]',
  ],
  [
    'expect availability of front.checkout during first = 100%',
    '[bound-expectation(metric: metric(words: [availability], subjects: [front.checkout]), comparison: comparison(operator: =), bound: 100%, during: window(fault: first))]',
  ],
  [
    'expect latency p99.9 < 100ms',
    '[bound-expectation(metric: metric(words: [latency, p99.9]), comparison: comparison(operator: <), bound: 100ms)]',
  ],
  [
    'expect messages per operation <= 10',
    '[bound-expectation(metric: metric(words: [messages, per, operation]), comparison: comparison(operator: <=), bound: 10)]',
  ],
  [
    'expect steady-state availability >= 99.95%',
    '[bound-expectation(metric: metric(words: [steady-state, availability]), comparison: comparison(operator: >=), bound: 99.95%)]',
  ],
  ['expect no lost writes', '[absence-expectation(metric: metric(words: [lost, writes]))]'],
  [
    'expect no split brain of orders during first',
    '[absence-expectation(metric: metric(words: [split, brain], subjects: [orders]), during: window(fault: first))]',
  ],
  ['expect orders is linearizable', '[guarantee-expectation(subject: orders, guarantee: linearizable)]'],
  ['expect orders is CP in 95% of runs', '[guarantee-expectation(subject: orders, guarantee: CP, share: 95%)]'],
  [
    'expect orders is read-your-writes expect no duplicates',
    '[guarantee-expectation(subject: orders, guarantee: read-your-writes), absence-expectation(metric: metric(words: [duplicates]))]',
  ],
  [
    'topology: A  workload: B  faults: C, D',
    '[property(key: topology, value: A), property(key: workload, value: B), property(key: faults, value: list(items: [C, D], bracketed: false))]',
  ],
  [
    'at 40s pause n2 for 2s',
    '[fault(trigger: at-trigger(time: 40s), action: pause(targets: [named-target(name: n2)], verb: pause, duration: 2s))]',
  ],
  ['set orders.policy: AsyncPair', '[set(path: orders.policy, value: AsyncPair)]'],
  ['set Zone.first.at: 20s', '[set(path: Zone.first.at, value: 20s)]'],
];

describe('the parser reads what stands in a scenario', () => {
  for (const [text, tree] of cases) it(text, () => check(text, tree));
});
