import { whenIdle } from '../dom/when-idle';
import type { RunIndex } from '../run/run-index';
import { wholeRun, zoomViewport } from '../time/viewport';
import { drawRows } from './draw-rows';
import { createPainter, type Brushes } from './painter';
import type { RowLayout } from './rows';

/** How often, and how much nearer each time: from the whole run to where single operations and messages are drawn. */
const LOOKS = 16;
const NEARER = 0.6;

/**
 * What is called for the first time is slow, for the browser compiles it meanwhile. So the rows of the first run are drawn
 * a few times, where nobody sees it and whenever there is nothing else to do; the first zoom is then as smooth as later
 * ones.
 *
 * @param isWanted whether there is still a reason to go on
 */
export function createWarmUp(
  isWanted: () => boolean = () => true,
): (run: RunIndex, layout: RowLayout, brushes: Brushes, width: number) => void {
  let isDone = false;
  return (run, layout, brushes, width) => {
    if (isDone) {
      return;
    }
    isDone = true;
    let canvas: CanvasRenderingContext2D | null = null;
    let viewport = wholeRun(run.durationNs);
    const look = (left: number): void => {
      canvas ??= document.createElement('canvas').getContext('2d');
      if (canvas === null || left === 0 || !isWanted()) {
        return;
      }
      drawRows(createPainter(canvas, brushes, viewport, width), run, layout, {
        ...{ scrollTop: 0, height: layout.height, messagesShown: true },
      });
      viewport = zoomViewport(viewport, run.durationNs / 2, NEARER, run.durationNs);
      whenIdle(() => {
        look(left - 1);
      });
    };
    whenIdle(() => {
      look(LOOKS);
    });
  };
}
