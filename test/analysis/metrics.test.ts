import { strict as assert } from 'node:assert';
import { Evidence, measure, type Question } from '../../server/src/analysis';
import { detections } from '../../server/src/analysis/availability/detection';
import type { ActionModel } from '../../server/src/language/model';
import { FailureReason, type LeadershipSpan, type ReplicaState } from '../../server/src/simulation';
import { MS, replica, tell, type Told } from './judged-scenario';

/** The value of a metric over a history in milliseconds; null where it is not measured. */
function check(question: Question | Question['metric'], text: string, expected: number | null, told: Told = {}): void {
  const { scenario, run } = tell(text, told);
  const asked = typeof question === 'string' ? { metric: question } : question;
  const answer = measure(new Evidence(scenario, run, 1e6), asked);
  assert.equal(answer.kind === 'measured' ? answer.value : null, expected, JSON.stringify(answer));
}

const CRASH: ActionModel = { kind: 'crash', targets: [] };
const HEAL: ActionModel = { kind: 'heal' };
const during = (from: number, to: number): NonNullable<Question['window']> => ({
  kind: 'interval',
  fromNs: (from * MS) as never,
  toNs: (to * MS) as never,
});

describe('availability', () => {
  it('is answered of issued, of operations invoked after the warm-up', () => {
    check('availability', 'A w1 0..1; A w2 5..!; B r0 5..6; B r0 8..!', 0.5);
    check('availability', 'A w1 0..!; A w2 5..6; B r2 8..9', 1, { warmUpMs: 3 });
    check('availability', '', null);
  });

  it('counts a cas that found another value as answered', () =>
    check('availability', 'A cas1-2! 0..1; A w2 5..!', 0.5));

  it('leaves out what was open when the run ended', () =>
    check('availability', 'A w1 0..1; A w2 9999..?', 1, { reasons: { 1: FailureReason.EndOfRun } }));

  it('is told by kind, client and window', () => {
    const text = 'A w1 0..1; A w2 10..!; B r0 12..13; B r0 20..21';
    check({ metric: 'availability', subject: { kind: 'reads' } }, text, 1);
    check({ metric: 'availability', subject: { kind: 'writes' } }, text, 0.5);
    check({ metric: 'availability', subject: { kind: 'place', place: 4 } }, text, 1);
    const faults = { faults: [CRASH], occurrences: [{ fault: 0, from: 9, to: 11 }] };
    check({ metric: 'availability', window: { kind: 'fault', fault: 0 } }, text, 0, faults);
    const window = during(10, 20);
    check({ metric: 'availability', window }, text, 0.5);
  });

  it('tells degraded answers apart', () =>
    check('degraded', 'A r0 0..1; A r0 2..3; A r0 4..!', 0.5, { degraded: [1] }));
});

/** The operations that show why a figure is as it is. */
function checkShown(question: Question, text: string, expected: readonly number[], told: Told = {}): void {
  const { scenario, run } = tell(text, told);
  const answer = measure(new Evidence(scenario, run, 1e6), question);
  assert(answer.kind === 'measured');
  assert.deepEqual(answer.witness?.operations ?? [], expected, answer.because);
}

describe('what a figure is shown by', () => {
  it('is the slowest answers of a latency, in order of time', () =>
    checkShown(
      { metric: 'latency', statistic: { kind: 'percentile', p: 99 } },
      'A r0 0..9; A r0 10..11; A r0 20..27; B r0 30..!; A r0 40..48; A r0 50..51',
      [0, 2, 4],
    ));

  it('is what failed after the fault after which most did', () => {
    const occurrences = [
      { fault: 0, from: 10, to: 20 },
      { fault: 0, from: 50, to: 60 },
    ];
    checkShown(
      { metric: 'availability' },
      'A r0 1..!; A r0 12..!; A r0 15..16; A r0 55..!; A r0 57..!; A r0 70..71',
      [3, 4],
      { faults: [CRASH], occurrences },
    );
  });

  it('is the degraded answers of a degraded share', () =>
    checkShown({ metric: 'degraded' }, 'A r0 0..1; A r0 2..3; A r0 4..!', [1], { degraded: [1, 2] }));

  it('is the first and the last failure before a recovery', () => {
    const good = Array.from({ length: 20 }, (_, i) => `A r0 ${i * 10}..${i * 10 + 1}`).join(';');
    const bad = Array.from({ length: 5 }, (_, i) => `A r0 ${210 + i * 10}..!`).join(';');
    const again = Array.from({ length: 20 }, (_, i) => `A r0 ${300 + i * 10}..${301 + i * 10}`).join(';');
    const told = { faults: [CRASH], occurrences: [{ fault: 0, from: 205, to: 255 }] };
    checkShown({ metric: 'recovery' }, `${good};${bad};${again}`, [20, 24], told);
    checkShown({ metric: 'recovery' }, `${good};${again}`, [], told);
  });
});

