import assert from 'node:assert/strict';
import { judge } from '../../server/src/analysis';
import { projectRun } from '../../server/src/report/project-run';
import { unpackNumbers } from '../../server/src/report/packed-column';
import { OPERATION_MARKS } from '../../server/src/report/run-report';
import { Outcome, simulate } from '../../server/src/simulation';
import { compiled } from '../campaigns/explain/explained';

const model = (conflict: string): string => `
topology T {
  region a { node n1  client web }
  region b { node n2  client app }
  store likes on n1, n2 using Two { data: counter }
}
policy Two = multi-leader { conflict: ${conflict} }
workload W { from web, app to likes  rate: 40/s  operations: read 50%, increment 50%  keys: uniform(3)  timeout: 500ms }
scenario S { topology: T  workload: W  duration: 6s  seed: 1  at 2s partition region a | region b for 2s }`;

function judged(conflict: string) {
  const scenario = compiled(model(conflict));
  const run = simulate(scenario, { seed: 1, trace: true });
  const verdict = judge(scenario, run);
  const { operations } = projectRun({ scenario, run, verdict });
  const marks = [...unpackNumbers(operations.mark)].map((mark) => OPERATION_MARKS[mark]);
  return { run, verdict, marks, texts: operations.text.split('\n') };
}

describe('increments of a counter whose sum is too small', () => {
  it('are marked as perhaps lost, all that were acknowledged of its key and no others', () => {
    const { run, verdict, marks, texts } = judged('last-write-wins');
    const perhaps = marks.flatMap((mark, row) => (mark === 'perhaps-lost' ? [row] : []));
    const lost = marks.filter((mark) => mark === 'lost').length;
    assert.ok((verdict.metrics.lostWrites ?? 0) > 0);
    assert.ok(perhaps.length + lost >= (verdict.metrics.lostWrites ?? 0), 'as many as are lost are among them');
    const keys = new Set(perhaps.map((row) => run.history.key[row]));
    texts.forEach((text, row) => {
      const isCandidate =
        text.startsWith('increment') &&
        run.history.outcome[row] === Outcome.Ok &&
        keys.has(run.history.key[row] as number);
      assert.equal(marks[row] === 'perhaps-lost', isCandidate, `${text} is marked ${String(marks[row])}`);
    });
  });

  it('are none where the counters are merged', () => {
    const { verdict, marks } = judged('merge');
    assert.equal(verdict.metrics.lostWrites, 0);
    assert.deepEqual(
      marks.filter((mark) => mark === 'lost' || mark === 'perhaps-lost'),
      [],
    );
  });
});
