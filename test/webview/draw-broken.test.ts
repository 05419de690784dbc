import assert from 'node:assert/strict';
import type { Broken } from '../../client/webview/run/broken-expectations';
import { drawBroken } from '../../client/webview/timeline/draw-broken';
import type { Painter } from '../../client/webview/timeline/painter';
import type { BrokenRow } from '../../client/webview/timeline/rows';

const LETTER_PX = 6;
const WIDTH = 1000;
const REASON = 'Without crash (crash n1) (line 9) it does not happen: 0 s instead of 9 s.';

interface Written {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What is written in the lane of one broken expectation, which broke at some pixel. */
function written(at: number, broken: Partial<Broken> = {}): readonly Written[] {
  const texts: Written[] = [];
  const painter = {
    canvas: { fillStyle: '', fillRect: () => undefined },
    palette: { tone: {}, on: {} },
    width: WIDTH,
    nsPerPx: 1,
    textWidth: (text: string) => text.length * LETTER_PX,
    x: (ns: number) => ns,
    glyph: () => undefined,
    text: (text: string, from: number, _middle: number, end: number) => {
      const to = from + text.length * LETTER_PX;
      texts.push({ text: to <= end ? text : `${text} (cut)`, from, to });
      return Math.min(to, end);
    },
  } as unknown as Painter;
  const one = { text: 'outage >= 7s: 9 s', reason: REASON, from: 0, at, to: at, expectation: 0, ...broken } as Broken;
  drawBroken(painter, { broken: [one], top: 0, trackPx: 22 } as unknown as BrokenRow);
  return texts;
}

function textsOf(found: readonly Written[]): readonly string[] {
  return found.map(({ text }) => text);
}

describe('the words beside a broken expectation', () => {
  it('are what was measured and why, where both fit', () => {
    assert.deepEqual(textsOf(written(300)), ['outage >= 7s: 9 s', REASON]);
  });

  it('have the reason before the flag, on its line, where there is no room after it', () => {
    const [, reason] = written(700);
    assert.equal(reason?.text, REASON);
    assert.ok(reason.to < 700);
  });

  it('leave out of the reason what it measured where only the rest has room', () => {
    const [, reason] = written(520, { from: 400 });
    assert.equal(reason?.text, 'Without crash (crash n1) (line 9) it does not happen');
  });

  it('leave the reason out where it fits nowhere as a whole', () => {
    assert.deepEqual(textsOf(written(700, { from: 500 })), ['outage >= 7s: 9 s']);
    assert.deepEqual(textsOf(written(300, { reason: REASON.repeat(3) })), ['outage >= 7s: 9 s']);
  });

  it('are cut nowhere', () => {
    for (let at = 0; at <= WIDTH; at += 10) {
      for (const { text, from, to } of written(at)) {
        assert.ok(!text.endsWith('(cut)'), `${text} at ${String(at)}`);
        assert.ok(from >= 0 && to <= WIDTH);
      }
    }
  });
});
