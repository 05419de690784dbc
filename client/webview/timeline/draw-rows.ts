import type { RunIndex } from '../run/run-index';
import { drawGrid } from './draw-axis';
import { drawChart } from './draw-chart';
import { drawBroken } from './draw-broken';
import { drawComing } from './draw-coming';
import { drawEvents, eventMarks } from './draw-events';
import { drawFaults, drawFaultShade } from './draw-faults';
import { drawLeaders } from './draw-leaders';
import { drawMessages, messageArrows, type Arrow } from './draw-messages';
import { drawNode } from './draw-node';
import { drawOperations } from './draw-operations';
import type { Painter } from './painter';
import type { NodeRow, Row, RowLayout } from './rows';

export interface RowsView {
  readonly scrollTop: number;
  readonly height: number;
  readonly messagesShown: boolean;
}

/** Draws the rows that are on the screen and answers the messages that were drawn between them. */
export function drawRows(painter: Painter, run: RunIndex, layout: RowLayout, view: RowsView): readonly Arrow[] {
  const { canvas } = painter;
  const bottom = Math.max(layout.height, view.height);
  canvas.save();
  canvas.translate(0, -view.scrollTop);
  drawGrid(painter, run.report.warmUpNs, bottom);
  const faultsRow = layout.rows.find(({ kind }) => kind === 'faults');
  if (faultsRow?.kind === 'faults') {
    drawFaultShade(painter, faultsRow.shades, faultsRow.top + faultsRow.height, bottom);
  }
  for (const row of layout.rows) {
    if (row.top + row.height >= view.scrollTop && row.top <= view.scrollTop + view.height) {
      drawSeparator(painter, row);
      drawRow(painter, run, row);
    }
  }
  const arrows = view.messagesShown ? (messageArrows(painter, run, layout) ?? []) : [];
  drawMessages(painter, run, arrows);
  canvas.restore();
  return arrows;
}

function drawRow(painter: Painter, run: RunIndex, row: Row): void {
  switch (row.kind) {
    case 'broken':
      drawBroken(painter, row);
      return;
    case 'faults':
      drawFaults(painter, run, row);
      return;
    case 'leader':
      drawLeaders(painter, run, row);
      return;
    case 'node':
      drawNodeRow(painter, run, row);
      return;
    case 'client':
      drawOperations(painter, run.operations, row);
      drawComing(painter, run, row.top + 1, row.height - 2);
      return;
    case 'chart':
      drawChart(painter, row);
  }
}

function drawNodeRow(painter: Painter, run: RunIndex, row: NodeRow): void {
  const marks = eventMarks(painter, run, row);
  const places = marks.map(({ x }) => x);
  drawNode(painter, row, places);
  drawEvents(painter, run, marks);
}

function drawSeparator({ canvas, palette, width }: Painter, row: Row): void {
  canvas.fillStyle = palette.tone.faint;
  canvas.globalAlpha = 0.3;
  canvas.fillRect(0, row.top + row.height, width, 1);
  canvas.globalAlpha = 1;
}