describe('latency', () => {
  const ten = Array.from({ length: 10 }, (_, i) => `A r0 ${i * 100}..${i * 100 + i + 1}`).join(';');
  const p = (value: number): Question => ({ metric: 'latency', statistic: { kind: 'percentile', p: value } });
  it('is a nearest-rank percentile of answered operations', () => {
    check(p(50), ten, 5 * MS);
    check(p(90), ten, 9 * MS);
    check(p(91), ten, 10 * MS);
    check(p(99.9), ten, 10 * MS);
    check(p(50), `${ten}; B r0 0..!`, 5 * MS);
  });
});

describe('outage', () => {
  it('is the longest time in which something was asked and nothing succeeded', () => {
    check('outage', 'A r0 0..1; B r0 1..!; A r0 10..11; A r0 1500..1501', 1490 * MS);
    check('outage', 'A r0 0..1; A r0 10..14; A r0 1500..1501', 4 * MS);
    check('outage', 'A r0 0..1; A r0 500..501', MS, { durationMs: 501 });
    check('outage', 'A r0 0..1; B r0 100..?', 9900 * MS);
  });
});

describe('recovery', () => {
  const occurrences = [{ fault: 0, from: 100, to: 200 }];
  const before = Array.from({ length: 10 }, (_, i) => `A r0 ${i * 10}..${i * 10 + 1}`);
  const from = (start: number, fate: (i: number) => string): string[] =>
    Array.from({ length: 30 }, (_, i) => `A r0 ${start + i * 10}..${fate(start + i * 10)}`);
  it('is the time to the first success that lasts', () => {
    const text = [...before, ...from(105, (at) => (at < 150 || at === 165 ? '!' : String(at + 1)))].join(';');
    check('recovery', text, 76 * MS, { faults: [CRASH], occurrences });
  });

  it('is the time to the next answer where nothing failed', () =>
    check('recovery', [...before, ...from(105, (at) => String(at + 1))].join(';'), 6 * MS, {
      faults: [CRASH],
      occurrences,
    }));

  it('does not answer for what was under way when another fault began', () => {
    // The second fault at 2 s: what was asked just before it, and would have been answered after it, fails.
    const dead = (at: number): boolean => at >= 1996 && at < 3000;
    const steady = Array.from({ length: 500 }, (_, i) => 110 + i * 8).map(
      (at) => `A r0 ${at}..${dead(at) ? '!' : String(at + 5)}`,
    );
    const usual = Array.from({ length: 10 }, (_, i) => `A r0 ${i * 10}..${i * 10 + 5}`);
    const text = [...usual, ...steady].join(';');
    const told = {
      faults: [CRASH],
      occurrences: [
        { fault: 0, from: 100, to: 2000 },
        { fault: 0, from: 2000, to: 2500 },
      ],
    };
    check({ metric: 'recovery', window: during(0, 1000) }, text, 15 * MS, told);
    check({ metric: 'recovery', window: during(1500, 2500) }, text, (3006 + 5 - 2000) * MS, told);
    // A few that failed before it are none of a bad second, many are the first one's.
    const sick = text.replace(/A r0 19[0-2]\d\.\.\d+/g, (each) => each.replace(/\.\..*/, '..!'));
    check({ metric: 'recovery', window: during(0, 1000) }, sick, 15 * MS, told);
    const sicker = text.replace(/A r0 1[5-9]\d\d\.\.\d+/g, (each) => each.replace(/\.\..*/, '..!'));
    check({ metric: 'recovery', window: during(0, 1000) }, sicker, (3006 + 5 - 100) * MS, told);
  });

  it('is not flattered by a good second before an outage of the same fault', () => {
    const dead = (at: number): boolean => at >= 2000 && at < 3000;
    const steady = Array.from({ length: 100 }, (_, i) => 110 + i * 50).map(
      (at) => `A r0 ${at}..${dead(at) ? '!' : String(at + 1)}`,
    );
    const text = [...before, ...steady].join(';');
    // The first answer after the outage, which began while the fault was in force...
    check('recovery', text, (3010 + 1 - 100) * MS, {
      faults: [CRASH],
      occurrences: [{ fault: 0, from: 100, to: 4000 }],
    });
    // ... and not that outage, where the fault was over before it.
    check('recovery', text, 11 * MS, { faults: [CRASH], occurrences: [{ fault: 0, from: 100, to: 1500 }] });
    // Where another fault began before it, the outage is put down to that one.
    check('recovery', text, (3010 + 1 - 1900) * MS, {
      faults: [CRASH],
      occurrences: [
        { fault: 0, from: 100, to: 4000 },
        { fault: 0, from: 1900, to: 4000 },
      ],
    });
  });

  it('is not measured of a fault in the warm-up, which nobody counts', () => {
    const text = [...before, ...from(105, (at) => String(at + 1))].join(';');
    check('recovery', text, null, { faults: [CRASH], occurrences, warmUpMs: 150 });
  });

  it('is not measured without a fault that hit something', () => {
    check('recovery', before.join(';'), null);
    check('recovery', before.join(';'), null, { faults: [HEAL], occurrences });
    check('recovery', before.join(';'), null, {
      faults: [CRASH],
      occurrences: [{ fault: 0, from: 1, to: 2, vacuous: true }],
    });
  });
});

