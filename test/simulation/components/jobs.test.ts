import assert from 'node:assert/strict';
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
