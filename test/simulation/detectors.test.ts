import assert from 'node:assert/strict';
import { EventKind } from '../../server/src/simulation';
import { AccrualPatience, FixedPatience, type Patience } from '../../server/src/simulation/protocols/detectors';
import { runText, type JudgedRun } from './protocols/run-text';

const TIMEOUT = 'timeout(heartbeat: 200ms, timeout: 1s)';
const PHI = 'phi(threshold: 4, heartbeat: 200ms)';
const SWIM = 'swim(period: 200ms, ping-timeout: 60ms, indirect: 3, suspicion: 1s)';

interface DetectorText {
  detector: string;
  faults?: string;
  policy?: string;
  latency?: string;
  loss?: string;
  expect?: string;
}

/** Six nodes, one client, a trickle of writes. */
function model({ detector, faults = '', policy = '', latency = '2ms', loss = '0%', expect = '' }: DetectorText) {
  return `
    topology T {
      node n[1..6] client c1
      link everywhere { latency: ${latency} loss: ${loss} }
      store data on n[1..6] using P
    }
    policy P = quorum { ${policy} detector: ${detector} }
    workload W { from c1 to data  rate: 5/s  operations: write 100%  timeout: 400ms }
    scenario S { topology: T  workload: W  duration: 30s  ${faults}  ${expect} }`;
}

const run = (text: DetectorText, seed = 1): JudgedRun => runText(model(text), seed);

/** Seconds at which somebody held a place for failed, or for alive again. */
function times({ run: { trace } }: JudgedRun, kind: EventKind, place?: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < trace.length; i++) {
    if (trace.kind[i] !== kind || (place !== undefined && trace.peer[i] !== place)) continue;
    result.push((trace.time[i] as number) / 1e9);
  }
  return result;
}

/** How often a detector said so. */
function remarks({ run: { trace } }: JudgedRun, text: string): number {
  let count = 0;
  for (let i = 0; i < trace.length; i++) {
    if (trace.kind[i] === EventKind.Note && trace.names[trace.a[i] as number] === text) count++;
  }
  return count;
}

