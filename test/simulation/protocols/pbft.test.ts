import assert from 'node:assert/strict';
import { historyFromRun } from '../../../server/src/analysis/consistency/history-from-run';
import { checkStore } from '../../../server/src/analysis/consistency/check-store';
import type { ActionModel, FaultModel, PbftPolicy } from '../../../server/src/language/model';
import { EventKind, Outcome, simulate, type Run } from '../../../server/src/simulation';
import { runText, runTexts } from './run-text';
import { constant, exponential, ms, origin, s, scenarioOf, type ScenarioText } from '../scenario-builder';

const pbft: PbftPolicy = {
  family: 'pbft',
  name: 'pbft',
  origin,
  viewChangeTimeoutNs: ms(300),
  checkpointEvery: 50,
};

type Behaviour = (ActionModel & { readonly kind: 'byzantine' })['behaviour'];
type Fault = Pick<FaultModel, 'trigger' | 'action'>;
const at = (seconds: number, action: ActionModel): Fault => ({ trigger: { kind: 'at', atNs: s(seconds) }, action });
const places = (...ids: number[]) => [{ kind: 'places', places: ids, text: ids.join() }] as const;
const leader = [{ kind: 'leader', store: 0 }] as const;
const forSeconds = (seconds: number) => ({ forNs: s(seconds) });

const byzantine = (behaviour: Behaviour, ...ids: number[]): Fault =>
  at(0, { kind: 'byzantine', targets: places(...ids), behaviour });

function cluster(text: Partial<ScenarioText> = {}) {
  return scenarioOf({
    nodes: 4,
    clients: 3,
    policy: pbft,
    seconds: 5,
    storage: { log: 'fsync' },
    disk: constant(ms(0.2)),
    link: { latency: exponential(ms(1)) },
    load: { kind: 'closed', sessions: 6, thinkNs: ms(5) },
    keys: 3,
    timeout: ms(400),
    retries: 3,
    ...text,
  });
}

function run(text: Partial<ScenarioText>, seed: number): { run: Run; linearizable: string } {
  const scenario = cluster(text);
  const result = simulate(scenario, { seed, trace: false });
  const { linearizable } = checkStore(historyFromRun(scenario, result, 0), 1_000_000);
  return { run: result, linearizable: linearizable?.decision ?? 'none' };
}

const okCount = (result: Run, from = 0, to = Infinity): number =>
  Array.from({ length: result.history.length }, (_, row) => row).filter((row) => {
    const completed = result.history.completedAt[row] ?? 0;
    return result.history.outcome[row] === Outcome.Ok && completed >= from && completed < to;
  }).length;

const contentsOf = (result: Run): string[] =>
  result.replicas.map((replica) => JSON.stringify([...replica.values].sort(([x], [y]) => x - y)));

/** A model as a user writes it. */
const MODEL = `
  topology T {
    zone a { node n1  client web }
    zone b { node n2  client batch }
    zone c { node n3 }
    zone d { node n4 }
    store orders on n1, n2, n3, n4 using Safe
  }
  policy Safe = pbft { view-change-timeout: 500ms }
  workload W { from web, batch to orders  rate: 50/s  operations: read 70%, write 30%  timeout: 1s }
  scenario LyingPrimary {
    topology: T  workload: W  duration: 10s
    at 3s byzantine leader of orders lie for 4s
    expect orders is linearizable
    expect availability >= 80%
    expect no lost writes
    expect no corrupt reads
  }`;

