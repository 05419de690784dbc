import assert from 'node:assert/strict';
import { judgeModel } from '../property/judge-model';

interface Case {
  readonly policy: string;
  readonly nodes?: number;
  readonly store?: string;
  readonly operations?: string;
  readonly faults: string;
  readonly is: 'within' | 'beyond';
  readonly because?: RegExp;
}

function claimOfCase({ policy, nodes = 3, store = '', operations = 'read 50%, write 50%', ...rest }: Case) {
  const places = Array.from({ length: nodes }, (_, at) => `zone z${at + 1} { node n${at + 1}  client c${at + 1} }`);
  const verdict = judgeModel(`topology T { ${places.join('  ')}
    store s on n[1..${nodes}] using P { ${store} } }
  policy P = ${policy}
  workload W { from ${nodes === 1 ? 'c1' : 'c1, c2'} to s  rate: 40/s  operations: ${operations}  keys: uniform(3)  timeout: 500ms }
  scenario S { workload: W  duration: 12s
    ${rest.faults}
    expect availability >= 0% }`);
  return verdict.stores[0]?.claim;
}

it('what a majority of its own region answers survives the loss of the other region', () => {
  const { stores } = judgeModel(`topology T {
      region east { nodes e[1..3] client ce }
      region west { nodes w[1..3] client cw }
      store s on e[1..3], w[1..3] using P }
    policy P = quorum { read: local-majority  write: local-majority }
    workload W { from ce, cw to s  rate: 40/s }
    scenario S { workload: W  duration: 12s  at 3s partition region east | region west for 5s  expect availability = 100% }`);
  const claim = stores[0]?.claim;
  assert.equal(claim?.kind, 'within', claim?.because);
  assert.match(
    claim.because,
    /at most 3 of 6.*with 4 out it answers every client that reaches a majority of the replicas in its region/,
  );
});

function check(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const each of cases)
      it(`${each.policy}${each.store === undefined ? '' : ` { ${each.store} }`}: ${each.faults}: ${each.is}`, () => {
        const claim = claimOfCase(each);
        assert.equal(claim?.kind, each.is, claim?.because);
        if (each.because !== undefined) assert.match(claim.because, each.because);
      });
  });
}

const PAXOS = 'multi-paxos { lease: 1s  heartbeat: 100ms }';
const SYNCED = 'zab { tick: 200ms  sync-limit: 3 ticks  reads: sync }';
const CHAIN = 'chain { heartbeat: 200ms  timeout: 1s }';
const BACKUP = 'primary-backup { acknowledge: all  heartbeat: 200ms  timeout: 1s }';
const UNFENCED = 'primary-backup { acknowledge: all  fencing: off  heartbeat: 200ms  timeout: 1s }';
const ATOMIC = 'quorum { read: 2  write: 2  write-back: on }';
const CODED = 'erasure { data: 3  parity: 2  repair-delay: 1min }';

const SLOW_CLOCK = 'at 3s drift n1 by -100000ppm';
const SKEWED = 'at 3s skew n1 by -5s for 5s';
const ONE_RATE = /it counts on clocks that run at one rate/;
const AGREE = /it counts on clocks that agree/;

