import assert from 'node:assert/strict';
import { judge } from '../../server/src/analysis';
import { projectRun } from '../../server/src/report/project-run';
import { unpackNumbers } from '../../server/src/report/packed-column';
import { OPERATION_MARKS } from '../../server/src/report/run-report';
import { simulate } from '../../server/src/simulation';
import { compiled } from '../campaigns/explain/explained';

const MODEL = `
topology T { node a  node b  node c  client web  store data on a, b, c using First { storage { log: off } } }
policy First = voting { require: first }
workload W { from web to data  rate: 100/s  operations: read 50%, write 50%  keys: uniform(2)  timeout: 50ms }
scenario S {
  workload: W
  duration: 4s
  seed: 1
  at 1s byzantine a lie for 2s
}`;

describe('reads of what nobody wrote', () => {
  it('are marked and told, each of them and no others', () => {
    const scenario = compiled(MODEL);
    const run = simulate(scenario, { seed: 1, trace: true });
    const verdict = judge(scenario, run);
    const report = projectRun({ scenario, run, verdict });
    const marks = [...unpackNumbers(report.operations.mark)].map((mark) => OPERATION_MARKS[mark]);
    const from = unpackNumbers(report.operations.from);
    const corrupt = marks.flatMap((mark, row) => (mark === 'corrupt' ? [row] : []));
    assert.ok(corrupt.length > 10, String(corrupt.length));
    assert.equal(corrupt.length, verdict.metrics.corruptReads);
    for (const row of corrupt) assert.ok((from[row] ?? 0) > 0.9e9 && (from[row] ?? 0) < 3e9);
    const told = report.events.filter(({ kind }) => kind === 'corrupt-read');
    assert.equal(told.length, corrupt.length);
    assert.match(told[0]?.text ?? '', /^read data k\d -> -?\d+ of web is what nobody wrote$/);
  });

  it('are dated by the first, whatever its key, and so are stale ones, and what does not converge from the end of the fault on', () => {
    const text = `${MODEL.slice(0, MODEL.lastIndexOf('}'))}
  expect corrupt reads > 0
  expect stale reads < 0%
  expect convergence < 0s
}`;
    const scenario = compiled(text);
    const run = simulate(scenario, { seed: 1, trace: true });
    const verdict = judge(scenario, run);
    const first = (operations: readonly number[]): number =>
      Math.min(...operations.map((id) => run.history.invokedAt[id] as number));
    const { expectations } = projectRun({ scenario, run, verdict });
    assert.deepEqual(
      expectations.map(({ firstAt }) => firstAt),
      [
        first(verdict.corruptOperations),
        verdict.staleOperations.length === 0 ? undefined : first(verdict.staleOperations),
        3e9,
      ],
    );
  });
});
