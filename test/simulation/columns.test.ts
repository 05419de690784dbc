import assert from 'node:assert/strict';
import { PiecedColumn } from '../../server/src/simulation/kernel/pieced-column';
import { TraceRecorder } from '../../server/src/simulation/kernel/trace-recorder';
import { EventKind, simulate, type Run } from '../../server/src/simulation';
import { quorumPolicy } from './quorum-policy';
import { ms, scenarioOf } from './scenario-builder';

const PIECE = 16_384;

describe('tables that grow by pieces', () => {
  /** Values by row in a table of so many rows; all others have the usual one. */
  function check(rows: number, usual: number, values: Readonly<Record<number, number>>): void {
    const column = new PiecedColumn((length) => new Float64Array(length), usual);
    for (const [row, value] of Object.entries(values)) column.set(Number(row), value);
    const expected = Array.from({ length: rows }, (_, row) => values[row] ?? usual);
    assert.deepEqual(Array.from(column.finish(rows)), expected);
    assert.deepEqual(
      expected.map((_, row) => column.get(row)),
      expected,
    );
  }

  it('keep what is set, in whatever order', () => {
    check(0, -1, {});
    check(5, -1, { 3: 7 });
    check(1500, NaN, { 1100: 3, 2: 1 });
    check(PIECE, 0, { [PIECE - 1]: 1 });
    check(3 * PIECE + 5, Infinity, { [2 * PIECE]: 9, 0: 1, [PIECE - 1]: 2, [3 * PIECE + 4]: 4 });
  });

  it('take the usual value back', () => {
    const column = new PiecedColumn((length) => new Int32Array(length), -1);
    column.set(2, 5);
    column.set(2, -1);
    assert.equal(column.get(2), -1);
    assert.deepEqual(Array.from(column.finish(4)), [-1, -1, -1, -1]);
  });

  it('take a byte a row where nothing unusual happens', () => {
    const column = new PiecedColumn((length) => new Int32Array(length), -1);
    for (let row = 0; row < 2 * PIECE; row++) column.set(row, -1);
    const whole = column.finishRare(2 * PIECE);
    assert.ok(whole instanceof Int8Array);
    assert.ok(whole.every((value) => value === -1));
    column.set(PIECE, 300);
    assert.equal(column.finishRare(2 * PIECE)[PIECE], 300);
  });
});

describe('the trace recorder', () => {
  /** Every row tells its number in each column. */
  function recorded(rows: number, most = 1e6): TraceRecorder {
    const recorder = new TraceRecorder(true, most);
    for (let row = 0; row < rows; row++)
      recorder.append(row * 1e9, EventKind.Note, row % 4000, -1, row, row / 2, -row, row - 1);
    return recorder;
  }

  for (const rows of [0, 1, 4096, 4097, 100_000]) {
    it(`gives back ${rows} rows`, () => {
      const trace = recorded(rows).finish();
      assert.equal(trace.length, rows);
      for (const row of [0, 4095, 4096, 12_287, 12_288, 28_672, rows - 1]) {
        if (row < 0 || row >= rows) continue;
        const { time, kind, place, peer, a, b, c, cause } = trace;
        assert.deepEqual(
          [time[row], kind[row], place[row], peer[row], a[row], b[row], c[row], cause[row]],
          [row * 1e9, EventKind.Note, row % 4000, -1, row, row / 2, row === 0 ? -0 : -row, row - 1],
        );
      }
    });
  }

  it('keeps no more than its limit, and says so', () => {
    const trace = recorded(6000, 5000).finish();
    assert.equal(trace.length, 5000);
    assert.ok(trace.truncated);
    assert.equal(trace.time.length, 5000);
  });

  it('can be read while it grows', () => {
    const recorder = recorded(5000);
    const early = recorder.soFar();
    recorder.append(1, EventKind.Note, 1, 1, 1, 1, 1, 1);
    assert.equal(early.length, 5000);
    assert.equal(early.a[4999], 4999);
    assert.equal(recorder.finish().length, 5001);
  });
});

describe('a long run', () => {
  const scenario = scenarioOf({
    nodes: 3,
    policy: quorumPolicy(),
    load: { kind: 'closed', sessions: 8, thinkNs: ms(1) },
    seconds: 10,
  });
  const run = (trace: boolean): Run => simulate(scenario, { seed: 1, trace });
  /** Bytes a row of all columns of a table. */
  const rowBytes = ({ length, ...columns }: Run['history'] | Run['trace']): number =>
    Object.values(columns).reduce<number>((sum, each) => sum + (ArrayBuffer.isView(each) ? each.byteLength : 0), 0) /
    length;

  it('keeps less than 60 bytes of an operation without a trace, and 37 of an event with one', () => {
    const without = run(false);
    assert.ok(without.history.length > 20_000);
    assert.ok(rowBytes(without.history) < 60, `${rowBytes(without.history)} bytes`);
    assert.equal(rowBytes(run(true).trace), 37);
  });

  it('has the same history with and without a trace, but for the events', () => {
    const told = ({ history }: Run): unknown => ({ ...history, invokeEvent: undefined, completeEvent: undefined });
    assert.deepEqual(told(run(true)), told(run(false)));
  });
});