describe('failure detectors', () => {
  const CRASH = 'at 10s crash n2 for 10s';
  /** Least and longest time from the crash to the first and to the last suspicion, in seconds. */
  const EXPECTED: readonly [detector: string, first: number, last: number][] = [
    [TIMEOUT, 0.8, 1.05],
    // 4 ln 10 x 200 ms = 1.84 s after the last heartbeat.
    [PHI, 1.6, 1.9],
    // A turn of five members, or two, until somebody pings it; a period; the suspicion; and the news is everywhere.
    [SWIM, 1.1, 3],
  ];
  for (const [detector, first, last] of EXPECTED) {
    it(`${detector}: everybody notices a crash, and the return`, () => {
      const judged = run({ detector, faults: CRASH });
      const suspicions = times(judged, EventKind.Suspect);
      assert.equal(suspicions.length, 5);
      assert.equal(times(judged, EventKind.Suspect, 1).length, 5);
      assert.ok((suspicions[0] as number) >= 10 + first, `first at ${suspicions[0]} s`);
      assert.ok((suspicions[4] as number) <= 10 + last, `last at ${suspicions[4]} s`);
      const returns = times(judged, EventKind.Trust, 1);
      assert.equal(returns.length, 5);
      assert.ok(
        returns.every((time) => time > 20 && time < 23),
        returns.join(),
      );
    });

    it(`${detector}: nobody is suspected on a steady link`, () => {
      for (const seed of [1, 2, 3]) assert.deepEqual(times(run({ detector }, seed), EventKind.Suspect), []);
    });

    it(`${detector}: both sides of a partition notice, and find each other again`, () => {
      const judged = run({ detector, faults: 'at 5s partition n1, n2 | n3, n4, n5, n6 for 10s' });
      assert.equal(times(judged, EventKind.Suspect).length, 16);
      assert.equal(times(judged, EventKind.Trust).length, 16);
    });

    it(`${detector}: who is removed has not failed, and is not late when it is added again`, () => {
      const faults = 'at 10s remove n2 from data  at 20s add n2 to data';
      // On long ways somebody is likely to wait for its answer when it goes.
      const text = { detector, faults, latency: '40ms' };
      const gossip = model(text).replace('quorum {', 'gossip { interval: 200ms');
      for (const seed of [1, 2, 5]) assert.deepEqual(times(runText(gossip, seed), EventKind.Suspect), []);
    });

    it(`${detector}: the time it took is measured`, () => {
      const expect = `expect detection <= ${last}s  expect detection >= ${first}s`;
      const { verdict } = run({ detector, faults: CRASH, expect });
      assert.deepEqual(
        verdict.expectations.map(({ decision }) => decision),
        ['pass', 'pass'],
      );
    });
  }

  it('phi keeps calm on a link on which a timeout of the same length raises false alarms', () => {
    const bad: Omit<DetectorText, 'detector'> = { latency: 'exponential(mean: 300ms)', loss: '60%' };
    const falseAlarms = (detector: string, from: number) =>
      times(run({ detector, ...bad }), EventKind.Suspect).filter((time) => time > from).length;
    const ofTimeout = falseAlarms('timeout(heartbeat: 200ms, timeout: 1842ms)', 5);
    const ofPhi = falseAlarms(PHI, 5);
    assert.ok(ofTimeout > 10, `${ofTimeout} of the timeout`);
    assert.ok(ofPhi < ofTimeout / 4, `${ofPhi} of phi, ${ofTimeout} of the timeout`);
  });

  it('SWIM refutes false suspicions under loss', () => {
    const judged = run({ detector: SWIM, loss: '25%' });
    assert.ok(remarks(judged, 'suspicion begins') > 5);
    assert.ok(remarks(judged, 'refutes suspicion') > 2);
    assert.ok(remarks(judged, 'suspicion refuted') > 5);
    assert.ok(times(judged, EventKind.Suspect).length < remarks(judged, 'suspicion begins') / 10);
  });

  it('SWIM reaches by way of others what it cannot reach itself', () => {
    const cut = 'at 5s cut n1 -> n2 for 20s';
    assert.deepEqual(times(run({ detector: SWIM, faults: cut }), EventKind.Suspect), []);
    assert.equal(remarks(run({ detector: SWIM, faults: cut }), 'suspicion begins'), 0);
    assert.ok(times(run({ detector: TIMEOUT, faults: cut }), EventKind.Suspect).length > 0);
  });

  it('hinted writes arrive when the detector has found their home again', () => {
    const { run: done } = run({ detector: PHI, policy: 'anti-entropy: off  read-repair: off', faults: CRASH });
    const held = done.replicas.map(({ values }) => JSON.stringify([...values].sort(([x], [y]) => x - y)));
    assert.equal(held[1], held[0]);
  });

  describe('patience', () => {
    /** `beats`: intervals in ms. */
    const check = (name: string, patience: Patience, beats: readonly number[], expectedMs: number) =>
      it(name, () => {
        let now = 0;
        patience.heartbeat(now);
        for (const beat of beats) patience.heartbeat((now += beat * 1e6));
        assert.ok(Math.abs(patience.ns / 1e6 - expectedMs) < 0.1, `${patience.ns / 1e6} ms`);
      });
    const ten = (ms: number) => Array.from({ length: 10 }, () => ms);
    check('of a timeout is what it is', new FixedPatience(700e6), ten(300), 700);
    check('of phi before the first interval', new AccrualPatience(8, 100e6), [], 1842.1);
    check('of phi with a slow peer', new AccrualPatience(8, 100e6), ten(300), 5526.2);
    check('of phi with intervals that differ', new AccrualPatience(8, 100e6), [100, 300, 100, 300], 3684.1);
    check(
      'of phi after a thousand intervals of another rhythm',
      new AccrualPatience(8, 100e6),
      [...ten(900), ...Array.from({ length: 1000 }, () => 100)],
      1842.1,
    );
  });
});
