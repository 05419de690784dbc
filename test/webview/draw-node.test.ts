import assert from 'node:assert/strict';
import { drawNode } from '../../client/webview/timeline/draw-node';
import type { Painter } from '../../client/webview/timeline/painter';
import type { NodeRow } from '../../client/webview/timeline/rows';
import type { LaneSpan } from '../../server/src/report/run-report';

const LETTER_PX = 6;
const WIDTH = 1000;

/** The words in a lane with some conditions, a pixel for each unit of time, and where each begins. */
function written(
  conditions: readonly LaneSpan[],
  marks: readonly number[] = [],
): readonly (readonly [string, number])[] {
  const texts: (readonly [string, number])[] = [];
  const nothing = (): void => undefined;
  const painter = {
    canvas: { fillRect: nothing, strokeRect: nothing },
    palette: { tone: {}, on: {} },
    viewport: { from: 0, to: WIDTH },
    width: WIDTH,
    nsPerPx: 1,
    textWidth: (text: string) => text.length * LETTER_PX,
    x: (ns: number) => ns,
    fill: () => '',
    glyph: nothing,
    text: (text: string, from: number, _middle: number, end: number) => {
      texts.push([text, from]);
      return Math.min(from + text.length * LETTER_PX, end);
    },
  } as unknown as Painter;
  const role: LaneSpan = { from: 0, to: WIDTH, state: 'serving', label: 'enrich', event: -1 };
  const lane = { place: 0, label: 'tm1', roles: [role], conditions };
  drawNode(painter, { lane, top: 0, height: 30, longestLogs: new Map() } as unknown as NodeRow, marks);
  return texts;
}

const checkpoints = (...starts: readonly number[]): readonly LaneSpan[] =>
  starts.map((from) => ({
    from,
    to: from + 9,
    state: 'checkpointing',
    label: 'takes a checkpoint: enrich',
    event: -1,
  }));

describe('the lane of a job', () => {
  it('names the first of its checkpoints beside it, and what runs before', () => {
    const texts = written(checkpoints(200, 400, 600, 800));
    assert.deepEqual(
      texts.map(([text]) => text),
      ['checkpoint', 'enrich'],
    );
    const [[, from] = ['', 0]] = texts;
    assert.ok(from > 209 && from + 10 * LETTER_PX < 400, `at ${String(from)}`);
  });

  it('names a later one where only that has room', () => {
    const [[text, from] = ['', 0]] = written(checkpoints(200, 240, 280, 320, 600), [250]);
    assert.equal(text, 'checkpoint');
    assert.ok(from > 329 && from < 400, `at ${String(from)}`);
  });

  it('names none where none has room, and not beside what has its name inside', () => {
    const crowded = checkpoints(...Array.from({ length: 50 }, (_, number) => number * 20));
    assert.ok(!written(crowded).some(([text]) => text === 'checkpoint'));
    const signs = checkpoints(200, 500).map((span) => ({ ...span, to: span.from + 24 }));
    assert.ok(
      written(signs).some(([text]) => text === 'checkpoint'),
      'a sign alone is no name',
    );
    const [long] = checkpoints(100);
    assert.ok(long !== undefined);
    const texts = written([{ ...long, to: 400 }, ...checkpoints(600)]).map(([text]) => text);
    assert.deepEqual(texts, ['takes a checkpoint: enrich', 'enrich']);
  });

  it('does not put the name of a state beside it that would be read of what follows', () => {
    const slow: LaneSpan = { from: 200, to: 209, state: 'slow', label: 'slow', event: -1 };
    assert.deepEqual(
      written([slow]).map(([text]) => text),
      ['enrich'],
    );
  });
});
