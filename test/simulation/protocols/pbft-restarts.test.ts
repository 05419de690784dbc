import assert from 'node:assert/strict';
import { EventKind, Outcome } from '../../../server/src/simulation';
import { linearizable, runTexts, type JudgedRun } from './run-text';
import { eventsOf, journeys, type Span } from './trace-questions';

const model = (workloads: string, faults: string): string => `
  topology T {
    zone a { node n1  client many }  zone b { node n2  client slow }  zone c { node n3 }  zone d { node n4 }
    link everywhere { latency: 1ms }
    store data on n[1..4] using P { storage { log: fsync  fsync: 0.2ms } }
  }
  policy P = pbft { view-change-timeout: 1s }
  workload Many { from many to data  sessions: 20  think: 200ms  operations: write 100%  keys: uniform(5)  timeout: 5s }
  workload Slow { from slow to data  sessions: 1  think: 200ms  operations: write 100%  keys: uniform(5)  timeout: 500ms }
  scenario S { topology: T  workload: ${workloads}  duration: 8s  ${faults}  expect data is linearizable }`;

const answeredIn = ({ run: { history } }: JudgedRun, [from, to]: Span): number =>
  Array.from({ length: history.length }, (_, row) => row).filter((row) => {
    const completed = (history.completedAt[row] ?? 0) / 1e9;
    return history.outcome[row] === Outcome.Ok && completed >= from && completed < to;
  }).length;

const views = ({ run: { leadership } }: JudgedRun): number[] => leadership.map(({ term }) => term);

describe('pbft: what a restart finds on disk', () => {
  it('a primary leaves no hole in the order where an earlier view proposed what nobody took over', () => {
    // From 1 s on n2 alone is told what n1 proposes. It forgets who asked for that, and nobody asks again.
    const faults = `at 1s cut n1 -> n3, n4 for 7s  at 1s cut n3, n4 -> n1 for 7s
      at 1500ms crash n1, many  at 1500ms crash n2 for 100ms
      at 4s crash n2 for 100ms`;
    for (const judged of runTexts(model('Many, Slow', faults), 2)) {
      const { seed } = judged.run;
      const accepted = eventsOf(judged, EventKind.Append).filter(({ place }) => place === 1);
      const placesIn = (from: number, to: number): number[] =>
        accepted.filter(({ at }) => at >= from && at < to).map(({ b }) => b);
      const [last, next] = [Math.max(...placesIn(2, 4)), Math.min(...placesIn(4.1, 8))];
      assert.ok(Math.max(...placesIn(0, 1.5)) > last + 3, `seed ${seed}: view 0 proposed more than view 1 so far`);
      assert.ok(next <= last + 1, `seed ${seed}: after ${last} comes ${next}`);
      assert.ok(answeredIn(judged, [4.2, 7]) > 10, `seed ${seed} works`);
      assert.deepEqual(views(judged), [0, 1, 1], `seed ${seed}: n2 need not be replaced`);
      assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
    }
  });

  it('a primary tells one that missed it how its view began', () => {
    // n4 has asked for view 1 and is not told that it has begun, until n2 remembers only what is on its disk.
    const faults = `at 1s cut n2 -> n4 for 4s  at 1s crash n1 for 2s
      at 4s crash n2 for 100ms  at 6s crash n3`;
    for (const judged of runTexts(model('Slow', faults), 2)) {
      const { seed } = judged.run;
      const told = journeys(judged, { from: 1, to: 3 }).filter(({ name }) => name === 'NewView');
      const arrived = told.flatMap(({ arrivedAt }) => arrivedAt);
      assert.ok(arrived.length > 0 && arrived.every((at) => at > 5), `seed ${seed}: after the restart at 4 s`);
      assert.ok(answeredIn(judged, [6.1, 8]) > 5, `seed ${seed}: of the quorum n4 is one`);
      assert.equal(Math.max(...views(judged)), 1, `seed ${seed}`);
      assert.equal(linearizable(judged), 'pass', `seed ${seed}`);
    }
  });
});
