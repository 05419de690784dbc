import assert from 'node:assert/strict';
import { linkCurve, pointOn, reachOf } from '../../client/webview/topology/link-curve';

const box = (x: number): { x: number; y: number; width: number; height: number } => ({
  x,
  y: 0,
  width: 100,
  height: 60,
});

describe('a link that swings under what stands between', () => {
  const around = linkCurve(box(0), box(400), [box(200)]);
  const all = { x: 0, y: 0, width: 500, height: 60 };

  it('is part of what is shown', () => {
    const { y, height } = reachOf([around], all);
    for (let step = 0; step <= 20; step++) {
      assert.ok(pointOn(around, step / 20).y <= y + height + 0.5);
    }
    assert.ok(height > 60);
  });

  it('takes no room where a straight one will do', () => {
    assert.deepEqual(reachOf([linkCurve(box(0), box(200), [])], all), all);
  });
});
