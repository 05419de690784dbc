import { strict as assert } from 'node:assert';
import type { Finding } from '../../../server/src/analysis';
import { EventKind } from '../../../server/src/simulation';
import { projectRun } from '../../../server/src/report/project-run';
import { explained, FIVE, PAIR, scenario, type Explained } from './explained';

function finding<K extends Finding['kind']>({ explanations }: Explained, kind: K): Extract<Finding, { kind: K }> {
  const found = explanations[0]?.findings.find((each): each is Extract<Finding, { kind: K }> => each.kind === kind);
  assert.ok(found !== undefined, `${kind} in ${JSON.stringify(explanations[0]?.findings)}`);
  return found;
}

const namesOf = ({ scenario: { places } }: Explained, ids: readonly number[]): string[] =>
  ids.map((place) => places[place]?.name ?? '?');

const kindsOf = ({ explanations }: Explained): string[] => (explanations[0]?.findings ?? []).map(({ kind }) => kind);

describe('the last copy of a write that is lost', () => {
  it('is that of the replica that alone had it, and the fault that took it', () => {
    const result = explained(
      `topology T { node n1  client web  store s on n1 using P { storage { log: batch  flush: 5s } } }
       policy P = single
       workload W { from web to s  rate: 20/s  operations: write 100%  keys: uniform(3)  timeout: 1s }
       ${scenario('at 8s crash n1 for 1s as power  expect no lost writes', 'T', 'W')}`.replace(
        'log: batch  flush: 5s',
        'log: batch(5s)',
      ),
    );
    const { copies, occurrence, operation } = finding(result, 'last copy');
    assert.deepEqual(
      namesOf(
        result,
        copies.map(({ place }) => place),
      ),
      ['n1'],
    );
    assert.equal(result.run.trace.kind[copies[0]?.event ?? -1], EventKind.Crash);
    assert.equal(result.scenario.faults[result.run.occurrences[occurrence]?.fault ?? -1]?.name, 'power');
    assert.ok(result.verdict.lostOperations.includes(operation));
  });

  it('is that of a primary that was cut off, and is dropped when it follows another', () => {
    const result = explained(
      PAIR + scenario('at 5s partition zone a | zone b for 8s  expect no lost writes', 'Pair', 'Transfers'),
    );
    const { copies, occurrence } = finding(result, 'last copy');
    assert.deepEqual(
      namesOf(
        result,
        copies.map(({ place }) => place),
      ),
      ['n1'],
    );
    const { event, place } = copies.at(-1) ?? assert.fail();
    assert.equal(result.run.trace.kind[event], EventKind.Truncate);
    assert.equal(result.run.trace.place[event], place);
    assert.equal(occurrence, -1);
  });

  it('is the one that went last where several had it', () => {
    const result = explained(
      `topology T { nodes n[1..2]  client web  store s on n1, n2 using P { storage { log: off } } }
       policy P = primary-backup { acknowledge: 1  failover: off }
       workload W { from web to s  rate: 20/s  operations: write 100%  keys: uniform(3)  timeout: 1s }
       ${scenario('at 8s crash n2 as second\n at 10s crash n1 for 1s as first  expect no lost writes', 'T', 'W')}`,
    );
    const { copies, occurrence } = finding(result, 'last copy');
    assert.deepEqual(
      namesOf(
        result,
        copies.map(({ place }) => place),
      ),
      ['n2', 'n1'],
    );
    assert.equal(result.scenario.faults[result.run.occurrences[occurrence]?.fault ?? -1]?.name, 'first');
  });

  it('of a coded value is the fragment with which too few are left: none had it alone', () => {
    const result = explained(
      `topology T { nodes n[1..4]  client web  store s on n[1..4] using P }
       policy P = erasure { data: 2  parity: 2  repair-delay: 60s }
       workload W { from web to s  rate: 20/s  operations: write 100%  keys: uniform(5000)  timeout: 1s }
       ${scenario('at 8s wipe n1, n3 as two\n at 12s wipe n4 as third  expect no lost writes', 'T', 'W')}`,
    );
    const { copies, occurrence, fragments } = finding(result, 'last copy');
    assert.equal(copies.length, 3);
    assert.deepEqual(
      namesOf(
        result,
        copies.map(({ place }) => place),
      ).sort(),
      ['n1', 'n3', 'n4'],
    );
    assert.equal(namesOf(result, [copies.at(-1)?.place ?? -1])[0], 'n4');
    assert.equal(result.scenario.faults[result.run.occurrences[occurrence]?.fault ?? -1]?.name, 'third');
    assert.deepEqual([fragments?.needed, fragments?.of], [2, 4]);
  });

  it('is not spoken of where a newer or older write took its place', () => {
    const result = explained(
      `topology T { zone a { node n1  client a } zone b { node n2  client b } store s on n1, n2 using P }
       policy P = multi-leader { exchange: 100ms  conflict: last-write-wins }
       workload W { from a, b to s  rate: 40/s  operations: write 50%, read 50%  keys: uniform(2)  timeout: 1s }
       ${scenario('at 5s skew n1 by -3s for 10s  expect no lost writes', 'T', 'W')}`,
    );
    assert.deepEqual(kindsOf(result), []);
  });
});

