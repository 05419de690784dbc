import assert from 'node:assert/strict';
import { columnCounts, drawPile } from '../../client/webview/timeline/draw-pile';
import { MARKS } from '../../client/webview/run/operation-index';

const PLACE = { left: 100, bottom: 50, room: 40, columnPx: 3, okAlpha: 0.5 };

type Rectangle = readonly [x: number, y: number, width: number, height: number];

/** The rectangles of some counts by mark, column by column. */
function pile(counts: Readonly<Partial<Record<(typeof MARKS)[number], readonly number[]>>>): readonly Rectangle[] {
  const drawn: Rectangle[] = [];
  const columns = Math.max(...Object.values(counts).map((ofMark) => ofMark.length));
  const canvas = {
    ...{ fillStyle: '', globalAlpha: 1 },
    fillRect: (...rectangle: Rectangle) => {
      drawn.push(rectangle);
    },
  };
  drawPile(
    { canvas, fill: (tone) => tone },
    MARKS.map((mark) => (counts[mark] === undefined ? null : Uint32Array.from(counts[mark]))),
    { ...PLACE, columns },
  );
  assert.equal(canvas.globalAlpha, 1);
  return drawn;
}

describe('operations by column', () => {
  it('stand above each other, what went wrong on the ground, the fullest as high as the room', () => {
    assert.deepEqual(pile({ ok: [15, 8], failed: [5, 0] }), [
      [100, 40, 3, 10],
      [100, 10, 3, 30],
      [103, 34, 3, 16],
    ]);
  });

  it('are one rectangle where neighbours are alike, and none where there were none', () => {
    assert.deepEqual(pile({ ok: [4, 4, 4, 0, 4, 2] }), [
      [100, 10, 9, 40],
      [112, 10, 3, 40],
      [115, 30, 3, 20],
    ]);
  });

  it('show a single one that went wrong among thousands that went well, within the room', () => {
    assert.deepEqual(pile({ ok: [10_000], lost: [1] }), [
      [100, 46, 3, 4],
      [100, 10, 3, 36],
    ]);
  });

  it('are counted in the column they begin in, each once', () => {
    const starts = Float64Array.from([0, 9, 10, 10, 25, 39, 40]);
    assert.deepEqual(columnCounts(starts, 4, 0, 10), Uint32Array.of(2, 2, 1, 1));
    assert.deepEqual(columnCounts(starts, 2, 10, 15), Uint32Array.of(2, 2));
  });

  it('are added to those of other clients, and are none where none begins', () => {
    const before = columnCounts(Float64Array.of(3, 4, 11), 2, 0, 10);
    assert.deepEqual(columnCounts(Float64Array.of(15, 20), 2, 0, 10, before), Uint32Array.of(2, 2));
    assert.deepEqual(columnCounts(Float64Array.of(20, 30), 2, 0, 10, before), Uint32Array.of(2, 2));
    for (const starts of [[], [1, 2], [20]]) {
      assert.equal(columnCounts(Float64Array.from(starts), 1, 10, 10), null);
    }
  });
});
