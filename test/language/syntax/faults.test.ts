import { checkInside } from './check-parse';

const check = checkInside(
  (text) => `faults F { ${text} }`,
  ({ tree }) => (tree.declarations[0]?.kind === 'faults' ? tree.declarations[0].entries[0] : undefined),
);

const cases: readonly (readonly [text: string, tree: string])[] = [
  ['at 5s heal', 'fault(trigger: at-trigger(time: 5s), action: heal(verb: heal))'],
  ['at 1s..5s heal', 'fault(trigger: at-trigger(time: range(low: 1s, high: 5s)), action: heal(verb: heal))'],
  ['every 30s heal', 'fault(trigger: every-trigger(period: 30s), action: heal(verb: heal))'],
  [
    'every 30s +- 10s from 10s to 60s heal',
    'fault(trigger: every-trigger(period: 30s, jitter: 10s, from: 10s, to: 60s), action: heal(verb: heal))',
  ],
  [
    'when leader of orders changes after 2s heal',
    'fault(trigger: leader-trigger(store: orders, after: 2s), action: heal(verb: heal))',
  ],
  [
    'when write 100 of orders is acknowledged heal',
    'fault(trigger: write-trigger(count: 100, store: orders), action: heal(verb: heal))',
  ],
  [
    'randomly crash n1 with mtbf 1h mttr 5min',
    'fault(trigger: random-trigger(mtbf: 1h, mttr: 5min), action: crash(targets: [named-target(name: n1)], verb: crash))',
  ],
  [
    'at 5s heal with probability 50% as first',
    'fault(trigger: at-trigger(time: 5s), action: heal(verb: heal), probability: 50%, alias: first)',
  ],
  [
    'at 5s crash n1, zone a, group g for 10s',
    'fault(trigger: at-trigger(time: 5s), action: crash(targets: [named-target(name: n1), named-target(level: zone, name: a), named-target(level: group, name: g)], verb: crash, duration: 10s))',
  ],
  [
    'at 5s crash leader of orders',
    'fault(trigger: at-trigger(time: 5s), action: crash(targets: [role-target(role: leader, of: named-target(name: orders))], verb: crash))',
  ],
  [
    'at 5s restart followers of orders',
    'fault(trigger: at-trigger(time: 5s), action: restart(targets: [role-target(role: followers, of: named-target(name: orders))], verb: restart))',
  ],
  [
    'at 5s wipe random 2 of orders',
    'fault(trigger: at-trigger(time: 5s), action: wipe(targets: [random-target(count: 2, of: named-target(name: orders))], verb: wipe))',
  ],
  [
    'at 5s pause all of orders for 1s',
    'fault(trigger: at-trigger(time: 5s), action: pause(targets: [role-target(role: all, of: named-target(name: orders))], verb: pause, duration: 1s))',
  ],
  [
    'at 5s slow n1 by 10x for 5s',
    'fault(trigger: at-trigger(time: 5s), action: slow(targets: [named-target(name: n1)], by: 10x, verb: slow, duration: 5s))',
  ],
  [
    'at 5s slow disk of n1 by 10x',
    'fault(trigger: at-trigger(time: 5s), action: slow-disk(targets: [named-target(name: n1)], by: 10x, verb: slow))',
  ],
  [
    'at 5s slow disk by 10x',
    'fault(trigger: at-trigger(time: 5s), action: slow(targets: [named-target(name: disk)], by: 10x, verb: slow))',
  ],
  [
    'at 5s delay from a to b by 50ms',
    'fault(trigger: at-trigger(time: 5s), action: delay(links: links-from-to(from: [named-target(name: a)], to: [named-target(name: b)]), by: 50ms, verb: delay))',
  ],
  [
    'at 5s delay between zone a and zone b by 50ms for 5s',
    'fault(trigger: at-trigger(time: 5s), action: delay(links: links-between(left: [named-target(level: zone, name: a)], right: [named-target(level: zone, name: b)]), by: 50ms, verb: delay, duration: 5s))',
  ],
  [
    'at 5s reorder everywhere within 10ms',
    'fault(trigger: at-trigger(time: 5s), action: reorder(links: links-everywhere(), by: 10ms, verb: reorder))',
  ],
  [
    'at 5s skew n1 by +5s',
    'fault(trigger: at-trigger(time: 5s), action: skew(targets: [named-target(name: n1)], by: +5s, verb: skew))',
  ],
  [
    'at 5s drift n1 by 200ppm',
    'fault(trigger: at-trigger(time: 5s), action: drift(targets: [named-target(name: n1)], by: 200ppm, verb: drift))',
  ],
  [
    'at 5s drop 20% of n1 for 5s',
    'fault(trigger: at-trigger(time: 5s), action: drop(share: 20%, links: links-of(targets: [named-target(name: n1)]), verb: drop, duration: 5s))',
  ],
  [
    'at 5s duplicate 5% from a, b to c',
    'fault(trigger: at-trigger(time: 5s), action: duplicate(share: 5%, links: links-from-to(from: [named-target(name: a), named-target(name: b)], to: [named-target(name: c)]), verb: duplicate))',
  ],
  [
    'at 5s partition a | b, c | zone d for 5s',
    'fault(trigger: at-trigger(time: 5s), action: partition(groups: [[named-target(name: a)], [named-target(name: b), named-target(name: c)], [named-target(level: zone, name: d)]], verb: partition, duration: 5s))',
  ],
  [
    'at 5s isolate n1',
    'fault(trigger: at-trigger(time: 5s), action: isolate(targets: [named-target(name: n1)], verb: isolate))',
  ],
  [
    'at 5s cut a -> b for 5s',
    'fault(trigger: at-trigger(time: 5s), action: cut(from: [named-target(name: a)], to: [named-target(name: b)], verb: cut, duration: 5s))',
  ],
  [
    'at 5s corrupt 1% everywhere',
    'fault(trigger: at-trigger(time: 5s), action: corrupt(share: 1%, links: links-everywhere(), verb: corrupt))',
  ],
  [
    'at 5s corrupt disk of n1 5%',
    'fault(trigger: at-trigger(time: 5s), action: corrupt-disk(targets: [named-target(name: n1)], share: 5%, verb: corrupt))',
  ],
  [
    'at 5s corrupt disk of n1',
    'fault(trigger: at-trigger(time: 5s), action: corrupt-disk(targets: [named-target(name: n1)], verb: corrupt))',
  ],
  [
    'at 5s fill disk of n1 for 5s',
    'fault(trigger: at-trigger(time: 5s), action: fill-disk(targets: [named-target(name: n1)], verb: fill, duration: 5s))',
  ],
  [
    'at 5s lose fsync of n1',
    'fault(trigger: at-trigger(time: 5s), action: lose-fsync(targets: [named-target(name: n1)], verb: lose))',
  ],
  [
    'at 5s byzantine n1 equivocate for 5s',
    'fault(trigger: at-trigger(time: 5s), action: byzantine(targets: [named-target(name: n1)], behaviour: equivocate, verb: byzantine, duration: 5s))',
  ],
  [
    'at 5s bug in api failing 30% for 5s',
    'fault(trigger: at-trigger(time: 5s), action: bug(service: api, failing: 30%, verb: bug, duration: 5s))',
  ],
  [
    'at 5s leak in api crashing after 5min',
    'fault(trigger: at-trigger(time: 5s), action: leak(service: api, crashingAfter: 5min, verb: leak))',
  ],
  [
    'at 5s deploy api { errors: 30%  batch: 1 }',
    'fault(trigger: at-trigger(time: 5s), action: deploy(component: api, body: block(items: [property(key: errors, value: 30%), property(key: batch, value: 1)]), verb: deploy))',
  ],
  [
    'at 5s reconfigure orders { write: 1 }',
    'fault(trigger: at-trigger(time: 5s), action: reconfigure(component: orders, body: block(items: [property(key: write, value: 1)]), verb: reconfigure))',
  ],
  [
    'at 5s remove n1 from orders',
    'fault(trigger: at-trigger(time: 5s), action: remove(targets: [named-target(name: n1)], store: orders, verb: remove))',
  ],
  [
    'at 5s add n1 to orders',
    'fault(trigger: at-trigger(time: 5s), action: add(targets: [named-target(name: n1)], store: orders, verb: add))',
  ],
  [
    'at 5s promote n1 in orders',
    'fault(trigger: at-trigger(time: 5s), action: promote(targets: [named-target(name: n1)], store: orders, verb: promote))',
  ],
  [
    'at 5s surge Shopping by 5x for 10s',
    'fault(trigger: at-trigger(time: 5s), action: surge(workload: Shopping, by: 5x, verb: surge, duration: 10s))',
  ],
];

describe('the parser reads faults', () => {
  for (const [text, tree] of cases) it(text, () => check(text, tree));
});
