import { whenIdle } from '../dom/when-idle';
import type { RunIndex } from '../run/run-index';
import { wholeRun, zoomViewport, type Viewport } from '../time/viewport';
import { drawRows } from './draw-rows';
import { createPainter, type Brushes } from './painter';
import type { RowLayout } from './rows';

/** How often, and how much nearer each time: from the whole run to where single operations and messages are drawn. */
const LOOKS = 16;
const NEARER = 0.6;

interface Subject {
  readonly run: RunIndex;
  readonly layout: RowLayout;
  readonly brushes: Brushes;
  readonly width: number;
}

/**
 * What is called for the first time is slow, for the browser compiles it meanwhile. So the rows of a run are drawn a few
 * times, where nobody sees it and whenever there is nothing else to do; the first zoom is then as smooth as later ones.
 * Begun with one run, it goes on with the next.
 */
export function createWarmUp(): (run: RunIndex, layout: RowLayout, brushes: Brushes, width: number) => void {
  let subject: Subject | null = null;
  let left = LOOKS;
  let canvas: CanvasRenderingContext2D | null = null;
  let viewport: Viewport = wholeRun(1);
  const look = (): void => {
    canvas ??= document.createElement('canvas').getContext('2d');
    if (canvas === null || subject === null || left === 0) {
      return;
    }
    left--;
    const { run, layout, brushes, width } = subject;
    drawRows(createPainter(canvas, brushes, viewport, width), run, layout, {
      ...{ scrollTop: 0, height: layout.height, messagesShown: true },
    });
    viewport = zoomViewport(viewport, run.durationNs / 2, NEARER, run.durationNs);
    whenIdle(look);
  };
  return (run, layout, brushes, width) => {
    const isFirst = subject === null;
    if (subject?.run !== run) {
      viewport = wholeRun(run.durationNs);
    }
    subject = { run, layout, brushes, width };
    if (isFirst) {
      whenIdle(look);
    }
  };
}
