import assert from 'node:assert/strict';
import { linkCurve, pointOn, reachOf, within, type Curve } from '../../client/webview/topology/link-curve';

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

describe('the way of a message where no link is drawn', () => {
  const lowest = (curve: Curve): number =>
    Math.max(...Array.from({ length: 41 }, (_, step) => pointOn(curve, step / 40).y));
  const rightmost = (curve: Curve): number =>
    Math.max(...Array.from({ length: 41 }, (_, step) => pointOn(curve, step / 40).x));
  const around = linkCurve(box(0), box(800), [box(200)]);

  it('stays within what is shown, still under what stands between', () => {
    const extent = { x: 0, y: 0, width: 900, height: 90 };
    assert.ok(lowest(around) > 100, 'it would swing out');
    const bent = within(around, extent);
    assert.ok(lowest(bent) <= 90.5 && lowest(bent) > 75, String(lowest(bent)));
    assert.deepEqual([bent[0], bent[3]], [around[0], around[3]]);
  });

  it('leaves its box, though there is no room below it', () => {
    const bent = within(around, { x: 0, y: 0, width: 900, height: 60 });
    assert.ok(lowest(bent) > 64 && lowest(bent) < 75, String(lowest(bent)));
  });

  it('stays within the right edge, too', () => {
    const upper = { x: 0, y: 0, width: 100, height: 60 };
    const aside = linkCurve(upper, { ...upper, y: 800 }, [{ ...upper, y: 300 }]);
    assert.ok(rightmost(aside) > 150);
    const bent = within(aside, { x: 0, y: 0, width: 130, height: 860 });
    assert.ok(rightmost(bent) <= 130.5 && rightmost(bent) > 110, String(rightmost(bent)));
  });

  it('is as it was where there is room', () => {
    assert.equal(within(around, { x: 0, y: 0, width: 900, height: 300 }), around);
  });
});