describe('replicas that were out together', () => {
  const racks = (faults: string, members = 'm1, m2, m3'): string =>
    `topology T { nodes m[1..6]  client web
       group power = ${members}
       store s on m[1..6] using P { shards: 6  replicas: 3 } }
     policy P = raft
     workload W { from web to s  rate: 60/s  keys: uniform(60)  timeout: 500ms }
     ${scenario(faults, 'T', 'W')}`;

  it('are named with the fault and with what they share', () => {
    const result = explained(racks('at 5s crash power for 8s as dark  expect availability >= 99%'));
    const { places, occurrences, shared, shards, of } = finding(result, 'replicas out');
    assert.ok(
      places.length >= 2 && places.every((place) => ['m1', 'm2', 'm3'].includes(namesOf(result, [place])[0] ?? '')),
    );
    assert.equal(of, 3);
    assert.deepEqual(shared, { kind: 'group', index: 0 });
    assert.equal(result.scenario.faults[result.run.occurrences[occurrences[0] ?? -1]?.fault ?? -1]?.name, 'dark');
    // Counted by the test itself: shards that have a majority in there.
    const members = result.scenario.groups[0]?.members ?? [];
    const placement = result.scenario.stores[0]?.placement ?? [];
    assert.equal(
      shards,
      placement.filter((shard) => shard.filter((place) => members.includes(place)).length >= 2).length,
    );
  });

  it('share no domain where they lie in several', () => {
    const result = explained(racks('at 5s crash m1, m2 for 8s  expect availability >= 99%', 'm1, m4'));
    assert.equal(finding(result, 'replicas out').shared, null);
  });

  it('share the innermost domain that holds them all', () => {
    const result = explained(
      `topology T { region eu { zone a { rack r { nodes n[1..3] } nodes n4 } zone b { node n5  client web } }
         store s on n[1..5] using P }
       policy P = raft
       workload W { from web to s  rate: 20/s  timeout: 500ms }
       ${scenario('at 5s crash n1, n2 for 8s\n at 6s pause n3 for 7s  expect availability >= 99%', 'T', 'W')}`,
    );
    const { places, occurrences, shared } = finding(result, 'replicas out');
    assert.deepEqual(namesOf(result, places), ['n1', 'n2', 'n3']);
    assert.equal(new Set(occurrences).size, 2);
    assert.ok(shared?.kind === 'domain');
    assert.equal(result.scenario.domains[shared.index]?.name, 'r');
  });

  it('are one where there is one copy', () => {
    const result = explained(
      `topology T { nodes n[1..3]  client web  store s on n[1..3] using P { shards: 3  replicas: 1 } }
       policy P = quorum { read: one  write: one }
       workload W { from web to s  rate: 20/s  keys: uniform(9)  timeout: 500ms }
       ${scenario('at 5s crash n2 for 5s as away  expect availability >= 99%', 'T', 'W')}`,
    );
    const { places, of } = finding(result, 'replicas out');
    assert.deepEqual([namesOf(result, places), of], [['n2'], 1]);
  });

  it('are not spoken of where the store bears it and elects another leader', () => {
    const result = explained(
      FIVE + scenario('at 5s crash leader of orders for 5s  expect outage <= 100ms', 'Five', 'Shopping'),
    );
    assert.deepEqual(kindsOf(result), []);
  });
});

