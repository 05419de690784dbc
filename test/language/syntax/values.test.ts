import type { DeclarationNode } from '../../../server/src/language/syntax/syntax-tree';
import { checkInside } from './check-parse';

const check = checkInside(
  (text) => `policy P = q { k: ${text} }`,
  ({ tree }) => property(tree.declarations[0]),
);

const cases: readonly (readonly [text: string, tree: string])[] = [
  ['150ms', '150ms'],
  ['99.95%', '99.95%'],
  ['200/s', '200/s'],
  ['5/min', '5/min'],
  ['64KB', '64KB'],
  ['10GB', '10GB'],
  ['100Mbps', '100Mbps'],
  ['5x', '5x'],
  ['3', '3'],
  ['200ppm', '200ppm'],
  ['+5s', '+5s'],
  ['-5s', '-5s'],
  ['0.5', '0.5'],
  ['on', 'switch(on: true)'],
  ['off', 'switch(on: false)'],
  ['raft', 'raft'],
  ['read-index', 'read-index'],
  ['"a b.csv"', '"a b.csv"'],
  ['"say \\"hi\\""', '"say \\"hi\\""'],
  ['150ms..300ms', 'range(low: 150ms, high: 300ms)'],
  ['1..5', 'range(low: 1, high: 5)'],
  ['5 ticks', '5 ticks'],
  ['10000 entries', '10000 entries'],
  ['[a, b, c]', 'list(items: [a, b, c], bracketed: true)'],
  ['[100/s, 1000/s]', 'list(items: [100/s, 1000/s], bracketed: true)'],
  ['[]', 'list(bracketed: true)'],
  ['a, b', 'list(items: [a, b], bracketed: false)'],
  ['n[1..3]', 'name-pattern(name: n, span: (first: 1, last: 3))'],
  ['orders.policy', 'orders.policy'],
  ['constant(5ms)', 'call(name: constant, args: [argument(value: 5ms)])'],
  ['uniform(1ms..2ms)', 'call(name: uniform, args: [argument(value: range(low: 1ms, high: 2ms))])'],
  [
    'normal(mean: 5ms, sd: 1ms)',
    'call(name: normal, args: [argument(name: mean, value: 5ms), argument(name: sd, value: 1ms)])',
  ],
  [
    'mixture(91.22% pareto(scale: 1ms, shape: 2), 8.78% exponential(mean: 1s))',
    'call(name: mixture, args: [argument(value: weighted(weight: 91.22%, value: call(name: pareto, args: [argument(name: scale, value: 1ms), argument(name: shape, value: 2)]))), argument(value: weighted(weight: 8.78%, value: call(name: exponential, args: [argument(name: mean, value: 1s)])))])',
  ],
  ['empirical("latencies.csv")', 'call(name: empirical, args: [argument(value: "latencies.csv")])'],
  ['zipf(100, skew: 0.99)', 'call(name: zipf, args: [argument(value: 100), argument(name: skew, value: 0.99)])'],
  ['cached(60s)', 'call(name: cached, args: [argument(value: 60s)])'],
  [
    'exponential(50ms..1s, jitter: full)',
    'call(name: exponential, args: [argument(value: range(low: 50ms, high: 1s)), argument(name: jitter, value: full)])',
  ],
  ['every 2s', 'periodic(every: 2s)'],
  ['every 5s timeout 1s failures 2', 'periodic(every: 5s, timeout: 1s, failures: 2)'],
  ['every 10s taking 1s', 'periodic(every: 10s, taking: 1s)'],
  [
    'read 70%, write 30%',
    'list(items: [weighted(weight: 70%, value: read), weighted(weight: 30%, value: write)], bracketed: false)',
  ],
  ['[write, read]', 'list(items: [write, read], bracketed: true)'],
  ['backoff(10s..5min)', 'call(name: backoff, args: [argument(value: range(low: 10s, high: 5min))])'],
  [
    'phi(threshold: 8, heartbeat: 1s)',
    'call(name: phi, args: [argument(name: threshold, value: 8), argument(name: heartbeat, value: 1s)])',
  ],
  [
    'lognormal(median: mixture(1% constant(1s)), p99: 4ms)',
    'call(name: lognormal, args: [argument(name: median, value: call(name: mixture, args: [argument(value: weighted(weight: 1%, value: call(name: constant, args: [argument(value: 1s)])))])), argument(name: p99, value: 4ms)])',
  ],
];

describe('the parser reads values', () => {
  for (const [text, tree] of cases) it(text, () => check(text, tree));
});

function property(declaration: DeclarationNode | undefined): unknown {
  const item = declaration?.kind === 'policy' ? declaration.body?.items[0] : undefined;
  return item?.kind === 'property' ? item.value : undefined;
}