describe('what a store claims to survive', function () {
  this.timeout(60_000);

  check('clocks that run at different rates', [
    { policy: 'raft', faults: SLOW_CLOCK, is: 'within' },
    { policy: 'raft { reads: lease }', faults: 'at 3s drift n1 by 100ppm', is: 'beyond', because: ONE_RATE },
    { policy: PAXOS, faults: SLOW_CLOCK, is: 'beyond', because: ONE_RATE },
    { policy: PAXOS, faults: 'at 3s drift n1 by -40000ppm', is: 'within' },
    {
      policy: PAXOS,
      faults: 'at 3s drift n1 by -40000ppm for 5s\nat 4s drift n2 by 40000ppm',
      is: 'beyond',
      because: /n2 by 40000ppm" at 4 s; it counts on clocks that run at one rate, within five percent/,
    },
    { policy: PAXOS, faults: 'at 3s drift n1 by -40000ppm for 2s\nat 6s drift n2 by 40000ppm', is: 'within' },
    // Of clocks that are all slow alike none is.
    { policy: PAXOS, faults: 'at 3s drift all of s by -100000ppm', is: 'within' },
    { policy: SYNCED, faults: SLOW_CLOCK, is: 'beyond', because: ONE_RATE },
    { policy: 'zab { tick: 200ms  reads: local }', faults: SLOW_CLOCK, is: 'within' },
    { policy: CHAIN, faults: SLOW_CLOCK, is: 'beyond', because: /one rate, within one percent/ },
    { policy: CHAIN, faults: 'at 3s drift n1 by -5000ppm', is: 'within' },
    { policy: BACKUP, faults: SLOW_CLOCK, is: 'beyond', because: ONE_RATE },
    { policy: 'primary-backup { acknowledge: all  reads: any }', faults: SLOW_CLOCK, is: 'within' },
    { policy: 'isr-log { acks: all  min-isr: 2 }', faults: SLOW_CLOCK, is: 'within' },
    { policy: ATOMIC, faults: SLOW_CLOCK, is: 'within' },
    { policy: 'quorum', faults: SLOW_CLOCK, is: 'beyond', because: AGREE },
  ]);

  check('clocks that were set', [
    { policy: 'raft { reads: lease }', faults: SKEWED, is: 'within' },
    { policy: PAXOS, faults: SKEWED, is: 'within' },
    { policy: SYNCED, faults: SKEWED, is: 'within' },
    { policy: CHAIN, faults: SKEWED, is: 'within' },
    { policy: ATOMIC, faults: SKEWED, is: 'within' },
    { policy: 'quorum', faults: SKEWED, is: 'beyond', because: AGREE },
    { policy: 'quorum { conflict: siblings }', faults: SKEWED, is: 'within' },
    // Whoever coordinates a write stamps it.
    { policy: 'quorum { coordinator: client }', faults: SKEWED, is: 'within' },
    { policy: 'quorum { coordinator: client }', faults: 'at 3s skew c1 by -5s', is: 'beyond', because: AGREE },
    // A register that is merged is the one with the last write.
    { policy: 'quorum { conflict: merge }', faults: SKEWED, is: 'beyond', because: AGREE },
    { policy: 'multi-leader', faults: SKEWED, is: 'beyond', because: AGREE },
    { policy: 'multi-leader', store: 'data: set', operations: 'add 100%', faults: SKEWED, is: 'within' },
    { policy: 'gossip', store: 'data: counter', operations: 'increment 100%', faults: SKEWED, is: 'beyond' },
  ]);

  const ONE_AFTER_ANOTHER = 'at 3s crash n1 for 100ms\nat 6s crash n2 for 100ms';
  const BATCH = 'storage { log: batch(1s) }';
  const UNFLUSHED = /what a process had not flushed goes with it/;
  check('what was not flushed', [
    ...['raft', PAXOS, SYNCED, CHAIN, BACKUP, ATOMIC, 'multi-leader'].flatMap((policy): Case[] => [
      { policy, faults: ONE_AFTER_ANOTHER, is: 'within' },
      { policy, store: BATCH, faults: ONE_AFTER_ANOTHER, is: 'beyond', because: UNFLUSHED },
      { policy, store: 'storage { log: off }', faults: ONE_AFTER_ANOTHER, is: 'beyond', because: /in memory only/ },
      { policy, store: BATCH, faults: 'at 3s isolate n1 for 1s', is: 'within' },
    ]),
    { policy: 'single', nodes: 1, store: BATCH, faults: 'at 3s crash n1 for 1s', is: 'beyond', because: UNFLUSHED },
    { policy: 'gossip', store: BATCH, faults: ONE_AFTER_ANOTHER, is: 'within' },
    { policy: 'voting', store: BATCH, faults: 'at 3s crash n1 for 100ms\nat 9s crash n2 for 100ms', is: 'within' },
    { policy: CODED, nodes: 5, store: BATCH, faults: ONE_AFTER_ANOTHER, is: 'beyond', because: UNFLUSHED },
    // Who has flushed nothing yet starts as it did the first time.
    {
      policy: 'isr-log { acks: all  min-isr: 2 }',
      store: 'storage { log: batch(5s) }',
      faults: 'at 4s crash leader of s for 100ms',
      is: 'beyond',
      because: UNFLUSHED,
    },
    // A broker that starts again is in sync no more; the next may follow when it has caught up.
    {
      policy: 'isr-log { acks: all  min-isr: 2  replica-lag: 1s  session-timeout: 1s }',
      store: BATCH,
      faults: ONE_AFTER_ANOTHER,
      is: 'within',
    },
    {
      policy: 'isr-log { acks: all  min-isr: 2  replica-lag: 2s  session-timeout: 2s }',
      store: BATCH,
      faults: ONE_AFTER_ANOTHER,
      is: 'beyond',
      because: /2 of 3 replicas were out at once, or had lost what it held, from 6 s/,
    },
  ]);

  check('members that have been removed', [
    {
      policy: 'raft',
      nodes: 5,
      faults: 'at 2s remove n3 from s\nat 3s remove n4 from s\nat 4s remove n5 from s\nat 8s crash n1 for 3s',
      is: 'beyond',
      because: /1 of 2 replicas was out at once from 8 s \(n1\); it stays linearizable and answers only with all/,
    },
    {
      policy: PAXOS,
      nodes: 5,
      faults: 'at 2s remove n4 from s\nat 4s remove n5 from s\nat 8s crash n1 for 3s',
      is: 'within',
      because: /at most 1 of 3 replicas was out at once; with 1 out/,
    },
    { policy: SYNCED, nodes: 4, faults: 'at 2s remove n4 from s\nat 8s crash n2 for 1s', is: 'within' },
    {
      policy: SYNCED,
      nodes: 4,
      faults: 'at 2s remove n4 from s\nat 4s remove n3 from s\nat 8s crash n2 for 1s',
      is: 'beyond',
    },
  ]);

  const BETWEEN = 'between n1, n2, n3 and n1, n2, n3';
  check('links and stalls that separate as a partition does', [
    {
      policy: 'raft',
      faults: 'at 3s drop 100% of s for 5s',
      is: 'beyond',
      because: /2 of 3/,
    },
    { policy: 'raft', faults: `at 3s drop 100% ${BETWEEN} for 5s`, is: 'beyond', because: /2 of 3/ },
    { policy: 'raft', faults: `at 3s drop 10% ${BETWEEN} for 5s`, is: 'within', because: /none of its 3/ },
    { policy: 'raft', faults: `at 3s drop 30% ${BETWEEN} for 5s\nat 4s drop 30% ${BETWEEN} for 5s`, is: 'beyond' },
    { policy: 'raft', faults: 'at 3s drop 100% of n1 for 5s', is: 'within', because: /at most 1 of 3/ },
    { policy: 'raft', faults: `at 3s delay ${BETWEEN} by 1s for 5s`, is: 'beyond', because: /2 of 3/ },
    { policy: 'raft', faults: `at 3s delay ${BETWEEN} by 5ms for 5s`, is: 'within', because: /none of its 3/ },
    { policy: 'raft', faults: `at 3s corrupt 90% ${BETWEEN} for 5s`, is: 'beyond', because: /2 of 3/ },
    { policy: 'raft', faults: 'at 3s slow all of s by 10000x for 5s', is: 'beyond', because: /3 of 3/ },
    { policy: 'raft', faults: 'at 3s slow all of s by 2x for 5s', is: 'within', because: /none of its 3/ },
    { policy: 'raft', faults: 'at 3s slow disk of all of s by 10000x for 5s', is: 'beyond', because: /3 of 3/ },
    { policy: 'raft', faults: 'at 3s cut n1 -> n2 for 5s', is: 'within', because: /at most 1 of 3/ },
    { policy: 'raft', faults: 'at 3s cut n1, n2 -> n3 for 5s', is: 'within', because: /at most 1 of 3/ },
    { policy: 'raft', faults: 'at 3s cut n3 -> n1, n2 for 5s', is: 'within', because: /at most 1 of 3/ },
    {
      policy: 'raft',
      faults: 'at 3s cut n1, n2 -> n3 for 5s\nat 3s cut n2 -> n1 for 5s\nat 3s cut n3 -> n1, n2 for 5s',
      is: 'beyond',
      because: /2 of 3 replicas were out at once from 3 s/,
    },
    { policy: 'raft', nodes: 5, faults: 'at 3s cut n1, n2, n3 -> n4, n5 for 5s', is: 'within', because: /2 of 5/ },
    { policy: CHAIN, faults: 'at 3s cut n1 -> n2 for 5s', is: 'beyond', because: /a chain stalls where only some/ },
    { policy: CHAIN, faults: 'at 3s drop 100% of n2 for 5s', is: 'within', because: /at most 1 of 3/ },
    { policy: UNFENCED, faults: 'at 3s drop 100% of n1 for 5s', is: 'beyond', because: /without fencing/ },
    { policy: UNFENCED, faults: 'at 3s pause n1 for 5s', is: 'beyond', because: /without fencing/ },
    { policy: UNFENCED, faults: 'at 3s pause n1 for 500ms', is: 'within' },
    { policy: UNFENCED, faults: 'at 3s crash n1 for 5s', is: 'within' },
  ]);

  check('clients that are on the wrong side', [
    {
      policy: 'quorum { read: 2  write: 2 }',
      faults: 'at 3s partition zone z1 | zone z2, zone z3 for 5s',
      is: 'within',
      because: /with 1 out it answers every client that reaches 2 of its replicas/,
    },
    {
      policy: 'quorum { read: 1  write: 3 }',
      faults: 'at 3s crash n1',
      is: 'beyond',
      because: /every client only with all/,
    },
  ]);

  const PBFT = { policy: 'pbft { checkpoint-every: 1000 }', nodes: 4 };
  const PBFT_OFTEN = { policy: 'pbft { checkpoint-every: 10 }', nodes: 4 };
  const NO_CHECKSUMS = 'storage { checksums: off }';
  check('replicas that are wrong in any way', [
    { ...PBFT, faults: 'at 3s byzantine n2 lie for 5s', is: 'within' },
    { ...PBFT, faults: 'at 3s wipe n2', is: 'within', because: /at most 1 of 4 replicas was out at once, or had lost/ },
    { ...PBFT, faults: 'at 3s wipe n2, n3', is: 'beyond', because: /2 of 4/ },
    { ...PBFT, faults: 'at 3s lose fsync of n2\nat 4s crash n2 for 1s', is: 'within' },
    { ...PBFT, faults: 'at 3s lose fsync of n2\nat 4s crash n3 for 1s', is: 'beyond', because: /2 of 4/ },
    { ...PBFT, faults: 'at 3s corrupt disk of n2 100%', is: 'within' },
    { ...PBFT, store: NO_CHECKSUMS, faults: 'at 3s corrupt disk of n2 100%', is: 'within' },
    { ...PBFT, store: NO_CHECKSUMS, faults: 'at 3s corrupt 50% of n1 for 3s', is: 'within' },
    { ...PBFT, store: 'storage { log: off }', faults: 'at 3s crash n2 for 1s', is: 'within' },
    { ...PBFT, store: 'storage { log: off }', faults: 'at 3s crash n2, n3 for 1s', is: 'beyond' },
    // What one has forgotten matters no more when two checkpoints have been taken.
    { ...PBFT, faults: 'at 3s wipe n2\nat 8s wipe n3', is: 'beyond', because: /2 of 4/ },
    { ...PBFT_OFTEN, faults: 'at 3s wipe n2\nat 8s wipe n3', is: 'within', because: /at most 1 of 4/ },
    { policy: 'voting', store: NO_CHECKSUMS, faults: 'at 3s corrupt disk of n1 100%', is: 'within' },
    { policy: 'voting', store: NO_CHECKSUMS, faults: 'at 3s corrupt disk of n1, n2 100%', is: 'beyond' },
    { policy: 'voting', faults: 'at 3s wipe n1\nat 3500ms crash n2 for 1s', is: 'beyond', because: /2 of 3/ },
    { policy: 'voting', faults: 'at 3s wipe n1\nat 9s wipe n2', is: 'within' },
    {
      policy: 'voting { require: first }',
      store: NO_CHECKSUMS,
      faults: 'at 3s corrupt disk of n1 100%',
      is: 'beyond',
      because: /damaged data for true/,
    },
    { policy: 'raft', store: NO_CHECKSUMS, faults: 'at 3s corrupt disk of n1 100%', is: 'beyond' },
    { policy: 'raft', faults: 'at 3s lose fsync of n1', is: 'beyond', because: /keep what they say/ },
    { policy: 'raft', faults: 'at 3s wipe n1', is: 'beyond', because: /what its disks have kept/ },
  ]);

  check('fragments', [
    { policy: CODED, nodes: 5, faults: 'at 3s wipe n1, n2', is: 'within' },
    { policy: CODED, nodes: 5, faults: 'at 3s wipe n1\nat 4s wipe n2\nat 5s wipe n3', is: 'beyond' },
    {
      policy: CODED,
      nodes: 5,
      faults: 'at 3s corrupt disk of n1, n2, n3 100%',
      is: 'beyond',
      because: /loss of 2 disks/,
    },
    { policy: CODED, nodes: 5, faults: 'at 3s wipe n1, n2\nat 5s crash n3', is: 'beyond', because: /loss of 2 disks/ },
    {
      policy: CODED,
      nodes: 5,
      faults: 'at 3s crash n1 for 1s\nat 6s wipe n2, n3',
      is: 'beyond',
      because: /n2, n3, n1 held was gone, or not all that was written/,
    },
    // Of those that were out one after the other a write missed one.
    { policy: CODED, nodes: 5, faults: 'at 2s crash n1 for 1s\nat 4s crash n2 for 1s\nat 6s wipe n3', is: 'within' },
  ]);
});