describe('pbft', () => {
  it('runs from the text of a model, and finds the lying primary out', () => {
    const { run: result, verdict } = runText(MODEL, 1);
    assert.equal(verdict.decision, 'pass');
    assert.ok((result.occurrences[0]?.detectedAt ?? NaN) < s(5));
  });

  it('sends 1 + 3f + (3f)^2 + (3f+1)3f + (3f+1) messages for one write when all is well', () => {
    for (const f of [1, 2]) {
      const perWrite = 1 + 3 * f + (3 * f) ** 2 + (3 * f + 1) * 3 * f + (3 * f + 1);
      const scenario = cluster({
        nodes: 3 * f + 1,
        clients: 1,
        operations: ['write'],
        load: { kind: 'closed', sessions: 1, thinkNs: ms(40) },
        link: { latency: constant(ms(1)) },
        seconds: 2,
      });
      const { trace, counters } = simulate(scenario, { seed: 1, trace: true });
      const ends = Array.from({ length: trace.length }, (_, event) => event).filter(
        (event) => trace.kind[event] === EventKind.Invoke,
      );
      let sent = 0;
      for (let event = ends[0] ?? 0; event < (ends[30] ?? 0); event++) if (trace.kind[event] === EventKind.Send) sent++;
      assert.equal(sent, 30 * perWrite);
      assert.equal(counters.messagesDropped, 0);
    }
  });

  for (const data of ['register', 'log', 'counter', 'set'] as const) {
    it(`keeps a ${data} linearizable while the primary crashes and messages are lost`, () => {
      const operations = {
        register: { read: 0.4, write: 0.4, cas: 0.2 },
        log: { poll: 0.5, append: 0.5 },
        counter: { read: 0.5, increment: 0.5 },
        set: { read: 0.4, add: 0.4, remove: 0.2 },
      }[data];
      const faults = [
        at(1, { kind: 'crash', targets: leader, ...forSeconds(1) }),
        at(3, { kind: 'drop', links: { kind: 'everywhere' }, share: 0.1, ...forSeconds(0.5) }),
      ];
      const load = { kind: 'closed', sessions: 3, thinkNs: ms(20) } as const;
      for (let seed = 1; seed <= 2; seed++) {
        const result = run({ data, operations, faults, load }, seed);
        assert.equal(result.linearizable, 'pass', `seed ${seed}`);
        assert.ok(okCount(result.run, s(4)) > 50, `seed ${seed} works again`);
      }
    });
  }

  for (const behaviour of ['equivocate', 'lie', 'silent', 'replay'] as const) {
    for (const place of [0, 1, 3]) {
      it(`stays safe and live when ${place === 0 ? 'the primary' : `n${place + 1}`} is Byzantine: ${behaviour}`, () => {
        for (let seed = 1; seed <= 3; seed++) {
          const { run: result, linearizable } = run({ faults: [byzantine(behaviour, place)], seconds: 3 }, seed);
          assert.equal(linearizable, 'pass', `seed ${seed}`);
          assert.ok(okCount(result, s(2)) > 50, `seed ${seed} works`);
          assert.equal(result.occurrences[0]?.vacuous, false);
        }
      });
    }
  }

  it('is broken by an equivocating primary among three replicas, and never among four', () => {
    const decide = (nodes: number) =>
      Array.from(
        { length: 10 },
        (_, seed) => run({ nodes, faults: [byzantine('equivocate', 0)], seconds: 1 }, seed + 1).linearizable,
      );
    assert.ok(decide(3).includes('fail'));
    assert.deepEqual(new Set(decide(4)), new Set(['pass']));
  });

  it('needs no fault to be believed at three: what breaks it is the equivocation', () => {
    for (let seed = 1; seed <= 3; seed++) assert.equal(run({ nodes: 3, seconds: 1 }, seed).linearizable, 'pass');
  });

  it('withstands two Byzantine replicas of seven, the first two primaries among them', () => {
    for (const [first, second] of [
      ['silent', 'lie'],
      ['equivocate', 'silent'],
      ['lie', 'equivocate'],
    ] as const) {
      const faults = [byzantine(first, 0), byzantine(second, 1)];
      const { run: result, linearizable } = run({ nodes: 7, faults, seconds: 4 }, 1);
      assert.equal(linearizable, 'pass', `${first}, ${second}`);
      assert.ok(okCount(result, s(3)) > 50, `${first}, ${second} works`);
    }
  });

  it('changes its view when the primary is silent, and not when a backup is', () => {
    const views = (place: number) => {
      const { leadership } = run({ faults: [byzantine('silent', place)], seconds: 2 }, 1).run;
      return Math.max(...leadership.map(({ term }) => term));
    };
    assert.equal(views(0), 1);
    assert.equal(views(2), 0);
  });

  it('does nothing without a quorum, and loses nothing', () => {
    for (const action of [
      { kind: 'crash', targets: places(0, 2), ...forSeconds(1) },
      { kind: 'partition', groups: [places(0, 1, 4, 5, 6), places(2, 3)], ...forSeconds(1) },
    ] as const) {
      const { run: result, linearizable } = run({ faults: [at(1, action)] }, 1);
      assert.equal(okCount(result, s(1.1), s(2)), 0);
      assert.ok(okCount(result, s(4)) > 50);
      assert.equal(linearizable, 'pass');
    }
  });

  it('keeps its promises through a crash of all replicas with a disk, and not without', () => {
    const faults = [at(1, { kind: 'crash', targets: places(0, 1, 2, 3), ...forSeconds(0.5) })];
    const decide = (log: 'fsync' | 'off') => {
      const { run: result, linearizable } = run({ faults, storage: { log } }, 2);
      assert.ok(okCount(result, s(4)) > 50, log);
      return linearizable;
    };
    assert.equal(decide('fsync'), 'pass');
    assert.equal(decide('off'), 'fail');
  });

  it('brings back a replica that was away for long, with a state that it can check', () => {
    for (const liar of [[], [byzantine('lie', 1)]]) {
      for (const log of ['fsync', 'off'] as const) {
        const away = at(0.5, { kind: 'crash', targets: places(3), ...forSeconds(2) });
        // With a liar beside it, one that is away leaves no quorum: it goes on when that one is back.
        const { run: result, linearizable } = run({ faults: [away, ...liar], storage: { log }, seconds: 6 }, 3);
        assert.equal(linearizable, 'pass');
        assert.ok(okCount(result, s(5)) > 50);
        if (liar.length > 0) continue;
        const held = contentsOf(result);
        assert.ok(held.filter((values) => values === held[3]).length >= 2, `log ${log}`);
      }
    }
  });

  describe('a replica that was away, with load to the end', () => {
    const away = (fault: string) => `
      topology T {
        zone a { node n1  client web }  zone b { node n2  client batch }  zone c { node n3 }  zone d { node n4 }
        store s on n[1..4] using P
      }
      policy P = pbft { view-change-timeout: 500ms }
      workload W { from web, batch to s  rate: 50/s  operations: write 100%  keys: uniform(20)  timeout: 500ms }
      scenario S { workload: W  duration: 10s  at 4s ${fault} for 2s  expect s is eventual  expect s is linearizable }`;
    for (const fault of [
      'crash n1',
      'isolate n1',
      'crash n3',
      'isolate n3',
      'pause n2',
      'partition n4, batch | n1, n2, n3, web',
    ])
      it(`catches up: ${fault}`, () => {
        for (const {
          run: { seed },
          verdict,
        } of runTexts(away(fault), 10))
          for (const { decision, explanation } of verdict.expectations)
            assert.equal(decision, 'pass', `seed ${seed}: ${explanation}`);
      });

    const lossy: Fault = at(1, { kind: 'drop', links: { kind: 'everywhere' }, share: 0.3, ...forSeconds(2) });
    const rows = [
      { what: 'its view', begins: EventKind.Role, messages: ['ViewChange', 'NewView'], patience: 0.3 },
      { what: 'a place of the order', begins: EventKind.Append, messages: ['PrePrepare'], patience: 20 },
    ] as const;
    for (const { what, begins, messages, patience } of rows) {
      it(`speaks of ${what} when its disk has it, whoever asks before`, () => {
        const flush = ms(50);
        // One request at a time, so that what was appended last is what is spoken of.
        const load = { kind: 'closed', sessions: 1, thinkNs: ms(5) } as const;
        const policy = { ...pbft, viewChangeTimeoutNs: s(patience) };
        const faults = [lossy, at(4, { kind: 'crash', targets: leader })];
        const slow = { nodes: 7, clients: 1, disk: constant(flush), load, timeout: s(6), retries: 0, seconds: 6 };
        const seen = new Set<string>();
        for (let seed = 1; seed <= 4; seed++) {
          const { trace } = simulate(cluster({ ...slow, policy, faults }), { seed, trace: true });
          const since = new Map<number, number>();
          for (let event = 0; event < trace.length; event++) {
            const [time, place, kind] = [trace.time[event] ?? 0, trace.place[event] ?? -1, trace.kind[event]];
            if (kind === begins) since.set(place, time);
            const name = trace.names[trace.a[event] ?? 0] ?? '';
            if (kind !== EventKind.Send || !messages.some((message) => message === name)) continue;
            seen.add(name);
            const waited = time - (since.get(place) ?? -Infinity);
            assert.ok(waited >= flush, `seed ${seed}: ${name} at ${time / 1e9} s, after ${waited / 1e6} ms`);
          }
        }
        assert.deepEqual([...seen].sort(), [...messages].sort());
      });
    }

    it('does not lead a view that the others have left', () => {
      for (const {
        run: { leadership, seed },
      } of runTexts(away('crash n1'), 3)) {
        const back = leadership.filter(({ place, from }) => place === 0 && from > s(4));
        assert.deepEqual(back, [], `seed ${seed}`);
      }
    });
  });
});
