import { checkInside } from './check-parse';

const check = checkInside(
  (text) => text,
  ({ tree }) => tree.declarations,
);

const cases: readonly (readonly [text: string, tree: string])[] = [
  ['import "a/b.ftm"', '[import(path: "a/b.ftm")]'],
  ['policy Raft3 = raft', '[policy(name: Raft3, base: raft)]'],
  [
    'policy Slow = Raft3 { heartbeat: 500ms }',
    '[policy(name: Slow, base: Raft3, body: block(items: [property(key: heartbeat, value: 500ms)]))]',
  ],
  ['/// Doc one.\n/// Doc two.\npolicy P = raft', '[policy(name: P, base: raft, documentation: Doc one.\nDoc two.)]'],
  [
    'workload W { from web, batch to front.checkout  rate: 200/s }',
    '[workload(name: W, items: [route(from: [web, batch], to: front.checkout), property(key: rate, value: 200/s)])]',
  ],
  ['faults F {}', '[faults(name: F)]'],
  [
    'scenario S "A title" { duration: 60s }',
    '[scenario(name: S, title: "A title", items: [property(key: duration, value: 60s)])]',
  ],
  [
    'experiment E { scenario: S  vary orders.policy: [A, B]  set W.rate: 5/s  runs: 100  measure availability, latency p99 of orders }',
    '[experiment(name: E, items: [property(key: scenario, value: S), vary(path: orders.policy, values: list(items: [A, B], bracketed: true)), set(path: W.rate, value: 5/s), property(key: runs, value: 100), measure(metrics: [metric(words: [availability]), metric(words: [latency, p99], subjects: [orders])])])]',
  ],
];

describe('the parser reads declarations', () => {
  for (const [text, tree] of cases) it(text, () => check(text, tree));
});