describe('stale reads', () => {
  it('miss a write acknowledged before they began', () => {
    check('stale reads', 'A w1 0..10; B r0 11..12', 1);
    check('stale reads', 'A w1 0..10; B r0 9..12', 0);
    check('stale reads', 'A w1 0..10; B w2 5..15; C r1 20..21', 0);
    check('stale reads', 'A w1 0..10; B w2 11..15; C r1 20..21; C r2 30..31', 0.5);
    check('stale reads', 'A w1 0..10', null);
  });

  it('have the age of the first acknowledgement that they miss', () => {
    const max = { metric: 'staleness', statistic: { kind: 'max' } } as const;
    check(max, 'A w1 0..10; A w2 20..30; A w3 40..50; B r1 60..61', 30 * MS);
    check(max, 'A w1 0..10; A w2 20..30; B r2 60..61', 0);
  });

  it('are judged by contents for logs and by the sum for counters', () => {
    check('stale reads', 'A ap1 0..1; A ap2 2..3; B r[1] 4..5', 1, { data: 'log' });
    check('stale reads', 'A add1 0..1; C rem1 3..9; B r[] 4..5', 0, { data: 'set' });
    check('stale reads', 'A inc2 0..1; B r1 4..5', 1, { data: 'counter' });
  });
});

describe('lost writes', () => {
  it('are those of a time, where one is named', () => {
    const window = during(10, 20);
    const text = 'A ap1 0..1; A ap2 12..13; A ap3 14..15; A ap4 25..26';
    const told: Told = { data: 'log', replicas: [replica(0, { 0: [2] })] };
    check('lost writes', text, 3, told);
    check({ metric: 'lost writes', window }, text, 1, told);
    const early = { ...window, toNs: (11 * MS) as never };
    check({ metric: 'lost writes', window: early }, text, null, told);
    const counter: Told = { data: 'counter', replicas: [replica(0, { 0: [1] })] };
    check({ metric: 'lost writes', window }, 'A inc1 0..1; A inc1 12..13', null, counter);
    // Where all or none of what may be lost is of that time, the sum tells as much.
    check({ metric: 'lost writes', window }, 'A inc1 11..12; A inc1 12..13', 1, counter);
    check({ metric: 'lost writes', window }, 'A inc1 0..1; A inc1 2..3; B inc1 12..?', null, counter);
    check({ metric: 'lost writes', window }, 'A inc1 0..1; A inc1 2..3; B inc2 12..14', 1, counter);
  });

  const lost = (text: string, expected: number, contents: Record<number, number[]>, data: Told['data'] = 'register') =>
    check('lost writes', text, expected, { data, replicas: [replica(0, contents), replica(1, contents)] } as Told);

  it('of a register are those that went back behind an older value', () => {
    lost('A w1 0..1', 1, {});
    lost('A w1 0..1', 0, { 0: [1] });
    lost('A w1 0..1; A w2 2..3', 0, { 0: [2] });
    lost('A w1 0..1; A w2 2..3; B r2 4..5', 1, { 0: [1] });
    lost('A w1 0..1; A w2 2..3; A w3 4..5', 2, { 0: [1] });
    lost('A w1 0..1; A w2 2..?', 1, {});
  });

  it('are not those that a concurrent or a late write may have replaced', () => {
    lost('A w1 0..10; B w2 5..15', 0, { 0: [1] });
    lost('A w1 0..?; A w2 10..20', 0, { 0: [1] });
    lost('A w1 0..?; B r1 5..6; A w2 10..20', 1, { 0: [1] });
  });

  it('are judged by survivors: a stopped replica cannot return anything', () => {
    const stopped = replica(0, { 0: [1] }, false);
    check('lost writes', 'A w1 0..1', 1, { replicas: [stopped, replica(1, {})] });
    check('lost writes', 'A w1 0..1', null, { replicas: [stopped, replica(1, {}, false)] });
  });

  it('are found under later writes where the run kept lineages', () => {
    const survivor: ReplicaState = { ...replica(0, { 0: [2] }), lineage: new Set([1]) };
    check('lost writes', 'A w1 0..1; A w2 2..3', 1, { replicas: [survivor] });
    const whole: ReplicaState = { ...survivor, lineage: new Set([0, 1]) };
    check('lost writes', 'A w1 0..1; A w2 2..3', 0, { replicas: [whole] });
  });

  it('of a log and a set are acknowledged minus final, and removals undone', () => {
    lost('A ap1 0..1; A ap2 2..3; B ap3 4..?', 1, { 0: [1, 3] }, 'log');
    lost('A add1 0..1; A add2 2..3; B rem1 4..?', 1, {}, 'set');
    lost('A add1 0..1; A rem1 2..3', 1, { 0: [1] }, 'set');
    lost('A add1 0..1; A rem1 2..3', 0, {}, 'set');
  });

  it('of a counter are told by what replicas are left with, and by the reads between which the sum fell behind', () => {
    const text = 'A inc1 0..1; A inc1 2..3; B r2 4..5; A inc2 6..7; B r1 8..9; B r1 10..11';
    const told: Told = { data: 'counter', replicas: [replica(0, { 0: [1] }), replica(1, { 0: [0] })] };
    const { run, scenario } = tell(text, told);
    const answer = measure(new Evidence(scenario, run, 1e6), { metric: 'lost writes' });
    assert(answer.kind === 'measured' && answer.witness !== undefined);
    assert.match(answer.because, /3 acknowledged increments of data come to 4, and it is left n1 at 1, n2 at 0/);
    assert.match(
      answer.because,
      /B read 2 .*, with all that had been acknowledged before; .*B read 1 .*, without some of it/,
    );
    assert.deepEqual(answer.witness.operations, [2, 4]);
  });

  it('of a counter are what the sum lacks', () => {
    lost('A inc1 0..1; A inc1 2..3; B inc1 4..?', 1, { 0: [1] }, 'counter');
    lost('A inc1 0..1; A inc1 2..3; B inc1 4..?', 0, { 0: [3] }, 'counter');
  });
});

