import { checkInside } from './check-parse';

const check = checkInside(
  (text) => `topology T { ${text} }`,
  ({ tree }) => (tree.declarations[0]?.kind === 'topology' ? tree.declarations[0].items : undefined),
);

const cases: readonly (readonly [text: string, tree: string])[] = [
  ['node n1', '[nodes(names: [n1])]'],
  ['nodes edge[1..2], n9', '[nodes(names: [name-pattern(name: edge, span: (first: 1, last: 2)), n9])]'],
  ['node n1 { mtbf: 3y }', '[nodes(names: [n1], body: block(items: [property(key: mtbf, value: 3y)]))]'],
  ['client web', '[clients(names: [web])]'],
  ['zone a { node n1  node n2 }', '[domain(level: zone, name: a, items: [nodes(names: [n1]), nodes(names: [n2])])]'],
  [
    'region eu { datacenter d { zone a { rack r { host h { node n } } } } }',
    '[domain(level: region, name: eu, items: [domain(level: datacenter, name: d, items: [domain(level: zone, name: a, items: [domain(level: rack, name: r, items: [domain(level: host, name: h, items: [nodes(names: [n])])])])])])]',
  ],
  ['mtbf: 3y', '[property(key: mtbf, value: 3y)]'],
  [
    'group feed-1 = n1, n2, zone b { mtbf: 3y }',
    '[group(name: feed-1, members: [endpoint(name: n1), endpoint(name: n2), endpoint(level: zone, name: b)], body: block(items: [property(key: mtbf, value: 3y)]))]',
  ],
  [
    'group g = n[1..3]',
    '[group(name: g, members: [endpoint(name: name-pattern(name: n, span: (first: 1, last: 3)))])]',
  ],
  [
    'link everywhere { loss: 1% }',
    '[link(scope: link-everywhere(), body: block(items: [property(key: loss, value: 1%)]))]',
  ],
  ['link within zone', '[link(scope: link-within(level: zone))]'],
  [
    'link between zones { latency: 1ms }',
    '[link(scope: link-between(level: zones), body: block(items: [property(key: latency, value: 1ms)]))]',
  ],
  [
    'link n1 -> n3 { latency: 9ms }',
    '[link(scope: link-pair(from: endpoint(name: n1), to: endpoint(name: n3), bothWays: false), body: block(items: [property(key: latency, value: 9ms)]))]',
  ],
  ['link n1->n3', '[link(scope: link-pair(from: endpoint(name: n1), to: endpoint(name: n3), bothWays: false))]'],
  [
    'link zone a <-> zone b',
    '[link(scope: link-pair(from: endpoint(level: zone, name: a), to: endpoint(level: zone, name: b), bothWays: true))]',
  ],
  [
    'link within -> everywhere',
    '[link(scope: link-pair(from: endpoint(name: within), to: endpoint(name: everywhere), bothWays: false))]',
  ],
  ['store orders on n1, n2 using Raft3', '[store(name: orders, on: [n1, n2], policy: Raft3)]'],
  [
    'store s on n[1..3] { data: log  storage { log: off } }',
    '[store(name: s, on: [name-pattern(name: n, span: (first: 1, last: 3))], body: block(items: [property(key: data, value: log), section(name: storage, body: block(items: [property(key: log, value: switch(on: false))]))]))]',
  ],
  [
    'service api on app1 { workers: 32 handle pay { read orders call a.b { timeout: 1s } } health { liveness: every 10s } }',
    '[service(name: api, on: [app1], body: service-body(items: [property(key: workers, value: 32), handler(name: pay, steps: [step(operation: read, target: orders), step(operation: call, target: a.b, body: block(items: [property(key: timeout, value: 1s)]))]), section(name: health, body: block(items: [property(key: liveness, value: periodic(every: 10s))]))]))]',
  ],
  [
    'balancer front on e1, e2 to api { strategy: random }',
    '[balancer(name: front, on: [e1, e2], to: [api], body: block(items: [property(key: strategy, value: random)]))]',
  ],
  [
    'job enrich on w[1..4] { input: 1000/s }',
    '[job(name: enrich, on: [name-pattern(name: w, span: (first: 1, last: 4))], body: block(items: [property(key: input, value: 1000/s)]))]',
  ],
];

describe('the parser reads topologies', () => {
  for (const [text, tree] of cases) it(text, () => check(text, tree));
});
