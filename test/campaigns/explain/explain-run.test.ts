import { strict as assert } from 'node:assert';
import type { Counterfactual, Explanation, NamedFault } from '../../../server/src/analysis';
import { firingsOf } from '../../../server/src/campaigns/explain/needed-faults';
import { ExplanationCancelled } from '../../../server/src/campaigns/explain/reruns';
import type { ScenarioModel } from '../../../server/src/language/model';
import { EventKind, simulate, type FaultIntervention, type FaultOccurrence } from '../../../server/src/simulation';
import { decisions, explained, FIVE, PAIR, type Explained } from './explained';

const scenario = (faults: string, expectations: string): string => `
scenario S {
  topology: Pair  workload: Transfers
  duration: 20s  warm-up: 1s  seed: 1
  ${faults}
  ${expectations}
}`;

const five = (faults: string, expectations: string): string =>
  scenario(faults, expectations).replace('Pair', 'Five').replace('Transfers', 'Shopping');

function only(result: Explained, text?: string): Explanation {
  const about = result.explanations.filter(
    ({ expectation }) => text === undefined || result.scenario.expectations[expectation]?.text === text,
  );
  assert.equal(about.length, 1);
  return about[0] as Explanation;
}

/** What is claimed of the needed faults, run once more by the test itself: they break it, and none of them is too many. */
function checkNeeded(result: Explained, { expectation, needed }: Explanation): void {
  assert(needed);
  assert.equal(result.decide(expectation, { only: firingsOf(needed) }), 'fail');
  for (const fault of needed) {
    const fewer = needed.filter((other) => other !== fault);
    assert.notEqual(result.decide(expectation, { only: firingsOf(fewer) }), 'fail');
  }
}

function rerun(model: ScenarioModel, intervention: FaultIntervention): readonly FaultOccurrence[] {
  return simulate(model, { seed: model.seed, trace: false, intervention }).occurrences;
}

const lines = (result: Explained, faults: readonly NamedFault[] | null | undefined): string[] =>
  (faults ?? []).map(
    ({ fault, firing }) => `${result.scenario.faults[fault]?.text}${firing === null ? '' : ` #${firing}`}`,
  );

const of = <K extends Counterfactual['kind']>(
  { counterfactuals }: Explanation,
  kind: K,
): readonly Extract<Counterfactual, { kind: K }>[] =>
  counterfactuals.filter((each): each is Extract<Counterfactual, { kind: K }> => each.kind === kind);