describe('what is read', () => {
  it('is corrupt where nobody wrote it', () => {
    check('corrupt reads', 'A w1 0..1; B r-3 2..3', 1);
    check('corrupt reads', 'A w1 0..!; B r1 2..3; B r0 4..5', 0);
    check('corrupt reads', 'A ap1 0..1; B r[1,9] 2..3', 1, { data: 'log' });
  });

  it('is duplicated where it is there more than once', () => {
    check('duplicates', 'A ap1 0..1; B r[1,1] 2..3', 1, { data: 'log' });
    check('duplicates', 'A inc1 0..1', 1, { data: 'counter', replicas: [replica(0, { 0: [2] })] });
    check('duplicates', 'A w1 0..1', null);
  });

  it('are told by when they were asked for', () => {
    const window = during(10, 20);
    const log = 'A ap1 0..1; A ap2 12..13; A ap3 14..15; B r[1,2,1,2,3] 20..21';
    check({ metric: 'duplicates', window }, log, 1, { data: 'log' });
    check('duplicates', log, 2, { data: 'log' });
    check({ metric: 'duplicates', window }, 'A inc1 0..1', null, {
      data: 'counter',
      replicas: [replica(0, { 0: [2] })],
    });
  });
});

describe('detection', () => {
  const SKEW: ActionModel = { kind: 'skew', targets: [], byNs: (5 * MS) as never };
  const LEAK: ActionModel = { kind: 'leak', service: 0, crashAfterNs: (5 * MS) as never };
  const faults = { faults: [CRASH, SKEW, LEAK] };
  const crashed = { fault: 0, from: 50, to: 60, detectedAt: 55 * MS };

  it('of a crash is not that of a clock that was set before', () => {
    check('detection', 'A w1 0..1', 5 * MS, {
      ...faults,
      occurrences: [{ fault: 1, from: 10, to: Infinity, detectedAt: 53 * MS }, crashed],
    });
  });

  it('of a fault that was over is not that of the next', () => {
    check({ metric: 'detection', statistic: { kind: 'percentile', p: 50 } }, 'A w1 0..1', 5 * MS, {
      ...faults,
      occurrences: [{ fault: 0, from: 10, to: 11, detectedAt: 55 * MS }, crashed, { ...crashed, places: [1] }],
    });
    check('detection', 'A w1 0..1', 45 * MS, {
      ...faults,
      occurrences: [{ fault: 0, from: 10, to: 70, detectedAt: 55 * MS }, crashed],
    });
  });

  it('of a fault that was over is not that of what befell the same place since, whatever kind it is of', () => {
    const brief = { fault: 0, from: 10, to: 11, detectedAt: 55 * MS };
    const leakAt = (place: number) => ({ fault: 2, from: 50, to: 70, places: [place] });
    const took = (occurrences: NonNullable<Told['occurrences']>) => {
      const { scenario, run } = tell('A w1 0..1', { ...faults, occurrences });
      return detections(scenario, run).map(({ tookNs }) => tookNs);
    };
    assert.deepEqual(took([brief, leakAt(0)]), [null]);
    assert.deepEqual(took([brief, leakAt(1)]), [45 * MS]);
    assert.deepEqual(took([{ ...brief, to: 60 }, leakAt(0)]), [45 * MS]);
    // A leak that was mended before is not what another one later shows.
    assert.deepEqual(took([{ ...brief, fault: 2 }, leakAt(0)]), []);
  });
});