describe('how far a value had spread', () => {
  const gossip = (faults: string): string =>
    `topology T { zone x { nodes n[1..2]  client a } zone y { nodes n[3..5]  client b } store s on n[1..5] using P }
     policy P = gossip { interval: 1s  fanout: 1 }
     workload W { from a, b to s  rate: 40/s  operations: read 50%, write 50%  keys: uniform(5)  timeout: 1s }
     ${scenario(`${faults}  expect no stale reads`, 'T', 'W')}`;

  it('is told of a stale read: who held it by then, and over which message it came', () => {
    const result = explained(gossip(''));
    const { write, read, held, of, arrival, sender } = finding(result, 'spread');
    const { trace, history } = result.run;
    const reader = history.answeredBy[read] ?? -1;
    assert.equal(of, 5);
    assert.ok(held.length >= 1 && held.length < 5 && !held.includes(reader));
    // Whoever answered the write holds it.
    assert.ok(held.includes(history.answeredBy[write] ?? -1));
    assert.ok(arrival >= 0);
    assert.deepEqual([trace.kind[arrival], trace.place[arrival]], [EventKind.Apply, reader]);
    assert.ok((trace.time[arrival] ?? 0) > (history.invokedAt[read] ?? NaN));
    assert.ok(sender >= 0 && sender !== reader);
    // Told again by the test: nothing as new was applied there before the read was answered.
    const newer = new Set<number>();
    for (let id = 0; id < history.length; id++)
      if (history.key[id] === history.key[write] && (history.invokedAt[id] ?? 0) >= (history.invokedAt[write] ?? NaN))
        newer.add(history.input[id] ?? -1);
    for (let event = 0; event < arrival; event++)
      if (
        trace.kind[event] === EventKind.Apply &&
        trace.place[event] === reader &&
        trace.b[event] === history.key[write]
      )
        assert.ok(!newer.has(trace.c[event] ?? -1));
  });

  it('says that it never came where it did not', () => {
    const result = explained(
      `topology T { node n1  node n2  client a  client b  store s on n1, n2 using P }
       policy P = quorum { read: one  write: one  anti-entropy: off  hinted-handoff: off  read-repair: off }
       workload W { from a to s  rate: 20/s  operations: write 100%  keys: uniform(1)  timeout: 1s }
       workload R { from b to s  rate: 20/s  operations: read 100%  keys: uniform(1)  timeout: 1s }
       ${scenario('at 5s partition n1, a | n2, b  expect no stale reads', 'T', 'W, R')}`,
    );
    const { arrival, held, of } = finding(result, 'spread');
    assert.deepEqual([held.length, of, arrival], [1, 2, -1]);
  });
});

describe('operations that a liar denied', () => {
  const voted = (require: string, fault: string, expectation: string): Explained =>
    explained(
      `topology T { nodes n[1..3]  client web  store s on n[1..3] using P }
       policy P = voting { require: ${require} }
       workload W { from web to s  rate: 50/s  operations: read 50%, write 50%  keys: uniform(3)  timeout: 500ms }
       ${scenario(`${fault}  expect ${expectation}`, 'T', 'W')}`,
    );

  it('are those that failed with an answer of its own, and are told with it', () => {
    const result = voted('first', 'at 5s byzantine n1 lie for 5s as liar', 'no corrupt reads');
    const { operations, places } = finding(result, 'denied');
    assert.deepEqual(namesOf(result, places), ['n1']);
    const { history } = result.run;
    const failed = Array.from({ length: history.length }, (_, id) => id).filter((id) => history.outcome[id] !== 0);
    assert.ok(operations.length > 10);
    assert.deepEqual(operations, failed);
    const why = projectRun({ ...result }).expectations[0]?.why;
    assert.equal(
      why?.findings?.[0],
      `n1, which lied, denied ${operations.length} writes ("server error" is made up): whether they took effect nobody knows.`,
    );
  });

  it('are told beside the replicas that cannot be counted on, and speak of no disk where none is full', () => {
    const result = voted('majority', 'at 5s byzantine n1, n2 lie for 2s', 'availability >= 99%');
    const report = projectRun({ ...result });
    const failures = report.events.filter(({ kind }) => kind === 'operation').map(({ text }) => text);
    const told = [...failures, JSON.stringify(report.expectations)].join('\n');
    assert.ok(failures.length > 0);
    assert.doesNotMatch(told, /disk/);
    assert.match(told, /answered with an error/);
    assert.match(told, /2 of 3 replicas of s .* could not be counted on/);
    assert.match(told, /n\d(, n\d)*, which lied, denied \d+ writes \(\\"server error\\" is made up\)/);
  });

  it('are not there where a majority outvotes it, nor where a disk is full', () => {
    assert.deepEqual(
      kindsOf(voted('majority', 'at 5s byzantine n1, n2 equivocate for 5s', 'availability >= 99.9%')).includes(
        'denied',
      ),
      false,
    );
    assert.deepEqual(
      kindsOf(voted('first', 'at 5s fill disk of n2 for 5s\n at 12s byzantine n1 lie for 1s', 'availability = 100%')),
      ['denied'],
    );
    const full = voted('first', 'at 5s fill disk of n1 for 5s', 'availability = 100%');
    assert.equal(full.explanations.length, 1);
    assert.deepEqual(kindsOf(full), []);
  });
});

describe('the fault that is named', () => {
  it('is that of the evidence, where each of two would do: the first in time, wherever it is written', () => {
    const result = explained(
      `topology T { node n1  client web  store s on n1 using P { storage { log: batch(3s) } } }
       policy P = single
       workload W { from web to s  rate: 20/s  operations: write 100%  keys: uniform(300)  timeout: 1s }
       ${scenario('at 14s crash n1 for 1s as second\n at 8s crash n1 for 1s as first  expect no lost writes', 'T', 'W')}`,
    );
    const { occurrence } = finding(result, 'last copy');
    assert.equal(result.scenario.faults[result.run.occurrences[occurrence]?.fault ?? -1]?.name, 'first');
    const [needed, ...more] = result.explanations[0]?.needed ?? [];
    assert.deepEqual([result.scenario.faults[needed?.fault ?? -1]?.name, more.length], ['first', 0]);
  });
});
