import assert from 'node:assert/strict';
import { indexRun } from '../../client/webview/run/run-index';
import { layOutRows, type FaultsRow } from '../../client/webview/timeline/rows';
import { sampleReport } from './sample-report';

/** The lines of faults that last from one second to another, in a run of 40 s. */
function tracksOf(...stretches: readonly (readonly [from: number, to: number])[]): readonly number[] {
  return faultsRow(...stretches).tracks;
}

function faultsRow(...stretches: readonly (readonly [from: number, to: number])[]): FaultsRow {
  const report = sampleReport();
  const [fault] = report.faults;
  assert.ok(fault !== undefined);
  const faults = stretches.map(([from, to]) => ({ ...fault, from: from * 1e9, to: to * 1e9 }));
  const row = layOutRows(indexRun({ ...report, faults }), 1000, 600).rows.find(({ kind }) => kind === 'faults');
  assert.ok(row?.kind === 'faults');
  return row;
}

describe('the lines of faults', () => {
  it('are shared by faults one after the other', () => {
    assert.deepEqual(tracksOf([1, 2], [20, 22], [30, 31]), [0, 0, 0]);
  });

  it('are different where the labels would lie over each other', () => {
    assert.deepEqual(tracksOf([1, 2], [3, 4], [20, 21]), [0, 1, 0]);
  });

  it('are one for each of sixteen faults at once', () => {
    const tracks = tracksOf(...Array.from({ length: 16 }, () => [2, 7] as const));
    assert.equal(new Set(tracks).size, 16);
  });

  it('leave room for what they caused, however many there are', () => {
    for (const count of [1, 8, 20, 60]) {
      const row = faultsRow(...Array.from({ length: count }, () => [2, 7] as const));
      assert.ok(row.height <= 180, `${String(count)} faults take ${String(row.height)} pixels`);
      assert.ok(row.trackPx >= 8);
    }
  });

  it('are not more for labels alone, however many short faults there are', () => {
    const tracks = tracksOf(...Array.from({ length: 40 }, (_, fault) => [fault * 0.2, fault * 0.2 + 0.1] as const));
    assert.ok(Math.max(...tracks) < 6);
  });
});
