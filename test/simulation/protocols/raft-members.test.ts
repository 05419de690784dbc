import assert from 'node:assert/strict';
import { EventKind, Outcome, Role } from '../../../server/src/simulation';
import { linearizable, runText, type JudgedRun } from './run-text';
import { eventsOf } from './trace-questions';

/** Servers n1.. of which the first `voters` hold the store, and n1 leads from 1 s on. */
const model = (voters: number, faults: string, storage = ''): string => `
  topology T {
    node n1  node n2  node n3  node n4  node n5  client c1  client c2
    link everywhere { latency: 10ms }
    store data on n[1..${voters}] using P { storage { log: fsync  fsync: 1ms  ${storage} } }
  }
  policy P = raft { election-timeout: 300ms..600ms  heartbeat: 50ms }
  workload W { from c1, c2 to data  rate: 40/s  operations: read 50%, write 50%  keys: uniform(3)  timeout: 500ms }
  scenario S { workload: W  duration: 8s  at 1s promote n1 in data  ${faults} }`;

const leadersAfter = (run: JudgedRun, from: number): { readonly at: number; readonly place: number }[] =>
  eventsOf(run, EventKind.Role).filter(({ at, b }) => at > from && b === Role.Leader);

describe('members of raft', () => {
  it('a snapshot says who votes where it ends, and not what the log proposes behind it', () => {
    // n1 was restarted, so that its checkpoints come between those of the others.
    const cutOff = `
      at 300ms crash n1 for 200ms
      at 3200ms isolate n1 for 500ms
      at 3210ms remove n5 from data
      at 3250ms add n5 to data`;
    const run = runText(model(5, cutOff, 'checkpoint: every 1s'), 1);
    const inForce = eventsOf(run, EventKind.Reconfigure).filter(({ place }) => place === 0);
    const [proposed, last] = [inForce[0], inForce.at(-1)];
    assert.ok(proposed !== undefined && proposed.at < 3.25 && proposed.b === 4, 'n1 proposes to go on without n5');
    const taken = eventsOf(run, EventKind.Snapshot).filter(({ at, place }) => place === 0 && at > 3.25 && at < 3.7);
    assert.equal(taken.length, 1, 'it takes a snapshot before another leader has cut that off');
    assert.ok(eventsOf(run, EventKind.Truncate).some(({ at, place }) => place === 0 && at > 3.7 && at < 3.9));
    assert.equal(last?.b, 5, 'n5 votes');
  });

  /**
   * The flaw that Ongaro found in single-server changes (raft-dev, 10 July 2015): two leaders of different terms change the
   * same configuration, neither change is committed under it, and the two that follow from it share no majority.
   */
  it('a leader changes nobody before it has committed an entry of its own term', () => {
    const apart = `
      at 3s partition n1, n5, c1 | n2, n3, n4, c2 for 4s
      at 3010ms add n5 to data
      at 3150ms remove n5 from data
      at 3160ms remove n1 from data`;
    let tried = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const before = runText(model(4, apart), seed);
      const inForce = eventsOf(before, EventKind.Reconfigure).filter(({ at }) => at < 3.16);
      assert.deepEqual(
        inForce.map(({ place, b }) => [place, b]),
        [[0, 5]],
        'n1 proposes n5, and no other voter hears of it',
      );
      const [second] = leadersAfter(before, 3);
      assert.ok(second !== undefined);
      if (second.place === 3) continue;
      tried++;
      // The same seed is the same run up to here: n4 has voted, and has not got the first entry of the term.
      const elected = Math.floor(second.at * 1e3);
      const changed = `
        at ${elected + 1}ms crash n4 for 100ms
        at ${elected + 1}ms heal
        at ${elected + 1}ms partition n1, n4, n5, c1 | n2, n3, c2 for 3s`;
      const run = runText(model(4, apart + changed), seed);
      assert.ok(
        leadersAfter(run, second.at + 0.001).some(({ place }) => place === 0 || place === 4),
        `seed ${seed}: n1 leads, or n4`,
      );
      assert.equal(linearizable(run), 'pass', `seed ${seed}`);
      assert.equal(run.verdict.metrics.lostWrites, 0, `seed ${seed}`);
      const answered = Array.from(run.run.history.outcome).filter((outcome) => outcome === Outcome.Ok);
      assert.ok(answered.length > 100);
    }
    assert.ok(tried >= 2);
  });
});
