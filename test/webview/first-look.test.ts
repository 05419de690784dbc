import assert from 'node:assert/strict';
import { firstLook } from '../../client/webview/run/first-look';
import { jumpPoints } from '../../client/webview/run/jump-points';
import { indexRun } from '../../client/webview/run/run-index';
import type { FaultBand, OperationMark, RunReport } from '../../server/src/report/run-report';
import { packOperations } from './packed-rows';
import { sampleReport } from './sample-report';

const S = 1e9;

interface Story {
  readonly operations: readonly (readonly [seconds: number, mark: OperationMark])[];
  readonly faults: readonly (readonly [from: number, to: number])[];
}

/** A run of twenty seconds that holds, of which the first three are not measured. */
function told({ operations, faults }: Story): RunReport {
  return {
    ...sampleReport(),
    ...{ durationNs: 20 * S, warmUpNs: 3 * S, decision: 'pass', expectations: [], events: [] },
    operations: packOperations({
      client: operations.map(() => 5),
      session: operations.map(() => 0),
      from: operations.map(([seconds]) => seconds * S),
      to: operations.map(([seconds, mark]) => (mark === 'open' || mark === 'unknown' ? null : (seconds + 0.1) * S)),
      mark: operations.map(([, mark]) => mark),
      text: operations.map(() => 'read k0'),
    }),
    faults: faults.map(([from, to]): FaultBand => ({
      ...{ from: from * S, to: to * S, label: 'crash n1', kind: 'crash', groups: [], places: [], source: null },
    })),
  } as RunReport;
}

function check(what: string, story: Story, seconds: number): void {
  it(what, () => {
    assert.equal(firstLook(indexRun(told(story))) / S, seconds);
  });
}

describe('a new run is looked at first', () => {
  check(
    'a moment after the first operation that fails while a fault lasts',
    {
      operations: [
        [1, 'failed'],
        [9, 'failed'],
      ],
      faults: [[8, 12]],
    },
    10,
  );
  check('at the end of the fault, if that is sooner over', { operations: [[9, 'failed']], faults: [[8, 9.5]] }, 9.5);
  check(
    'at the first failure under the fault, also where what fails had begun before it',
    {
      operations: Array.from({ length: 40 }, (_, index) => [7.8 + index / 10, 'failed'] as const),
      faults: [[8, 12]],
    },
    9,
  );
  check(
    'where the first fault begins that is measured',
    {
      operations: [[5, 'ok']],
      faults: [
        [2, 2],
        [8, 12],
      ],
    },
    8,
  );
  check('at a fault before the measuring where there is no other', { operations: [[5, 'ok']], faults: [[2, 2]] }, 2);
  check(
    'not at what was open at the end, whatever lasts until then',
    { operations: [[19.9, 'open']], faults: [[8, 20]] },
    8,
  );
  check('where the measuring begins if nothing happens', { operations: [[19.9, 'open']], faults: [] }, 3);

  it('and what was open at the end is no failure to jump to', () => {
    const run = indexRun(
      told({
        operations: [
          [4, 'failed'],
          [19.9, 'open'],
        ],
        faults: [],
      }),
    );
    assert.deepEqual(jumpPoints(run).failures, [4 * S]);
  });
});
