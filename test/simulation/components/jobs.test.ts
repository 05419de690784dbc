import assert from 'node:assert/strict';
import { detections } from '../../../server/src/analysis/availability/detection';
import { CheckpointState, EventKind, JobState } from '../../../server/src/simulation';
import { broken, ran } from './running';

const job = (properties: string, rest: string): string => `
  topology T { nodes w[1..4] job enrich on w[1..4] { input: 1000/s ${properties} } }
  scenario S { topology: T duration: 120s ${rest} }`;

function check(text: string): void {
  assert.deepEqual(broken(text, [1, 2]), []);
}

describe('jobs', function () {
  this.timeout(60_000);
  const checkpoints = 'checkpoint: every 10s taking 1s restart: 3s';
  const crash = 'at 47s crash w2 for 20s';

  it('keep up with their source, and show results with the checkpoint where they count once', () => {
    // A record waits for the next barrier, up to an interval, and for the checkpoint to be taken.
    check(
      job(
        checkpoints,
        'expect latency max of enrich < 11.5s expect latency p50 of enrich > 5s expect throughput of enrich > 890/s',
      ),
    );
    check(job(`${checkpoints} delivery: at-least-once`, 'expect latency max of enrich < 250ms'));
  });

  it('keep up with a source of few records, too', () => {
    for (const rate of ['3/s', '50/s']) {
      const slow = job(`${checkpoints} delivery: at-least-once`, '').replace(/input: \S+/, `input: ${rate}`);
      assert.match(slow, /input: (3|50)\/s/);
      const { run } = ran(slow);
      const results = run.jobs?.[0]?.results.reduce((sum, { from, to }) => sum + to - from, 0) ?? 0;
      // All but those of the last tick: each of 12 partitions a worker is at most one record behind.
      const arrived = (run.endedAt / 1e9) * Number.parseInt(rate, 10);
      assert(results <= arrived && results >= arrived - 60, `${results} of ${arrived}`);
    }
  });

  it('go back to the last complete checkpoint: nothing appears twice, and nothing is missing', () => {
    check(
      job(
        checkpoints,
        `${crash} expect duplicates of enrich = 0 expect lost writes of enrich = 0 expect recovery of enrich < 40s
         expect recomputed of enrich >= 6000 expect recomputed of enrich <= 8000`,
      ),
    );
    const { run, events } = ran(job(checkpoints, crash));
    const [outcome] = run.jobs ?? [];
    // The barrier of 40 s is complete at 41 s; the crash comes 7 s after the barrier.
    assert.ok(Math.abs((outcome?.recomputed ?? 0) - 7000) < 1000, String(outcome?.recomputed));
    assert.ok(events(EventKind.Checkpoint).some(([, , , state]) => state === CheckpointState.Complete));
  });

  it('show what is worked on again a second time with at-least-once, and never show it with at-most-once', () => {
    check(
      job(
        `${checkpoints} delivery: at-least-once`,
        `${crash} expect duplicates of enrich >= 5000 expect lost writes of enrich = 0`,
      ),
    );
    check(
      job(
        `${checkpoints} delivery: at-most-once`,
        `${crash} expect duplicates of enrich = 0 expect lost writes of enrich >= 3000`,
      ),
    );
  });

  it('work less again with shorter intervals, and everything without checkpoints', () => {
    const recomputed = (properties: string): number => ran(job(properties, crash)).run.jobs?.[0]?.recomputed ?? NaN;
    const often = recomputed('checkpoint: every 2s taking 500ms restart: 3s');
    const never = recomputed('restart: 3s');
    assert.ok(often < 3500, String(often));
    assert.ok(Math.abs(never - 47_000) < 1000, String(never));
  });

  it('notice a worker that is cut off only by its heartbeats', () => {
    check(job(checkpoints, 'at 40s isolate w2 for 70s expect recovery of enrich > 50s').replace('120s', '200s'));
  });

  it('notice at once whose connection is refused, be it the coordinator, and nobody else', () => {
    const late = 'at 60s isolate w3 for 60s';
    for (const crashed of ['w1', 'w2', 'w1, w4'])
      check(job(checkpoints, `at 23s crash ${crashed} for 2s as early ${late} expect detection during early < 1s`));
    check(job(checkpoints, `at 23s crash w1 for 2s ${late} expect detection <= 60s expect detection >= 49s`));
    // It was over long before anybody could notice it, and what is noticed later is the isolation.
    for (const silent of ['w1', 'w2']) {
      const { scenario, run } = ran(job(checkpoints, `at 23s pause ${silent} for 2s ${late}`));
      const [early, isolation] = detections(scenario, run).map(({ tookNs }) => tookNs);
      assert.equal(early, null);
      assert.ok((isolation ?? 0) > 49e9);
    }
  });

  it('notice a coordinator that is cut off by its heartbeats, too', () =>
    check(job(checkpoints, 'at 20s isolate w1 for 80s expect detection > 49s expect detection < 53s')));

  it('have got over two failures once they have caught up after both', () => {
    const { run } = ran(job(checkpoints, 'at 40s crash w2 for 2s at 46s crash w3 for 2s'));
    const failures = run.jobs?.[0]?.failures ?? [];
    assert.equal(failures.length, 2);
    assert.ok((failures[0]?.caughtUpAt ?? 0) > (failures[1]?.failedAt ?? 0));
    assert.equal(failures[0]?.caughtUpAt, failures[1]?.caughtUpAt);
    assert.deepEqual(
      failures.map(({ lost }) => lost.map((place) => ran(job(checkpoints, '')).scenario.places[place]?.name)),
      [['w2'], ['w3']],
    );
  });

  it('go on where they were when connections that lost messages work again', () => {
    // Ten seconds are less than the 50 s after which a silent worker is lost: nothing has to start over.
    for (const fault of ['isolate w2', 'partition w1 | w2, w3, w4', 'drop 30% everywhere'])
      for (const delivery of ['exactly-once', 'at-least-once'])
        check(
          job(
            `${checkpoints} delivery: ${delivery}`,
            `at 39s ${fault} for 10s expect outage of enrich < 25s expect latency max of enrich < 35s
             expect recomputed of enrich = 0 expect throughput of enrich during 60s..120s > 900/s`,
          ),
        );
  });

  it('count a result once over links that duplicate and reorder', () => {
    check(
      job(
        'checkpoint: every 2s taking 100ms',
        `at 1s duplicate 50% everywhere at 1s reorder everywhere within 200ms ${crash}
         expect duplicates of enrich = 0 expect lost writes of enrich = 0 expect outage of enrich < 10s`,
      ),
    );
  });

  it('stop on a worker that was taken for lost, when it finds out', () => {
    const cutOff = 'checkpoint: every 10s taking 1s delivery: at-least-once';
    // No checkpoint is complete from that of 11 s until the worker is lost 50 s after 15 s, and no longer than that does it go on.
    check(
      job(
        cutOff,
        `at 15s isolate w2 for 70s expect duplicates of enrich < 58000 expect recomputed of enrich < 58000
         expect duplicates of enrich during 150s..300s = 0 expect recovery of enrich > 50s`,
      ).replace('120s', '300s'),
    );
  });

  it('either show a record or miss it with at-most-once', () => {
    for (const restart of ['0s', '3s'])
      for (const fault of ['crash w1 for 4s', 'crash w2 for 4s', 'isolate w1 for 70s']) {
        const { run } = ran(job(`restart: ${restart} delivery: at-most-once`, `at 15s ${fault}`));
        const [outcome] = run.jobs ?? [];
        const shown = new Set(
          outcome?.results.flatMap(({ partition, from, to }) =>
            Array.from({ length: to - from }, (_, i) => `${partition}:${from + i}`),
          ),
        );
        const arrived = 120_000;
        const known = shown.size + (outcome?.lost ?? 0);
        // All but those of the last ticks, and those that are left to one worker who cannot keep up.
        const waiting = fault.startsWith('isolate w1') ? 40_000 : 500;
        assert.ok(
          known <= arrived && known > arrived - waiting,
          `${fault}: ${shown.size} shown, ${outcome?.lost} missed`,
        );
      }
  });

  it('tell how long what has no result yet has waited', () => {
    check(job(checkpoints, 'at 60s crash w1 expect latency max of enrich > 60s expect latency p99 of enrich < 12s'));
    const { verdict } = ran(job(checkpoints, 'at 60s crash w1 expect latency max of enrich < 20s'));
    assert.match(verdict.expectations[0]?.measuredText ?? '', /more than/);
  });

  it('are measured in a window where one is named', () => {
    check(
      job(
        checkpoints,
        `${crash} as one at 100s crash w3 for 1s as two
         expect recomputed of enrich during 0s..45s = 0 expect recomputed of enrich during 45s..90s > 5000
         expect recovery of enrich during 90s..110s < 20s expect recovery of enrich during 0s..90s < 40s`,
      ),
    );
  });

  it('count how often they were started', () => {
    const { events } = ran(job(checkpoints, crash));
    const states = events(EventKind.Job).map(([, , , state, start]) => [state, start] as const);
    assert.deepEqual(states, [
      [JobState.Running, 1],
      [JobState.Restarting, 1],
      [JobState.Running, 2],
    ]);
  });
});