describe('split brain', () => {
  const span = (place: number, first: number, last: number): LeadershipSpan => ({
    store: 0,
    shard: 0,
    place,
    term: place,
    from: 0,
    to: 10_000 * MS,
    firstAcknowledgedAt: first * MS,
    lastAcknowledgedAt: last * MS,
  });
  it('is the time in which two leaders acknowledged writes', () => {
    check('split brain', 'A w1 0..1', 0, { leadership: [span(0, 0, 10), span(1, 11, 20)] });
    check('split brain', 'A w1 0..1', 5 * MS, { leadership: [span(0, 0, 15), span(1, 10, 20)] });
    check('split brain', 'A w1 0..1', 0, { leadership: [span(0, Number.NaN, Number.NaN), span(1, 10, 20)] });
    check('split brain', 'A w1 0..1', 1, { leadership: [span(0, 12, 12), span(1, 10, 20)] });
    check('split brain', 'A w1 0..1', null);
  });
});

describe('convergence', () => {
  const told = { faults: [CRASH], occurrences: [{ fault: 0, from: 100, to: 200 }] };
  it('is the time from the end of the last fault until all replicas are equal', () => {
    check('convergence', 'A w1 0..1', 50 * MS, { ...told, convergence: [0, 110, 250] });
    check('convergence', 'A w1 0..1', 0, { ...told, convergence: [0, 110, 150, 300] });
    check('convergence', 'A w1 0..1', null);
  });
});

describe('costs', () => {
  it('are messages and bytes by operation, and bytes stored by bytes of data', () => {
    check('messages per operation', 'A w1 0..1; A w2 2..3', 50);
    check({ metric: 'messages per operation', subject: { kind: 'store', store: 0 } }, 'A w1 0..1; A w2 2..3', 45);
    check('storage overhead', 'A w1 0..1', 3);
  });
});
