import { strict as assert } from 'node:assert';
import { projectRun, type RunReport } from '../../server/src/report';
import { projectConnections } from '../../server/src/report/project-connections';
import type { ConnectionSpan } from '../../server/src/report/run-report';
import { EventKind } from '../../server/src/simulation';
import { runText } from '../simulation/protocols/run-text';

const S = 1e9;

function model(policy: string, load = 'operations: read 50%, write 50%', shards = ''): string {
  return `
topology Shop {
  region eu { zone a { node n1 client web } zone b { node n2 } zone c { node n3 } }
  link within zone { latency: 0.3ms }
  link between zones { latency: 2ms }
  store orders on n1, n2, n3 using Chosen { ${shards} }
}
policy Chosen = ${policy}
workload Load { from web to orders rate: 50/s ${load} timeout: 300ms retries: 1 }
faults Crash { at 3s crash n1 for 3s }
scenario Main { topology: Shop workload: Load faults: Crash duration: 9s }
`;
}

function spansOf(text: string): readonly ConnectionSpan[] {
  const report: RunReport = projectRun(runText(text, 1));
  return report.clients.find(({ label }) => label === 'web')?.connections ?? [];
}

function at(spans: readonly ConnectionSpan[], seconds: number): string {
  return spans.findLast(({ from }) => from <= seconds * S)?.label ?? '';
}

describe('the server that a client is connected to', () => {
  it('is the nearest, then the one that it fled to, where it stays although the nearest is back', () => {
    const spans = spansOf(model('multi-leader { }'));
    assert.equal(at(spans, 2), 'via n1');
    assert.match(at(spans, 4), /^via n[23]$/);
    assert.equal(at(spans, 8.9), at(spans, 4), 'n1 is back since 6 s');
  });

  it('is told apart for reads and writes where these go to different ones', () => {
    const text = model('primary-backup { reads: nearest }').replace('client web', '');
    const spans = spansOf(text.replace('node n2', 'node n2 client web'));
    assert.equal(at(spans, 2), 'reads via n2, writes via n1');
  });

  it('has no gaps and no two spans in a row that say the same', () => {
    const spans = spansOf(model('raft { }'));
    assert.ok(spans.length > 1);
    for (const [number, span] of spans.entries()) {
      assert.ok(span.from < span.to);
      const before = spans[number - 1];
      assert.ok(before === undefined || (before.to === span.from && before.label !== span.label));
    }
  });

  it('is what the requests of the run were sent to', () => {
    const judged = runText(model('zab { tick: 500ms }', 'operations: read 80%, write 20%'), 1);
    const spans = projectConnections(judged).get(3) ?? [];
    const { trace } = judged.run;
    const names = judged.scenario.places.map(({ name }) => name);
    let compared = 0;
    for (let event = 0; event < trace.length; event += 1) {
      if (trace.kind[event] !== EventKind.Attempt) continue;
      const label = at(spans, (trace.time[event] ?? 0) / S);
      if (!label.startsWith('via ')) continue;
      compared += label === `via ${names[trace.peer[event] ?? -1] ?? ''}` ? 1 : 0;
    }
    assert.ok(compared > 300, `${String(compared)} requests went where the picture says`);
  });

  it('is many that are tried in turn where none answers for long', () => {
    const paused = model('raft { }').replace('crash n1 for 3s', 'pause n1, n2, n3 for 3s');
    const spans = spansOf(paused.replace('timeout: 300ms', 'timeout: 50ms'));
    assert.match(at(spans, 5), /^tries n1, n2, n3$/);
    assert.ok(spans.length < 20, `${String(spans.length)} spans`);
  });

  const none: readonly (readonly [what: string, text: string])[] = [
    ['where reads are spread over all', model('primary-backup { reads: any }', 'operations: read 100%')],
    ['where a client asks all itself', model('quorum { coordinator: client }')],
    ['where there is but one', model('single { }').replace('orders on n1, n2, n3', 'orders on n1')],
    ['where each shard has another', model('raft { }', undefined, 'shards: 6  replicas: 3')],
  ];
  for (const [what, text] of none) {
    it(`is not told ${what}`, () => {
      // Before each kind of request was made once, all that is known are the first.
      const spans = spansOf(text).filter(({ to }) => to > S);
      assert.deepEqual(
        spans.map(({ label }) => label).filter((label) => label !== ''),
        [],
      );
    });
  }
});