describe('why an expectation fails', () => {
  it('is the one fault that matters, and not those beside it', () => {
    const result = explained(
      PAIR +
        scenario(
          `at 3s pause n3 for 300ms
           at 5s partition zone a | zone b for 8s
           at 15s slow n2 by 2x for 1s`,
          'expect no lost writes',
        ),
    );
    const why = only(result);
    assert.deepEqual(lines(result, why.needed), ['at 5s partition zone a | zone b for 8s']);
    checkNeeded(result, why);
    assert.deepEqual(
      of(why, 'without').map(({ decision }) => decision),
      ['pass'],
    );
  });

  it('is two faults where it takes both', () => {
    // Two of five down leave a majority; three do not.
    const result = explained(
      FIVE +
        five(
          `at 4s crash n2, n3 for 6s
           at 5s pause n5 for 100ms
           at 6s crash n4 for 3s`,
          'expect availability >= 99%',
        ),
    );
    const why = only(result);
    assert.deepEqual(lines(result, why.needed), ['at 4s crash n2, n3 for 6s', 'at 6s crash n4 for 3s']);
    checkNeeded(result, why);
    // Either one left out of the whole schedule is enough.
    assert.deepEqual(
      of(why, 'without').map(({ faults, decision }) => [faults.length, decision]),
      [
        [1, 'pass'],
        [1, 'pass'],
      ],
    );
  });

  it('is each of two faults that suffice alone: both must be left out', () => {
    const result = explained(
      FIVE +
        five(
          `at 4s crash n1, n2, n3 for 3s
           at 10s crash n3, n4, n5 for 3s`,
          'expect availability >= 99%',
        ),
    );
    const why = only(result);
    assert.equal(why.needed?.length, 1);
    checkNeeded(result, why);
    const [without] = of(why, 'without');
    assert(without);
    assert.deepEqual(lines(result, without.faults).sort(), [
      'at 10s crash n3, n4, n5 for 3s',
      'at 4s crash n1, n2, n3 for 3s',
    ]);
    assert.equal(result.decide(0, { withheld: firingsOf(without.faults) }), 'pass');
  });

  it('is one time of a fault that comes again and again', () => {
    const result = explained(
      FIVE +
        five(
          `every 4s crash n1 for 2s
           at 9.9s crash n2, n3 for 5s`,
          'expect outage <= 1200ms',
        ),
    );
    const why = only(result);
    checkNeeded(result, why);
    assert(
      lines(result, why.needed).some((line) => /every 4s .* #\d$/.test(line)),
      lines(result, why.needed).join(),
    );
  });

  it('is no fault where it fails without any', () => {
    const result = explained(PAIR + scenario('at 5s crash n3 for 1s', 'expect latency p50 <= 10us'));
    const why = only(result);
    assert.deepEqual(why.needed, []);
    assert.deepEqual([why.counterfactuals, why.unavoidable], [[], null]);
  });

  it('says how much sooner the fault would have had to end, and that text holds', () => {
    const text = (duration: string): string =>
      PAIR + scenario(`at 5s partition zone a | zone b for ${duration}`, 'expect no lost writes');
    const why = only(explained(text('8s')));
    const [shorter] = of(why, 'shorter');
    assert(shorter);
    assert(shorter.forNs > 500e6 && shorter.forNs < 2e9, `${shorter.forNs}`);
    assert.deepEqual(decisions(text(`${shorter.forNs / 1e6}ms`)), ['pass']);
    // A bisection: a little more, and it fails.
    assert.deepEqual(decisions(text(`${shorter.forNs / 1e6 + 150}ms`)), ['fail']);
  });

  it('says since when it could not be saved', () => {
    const result = explained(PAIR + scenario('at 5s partition zone a | zone b for 8s', 'expect no lost writes'));
    const { unavoidable } = only(result);
    assert(unavoidable);
    assert(unavoidable.until < unavoidable.from && unavoidable.from - unavoidable.until < 20e6);
    assert.equal(result.decide(0, { overAtNs: unavoidable.from }), 'fail');
    assert.equal(result.decide(0, { overAtNs: unavoidable.until }), 'pass');
  });

  it('names settings that make it hold, and what they cost', () => {
    const faults = 'at 5s partition zone a | zone b for 8s';
    const expectations = 'expect no lost writes\n  expect latency max <= 600ms\n  expect availability of writes >= 90%';
    const result = explained(PAIR + scenario(faults, expectations));
    const why = result.explanations.find(({ expectation }) => expectation === 0);
    const remedy = why?.remedies.find(({ setting }) => setting === 'acknowledge: 1');
    assert(remedy, why?.remedies.map(({ setting }) => setting).join());
    const changed = decisions(PAIR.replace('acknowledge: async', 'acknowledge: 1') + scenario(faults, expectations));
    assert.equal(changed[0], 'pass');
    assert.deepEqual(
      remedy.breaks,
      changed.flatMap((decision, index) =>
        decision === 'fail' && result.verdict.expectations[index]?.decision === 'pass' ? [index] : [],
      ),
    );
  });

  it('points at the line where a setting is written, and says what it is without a fault', () => {
    const loose = PAIR.replace('acknowledge: async ', 'acknowledge: async\n');
    const result = explained(loose + scenario('at 5s partition zone a | zone b for 8s', 'expect no lost writes'));
    const { remedies } = only(result);
    const lineOf = (setting: string): number | undefined =>
      remedies.find((remedy) => remedy.setting === setting)?.origin.line;
    const written = loose.split('\n').findIndex((line) => line.includes('acknowledge: async'));
    assert.equal(lineOf('acknowledge: 1'), written);
    assert.equal(lineOf('failover: off'), written + 1);
    assert.equal(
      only(explained(FIVE + five('at 5s crash n1 for 1s', 'expect latency p50 <= 1us'))).calm?.endsWith('s'),
      true,
    );
  });

  it('judges the same stretch of time where the fault that it speaks of is left out', () => {
    const [without] = of(
      only(explained(FIVE + five('at 5s crash n1, n2, n3 for 4s as down', 'expect availability during down >= 99%'))),
      'without',
    );
    assert.deepEqual([without?.decision, without?.measuredText], ['pass', '100 %']);
  });

  it('says whether the faults made worse what fails without them, too', () => {
    const slow = (faults: string): Explanation => only(explained(FIVE + five(faults, 'expect latency p99 <= 100us')));
    assert.equal(slow('at 5s delay everywhere by 20ms for 5s').isCalmer, true);
    assert.equal(slow('at 5s surge Shopping by 1x for 5s').isCalmer, false);
  });

  it('names settings of services where users wait', () => {
    const shop = `
topology Shop {
  nodes n[1..3]
  client web
  service api on n1 { workers: 400  handle ask { call backend { timeout: 1s  retries: 3 } } }
  service backend on n2 { workers: 4  queue: 400  service-time: exponential(mean: 50ms)  handle look-up {} }
}
workload Asking { from web to api.ask  rate: 50/s  timeout: 5s }
scenario S {
  topology: Shop  workload: Asking
  duration: 40s  warm-up: 1s  seed: 1
  at 5s surge Asking by 4x for 6s
  expect availability during 20s..40s >= 99%
}`;
    const { remedies } = only(explained(shop));
    const lineOf = (text: string): number => shop.split('\n').findIndex((line) => line.includes(text));
    const named = (text: string) => remedies.find(({ setting }) => setting.startsWith(text));
    const breaker = named('breaker');
    assert.equal(breaker?.of, 'the call of backend in api.ask', JSON.stringify(remedies));
    assert.deepEqual([breaker.insteadOf, breaker.origin.line], ['no breaker', lineOf('retries: 3')]);
    assert.deepEqual(decisions(shop.replace('retries: 3', `retries: 3  ${breaker.setting}`)), ['pass']);
    const queue = named('queue');
    assert.deepEqual([queue?.insteadOf, queue?.origin.line], ['queue: 400', lineOf('queue: 400')]);
    assert.deepEqual(decisions(shop.replace('queue: 400', queue?.setting ?? '')), ['pass']);
  });

  it('lets others stand in for replicas where answers are missed and a quorum has spares', () => {
    const model = (expectation: string, read: number): string => `
topology T { zone a { nodes a[1..2]  client phone } zone b { nodes b[1..2] client laptop } zone c { nodes c[1..2] }
  store carts on a[1..2], b[1..2], c[1..2] using Strict { data: set  shards: 6  replicas: 3 } }
policy Strict = quorum { read: ${read}  write: 2  conflict: merge }
workload W { from phone, laptop to carts  rate: 40/s  operations: add 60%, read 40%  keys: uniform(20)  timeout: 2s }
scenario S { workload: W  duration: 20s  warm-up: 1s  seed: 1
  at 5s partition zone a | zone b, zone c for 8s as apart
  expect ${expectation} }`;
    const settings = (expectation: string, read: number): readonly string[] =>
      only(explained(model(expectation, read))).remedies.map(({ setting }) => setting);
    assert.ok(settings('availability of phone during apart >= 95%', 2).includes('sloppy: on'));
    // What it costs is told where it breaks something, and nobody is told of it who misses no answers.
    assert.ok(!settings('no stale reads', 1).includes('sloppy: on'));
  });

  it('names the check of a balancer that sends requests to the dead', () => {
    const web = `
topology Web {
  nodes edge, app1, app2
  client user
  balancer front on edge to api { strategy: round-robin  health-check: every 20s timeout 1s failures 2 }
  service api on app1, app2 { handle ask {} }
}
workload Asking { from user to front.ask  rate: 50/s  timeout: 500ms }
scenario S {
  topology: Web  workload: Asking
  duration: 40s  warm-up: 1s  seed: 1
  at 5s pause app1 for 30s
  expect availability >= 90%
}`;
    const { remedies } = only(explained(web));
    const check = remedies.find(({ of }) => of === 'front');
    assert.equal(check?.insteadOf, 'health-check: every 20s', JSON.stringify(remedies));
    assert.equal(
      check.origin.line,
      web.split('\n').findIndex((line) => line.includes('health-check')),
    );
    assert.deepEqual(decisions(web.replace('health-check: every 20s timeout 1s failures 2', check.setting)), ['pass']);
    const unchecked = web.replace('health-check: every 20s timeout 1s failures 2', '');
    assert.equal(only(explained(unchecked)).remedies.find(({ of }) => of === 'front')?.insteadOf, 'no health-check');
  });

  it('names no setting that changes more than another for no more', () => {
    const stale = `
topology T {
  region x { node n1, n2  client a }
  region y { node n3  client b }
  store s on n1, n2, n3 using Q
}
policy Q = quorum { read: one  write: one  anti-entropy: off }
workload W { from a, b to s  rate: 40/s  operations: read 50%, write 50%  keys: uniform(2) }
scenario S { topology: T  workload: W  duration: 20s  warm-up: 1s  seed: 1  expect no stale reads }`;
    const settings = only(explained(stale)).remedies.map(({ setting }) => setting);
    assert(settings.length > 0);
    const parts = settings.map((setting) => setting.split('  '));
    assert(!parts.some((all) => parts.some((few) => few.length < all.length && few.every((one) => all.includes(one)))));
  });

  it('tells of a schedule that fires by the dozen only what the operation met', () => {
    const store = 'store s on n[1..6] using Q';
    const churn = `
topology T {
  region x { node n1, n2, n3  client a }
  region y { node n4, n5, n6  client b }
  ${store}
}
policy Q = quorum { read: one  write: one  anti-entropy: off  hinted-handoff: off }
workload W { from a, b to s  rate: 20/s  operations: read 50%, write 50%  keys: uniform(4) }
scenario S {
  topology: T  workload: W  duration: 60s  warm-up: 1s  seed: 1
  randomly crash all of s with mtbf 20s mttr 5s
  expect no stale reads
}`;
    const { run, explanations } = explained(churn);
    assert(run.occurrences.length > 12);
    const [why] = explanations;
    const faults = why?.path.filter(({ event }) => run.trace.kind[event] === EventKind.FaultBegin) ?? [];
    assert(why !== undefined && why.path.length > 0 && faults.length <= 6, `${faults.length} faults`);
    assert(why.path.some(({ operation }) => operation >= 0));
  });

  it('is a way of events from the fault to the operation, each led to by an earlier one', () => {
    const { run, verdict, explanations } = explained(
      PAIR + scenario('at 5s partition zone a | zone b for 8s', 'expect no lost writes\n  expect no stale reads'),
    );
    assert.equal(explanations.length, 2);
    for (const { path, expectation } of explanations) {
      const kinds = path.map(({ event }) => run.trace.kind[event]);
      assert.equal(kinds[0], EventKind.FaultBegin);
      assert(kinds.includes(EventKind.Drop), 'a message that the partition kept from its receiver');
      assert(kinds.includes(EventKind.Role), 'the second leader');
      const witness = verdict.expectations[expectation]?.witness?.operations ?? [];
      assert(path.some(({ operation }) => witness.includes(operation)));
      path.forEach(({ because, event }, index) => {
        assert(because < index);
        assert(because < 0 ? kinds[index] === EventKind.FaultBegin : (path[because]?.event ?? Infinity) < event);
      });
    }
  });

  it('ends with the failover that ended it', () => {
    const { run, explanations } = explained(PAIR + scenario('at 5s crash n1 for 10s', 'expect outage <= 100ms'));
    const path = explanations[0]?.path ?? [];
    const kinds = path.map(({ event }) => run.trace.kind[event]);
    const served = path.at(-1);
    assert.equal(served?.serves, true);
    assert.equal(run.history.completeEvent[served.operation], served.event);
    // Who answers again leads since it suspected the one that was down.
    const leader = path[served.because];
    assert.equal(run.trace.kind[leader?.event ?? -1], EventKind.Role);
    assert.equal(run.trace.place[leader?.event ?? -1], run.history.answeredBy[served.operation]);
    assert.ok(kinds.includes(EventKind.Suspect));
  });

  it('ends with no failover where answers come back without one', () => {
    const { explanations } = explained(
      PAIR.replace('failover: automatic', 'failover: off') +
        scenario('at 5s partition n1 | n2, n3, web, batch for 3s', 'expect outage <= 100ms'),
    );
    assert.ok(explanations[0]?.path.every(({ serves }) => serves === undefined));
  });

  it('leads through the services that passed the fault on, and not beyond the recovery that it is about', () => {
    const { run, explanations } = explained(`
topology Shop {
  nodes app[1..2], pay1  client web
  service pay on pay1 { service-time: 20ms  workers: 4  queue: 10  handle charge { } }
  service api on app[1..2] { handle buy { call pay } }
}
workload Buying { from web to api.buy  rate: 100/s  timeout: 500ms }
scenario S {
  topology: Shop  workload: Buying  duration: 30s  warm-up: 1s  seed: 1
  at 5s slow pay1 by 5x for 5s
  at 20s crash app1 for 1s
  expect recovery <= 3s
}`);
    const [{ path } = { path: [] }] = explanations;
    const kinds = path.map(({ event }) => run.trace.kind[event]);
    assert.deepEqual(kinds.slice(0, 2), [EventKind.FaultBegin, EventKind.Shedding]);
    assert(kinds.includes(EventKind.Complete));
    for (const { event } of path) assert((run.trace.time[event] ?? 0) < 12e9, String(run.trace.time[event]));
  });

  it('keeps to the store that lost something', () => {
    const { run, explanations } = explained(`
      topology T {
        node a  node b  node c  client web
        store sums on a, b using Spread { data: counter }
        store orders on a, b, c using Consensus
      }
      policy Spread = gossip { interval: 5s  conflict: merge }
      policy Consensus = raft { }
      workload W { from web to sums  rate: 20/s }
      workload V { from web to orders  rate: 2/s }
      scenario S { workload: W, V  duration: 12s  at 6s wipe a  at 8s crash leader of orders for 1s  expect no lost writes }`);
    const path = explanations[0]?.path ?? [];
    assert.ok(path.some(({ event }) => run.trace.kind[event] === EventKind.Wipe));
    const ofOrders = path.filter(({ event }) => run.trace.kind[event] === EventKind.Role && run.trace.a[event] === 1);
    assert.deepEqual(ofOrders, []);
  });

  it('is the same every time', () => {
    const text = FIVE + five('at 4s crash n2, n3, n4 for 6s', 'expect availability >= 99%');
    assert.deepEqual(explained(text).explanations, explained(text).explanations);
  });

  it('ends with its budget and says so', () => {
    const text = PAIR + scenario('at 5s partition zone a | zone b for 8s', 'expect no lost writes');
    const why = only(explained(text, { budget: { maxRuns: 4, maxEvents: Infinity } }));
    assert.equal(why.runs, 4);
    assert.equal(why.cutShort, true);
  });

  it('can be cancelled', () => {
    const text = PAIR + scenario('at 5s partition zone a | zone b for 8s', 'expect no lost writes');
    assert.throws(() => explained(text, { goOn: () => false }), ExplanationCancelled);
  });
});

describe('harm that is expected', () => {
  const split = 'at 5s partition zone a | zone b for 8s';

  it('is explained by what breaks the contrary', () => {
    const shown = only(explained(PAIR + scenario(split, 'expect lost writes > 0')));
    const broken = only(explained(PAIR + scenario(split, 'expect no lost writes')));
    assert.equal(shown.isShown, true);
    assert.deepEqual({ ...shown, isShown: false }, broken);
  });

  it('is no price of a setting that prevents other harm', () => {
    const { remedies } = only(
      explained(PAIR + scenario(split, 'expect lost writes > 0\n expect split brain > 1s')),
      'lost writes > 0',
    );
    assert(remedies.length > 0);
    assert.deepEqual(
      remedies.flatMap(({ breaks }) => breaks),
      [],
    );
  });

  it('of a job is told with the delivery that prevents it', () => {
    const { remedies } = only(
      explained(`
        topology Plant { nodes w1, w2  job enrich on w1, w2 { input: 100/s  checkpoint: every 5s taking 100ms  restart: 1s  delivery: at-least-once } }
        scenario S { topology: Plant  duration: 30s  at 13s crash w2 for 2s  expect duplicates of enrich > 0 }`),
    );
    assert.deepEqual(
      remedies.map(({ setting, insteadOf, of }) => [setting, insteadOf, of]),
      [['delivery: exactly-once', 'delivery: at-least-once', 'enrich']],
    );
  });

  it('of a job that takes long to recover is told with checkpoints that leave less to do again, and no store is blamed', () => {
    const { explanations } = explained(`
      topology Plant {
        nodes w1, w2, s  client web
        store orders on s using Alone
        job enrich on w1, w2 { input: 100/s  checkpoint: every 20s taking 100ms  restart: 1s }
      }
      policy Alone = single { }
      workload W { from web to orders  rate: 5/s }
      scenario S { workload: W  duration: 60s  at 38s crash w2 for 1s  expect recovery of enrich <= 12s }`);
    const [why] = explanations;
    assert.deepEqual(
      why?.tried.map(({ setting, of, better }) => [setting, of, better]),
      [['checkpoint: every 10s taking 100ms', 'enrich', null]],
    );
    assert.deepEqual(
      why.remedies.map(({ setting, insteadOf, of }) => [setting, insteadOf, of]),
      [['checkpoint: every 10s taking 100ms', 'checkpoint: every 20s taking 100ms', 'enrich']],
    );
  });

  it('tells two calls of one service in one handler apart', () => {
    const { explanations } = explained(`
      topology Shop {
        nodes a1, b1, s1  client web
        link everywhere { latency: 1ms }
        store stock on s1 using Alone
        service front on a1 { handle page { call back.banner { timeout: 300ms }  call back.price { timeout: 300ms } } }
        service back on b1 { handle banner { }  handle price { read stock } }
      }
      policy Alone = single { }
      workload W { from web to front.page  rate: 20/s  timeout: 3s }
      scenario S {
        workload: W  duration: 20s
        at 10s crash s1 for 500ms
        expect availability >= 99.5%
      }`);
    const helping = explanations[0]?.remedies.filter(({ of }) => of.startsWith('the call of')) ?? [];
    assert.deepEqual(
      helping.map(({ setting, insteadOf, of }) => [setting, insteadOf, of]),
      [['fallback: degraded', 'fallback: fail', 'the call of back in front.page']],
    );
  });

  it('is left alone where the run is too large to be made again', () => {
    const result = explained(PAIR + scenario(split, 'expect lost writes > 0'), {
      shownBudget: { maxRuns: 100, maxEvents: 10_000 },
    });
    assert.deepEqual(result.explanations, []);
  });
});

describe('an intervention in the schedule', () => {
  it('that changes nothing gives the very same run', () => {
    const text = FIVE + five('every 3s +- 1s crash random 2 of orders for 1s', 'expect availability >= 1%');
    const { run, scenario: model } = explained(text);
    assert(run.occurrences.length > 3);
    for (const intervention of [{}, { withheld: [] }, { only: [{ fault: 0 }] }]) {
      const again = simulate(model, { seed: model.seed, trace: false, intervention });
      assert.equal(again.traceHash, run.traceHash);
    }
  });

  it('leaves the draws of all other firings alone', () => {
    const text = FIVE + five('every 3s +- 1s crash random 2 of orders for 1s', 'expect availability >= 1%');
    const { scenario: model, run } = explained(text);
    const again = rerun(model, { withheld: [{ fault: 0, firing: 1 }] });
    const told = run.occurrences.map(({ beganAt, places }) => ({ beganAt, places }));
    assert.deepEqual(
      again.map(({ beganAt, places }) => ({ beganAt, places })),
      told.filter((_, index) => index !== 1),
    );
  });
});
