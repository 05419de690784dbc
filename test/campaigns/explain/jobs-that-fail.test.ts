import { strict as assert } from 'node:assert';
import { projectRun } from '../../../server/src/report/project-run';
import { explained } from './explained';

const job = (delivery: string, rest: string): string => `
topology T { nodes n[1..3]  job j on n[1..3] { input: 100/s  checkpoint: every 10s taking 1s  restart: 1s  delivery: ${delivery} } }
scenario S { topology: T  duration: 90s  seed: 1  at 27s crash n2 for 30s as gone  ${rest} }`;

function whyOf(text: string) {
  const { scenario, run, verdict, explanations } = explained(text);
  const { expectations } = projectRun({ scenario, run, verdict, explanations });
  return expectations.find((row) => row.why)?.why ?? assert.fail('nothing is explained');
}

describe('the way from a fault to the results of a job', () => {
  it('leads over its failure and its checkpoint to the results that appear again', () => {
    const { path, counterfactuals } = whyOf(job('at-least-once', 'expect duplicates of j >= 300'));
    assert.deepEqual(
      path.map(({ because }) => because),
      [-1, 0, 1],
    );
    const [fault, failed, again] = path.map(({ text }) => text);
    assert.match(fault ?? '', /^gone: crash n2$/);
    assert.match(failed ?? '', /^n1 finds that j has failed and restarts it$/);
    assert.match(
      again ?? '',
      /^j runs again \(attempt 2\) from checkpoint 2, begun at 20\.\d+ s: \d+ results since then appear again, the last at \d\d\.\d+ s$/,
    );
    assert.ok((path.at(-1)?.at ?? 0) < 35e9, 'nothing is told of the node that starts again long after');
    // A crash just behind a checkpoint leaves less to do again: that it comes at another moment is no help.
    assert.deepEqual(
      counterfactuals.filter(({ kind }) => kind === 'later'),
      [],
    );
  });

  it('says how many records are never read where the source is not read again', () =>
    assert.match(
      whyOf(job('at-most-once', 'expect lost writes of j > 0')).path.at(-1)?.text ?? '',
      /^j runs again \(attempt 2\) with what arrives from then on: \d+ records are never read$/,
    ));

  it('says how much is worked on again where nothing appears twice', () =>
    assert.match(
      whyOf(job('exactly-once', 'expect recovery of j <= 1s')).path.at(-1)?.text ?? '',
      /^j runs again \(attempt 2\) from checkpoint 2, begun at 20\.\d+ s: \d+ records since then are worked on again$/,
    ));
});
