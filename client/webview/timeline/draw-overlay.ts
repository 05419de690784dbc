import type { RunIndex } from '../run/run-index';
import type { Selection } from '../state/view-state';
import { faultStripe, type Stripe } from './draw-faults';
import { drawPath } from './draw-path';
import { brokenExpectations } from '../run/broken-expectations';
import { drawWhy } from './draw-why';
import type { Scene } from './hit-test';
import { operationStripe } from './operation-geometry';
import { lowerBound } from '../run/search';
import type { ClientRow } from './rows';

/** What moves over the picture without it being drawn again: the cursor, the pointer's time, and what is selected. */
export function drawOverlay(
  scene: Scene,
  cursor: number,
  hoverX: number | null,
  selection: Selection | null,
  height: number,
): void {
  const { canvas, palette } = scene.painter;
  if (hoverX !== null) {
    canvas.fillStyle = palette.tone.muted;
    canvas.globalAlpha = 0.6;
    canvas.fillRect(Math.round(hoverX), 0, 1, height);
    canvas.globalAlpha = 1;
  }
  const broken = brokenExpectations(scene.run)[0];
  if (selection !== null) {
    drawSelection(scene, selection);
  } else if (broken !== undefined) {
    drawSelection(scene, { kind: 'expectation', row: broken.expectation });
  }
  const x = scene.painter.x(cursor);
  if (x >= -1 && x <= scene.painter.width + 1) {
    canvas.fillStyle = palette.tone.cursor;
    canvas.fillRect(x - 0.75, 0, 1.5, height);
  }
}

function drawSelection(scene: Scene, selection: Selection): void {
  switch (selection.kind) {
    case 'operation':
      drawPath(scene, selection.row);
      frame(scene, operationStripes(scene, [selection.row]));
      return;
    case 'expectation':
      drawWhy(scene, selection.row);
      drawWitness(scene, selection.row);
      return;
    case 'fault': {
      const row = scene.layout.rows.find(({ kind }) => kind === 'faults');
      if (row?.kind === 'faults') {
        frame(scene, [faultStripe(scene.painter, scene.run, row, selection.row)]);
      }
      return;
    }
    case 'event':
      drawPath(scene, scene.run.report.events[selection.row]?.operation ?? -1);
      ringEvent(scene, selection.row);
      return;
    case 'message': {
      const arrow = scene.arrows.find(({ row }) => row === selection.row);
      if (arrow !== undefined) {
        const { canvas, palette } = scene.painter;
        canvas.strokeStyle = palette.tone.focus;
        canvas.lineWidth = 2.5;
        canvas.beginPath();
        canvas.moveTo(arrow.x1, arrow.y1);
        canvas.lineTo(arrow.x2, arrow.y2);
        canvas.stroke();
      }
      return;
    }
    case 'place': {
      const row = scene.layout.rows.find(
        (one) =>
          (one.kind === 'node' && one.lane.place === selection.place) ||
          (one.kind === 'client' && one.client.place === selection.place),
      );
      if (row !== undefined) {
        frame(scene, [{ x: -4, y: row.top, width: scene.painter.width + 8, height: row.height }]);
      }
    }
  }
}

/** The operations that contradict each other, numbered and tied together. */
function drawWitness(scene: Scene, expectation: number): void {
  const { canvas, palette } = scene.painter;
  const witness = scene.run.report.expectations[expectation]?.witness;
  const stripes = operationStripes(scene, witness?.operations ?? []);
  canvas.strokeStyle = palette.tone.lost;
  canvas.lineWidth = 1.5;
  canvas.setLineDash([4, 3]);
  canvas.beginPath();
  stripes.forEach((stripe, number) => {
    const [x, y] = [stripe.x + stripe.width / 2, stripe.y + stripe.height / 2];
    if (number === 0) {
      canvas.moveTo(x, y);
    } else {
      canvas.lineTo(x, y);
    }
  });
  canvas.stroke();
  canvas.setLineDash([]);
  frame(scene, stripes);
  stripes.forEach(({ x, y }, number) => {
    canvas.fillStyle = palette.tone.lost;
    canvas.beginPath();
    canvas.arc(x - 2, y - 4, 8, 0, 7);
    canvas.fill();
    canvas.textAlign = 'center';
    canvas.font = palette.boldFont;
    canvas.textBaseline = 'middle';
    canvas.fillStyle = palette.on.lost;
    canvas.fillText(String(number + 1), x - 2, y - 3.5);
    canvas.textAlign = 'start';
  });
}

function operationStripes(scene: Scene, rows: readonly number[]): readonly Stripe[] {
  return rows.flatMap((report) => {
    const client = scene.run.operations.client[report];
    const row = scene.layout.rows.find((one): one is ClientRow => one.kind === 'client' && one.client.place === client);
    const position = row === undefined ? -1 : positionOf(scene.run, row, report);
    return row === undefined || position < 0
      ? []
      : [operationStripe(scene.painter, scene.run.operations, row, position)];
  });
}

function positionOf(run: RunIndex, row: ClientRow, report: number): number {
  const { intervals, rows } = row.client;
  let position = lowerBound(intervals.starts, run.operations.from[report] ?? 0);
  while (position < rows.length && rows[position] !== report) {
    position++;
  }
  return position < rows.length ? position : -1;
}

function ringEvent(scene: Scene, number: number): void {
  const event = scene.run.report.events[number];
  const middle = event === undefined ? undefined : scene.layout.middleOf.get(event.place);
  if (event !== undefined && middle !== undefined) {
    const { canvas, palette } = scene.painter;
    canvas.strokeStyle = palette.tone.focus;
    canvas.lineWidth = 2;
    canvas.beginPath();
    canvas.arc(scene.painter.x(event.at), middle, 12, 0, 7);
    canvas.stroke();
  }
}

function frame({ painter: { canvas, palette } }: Scene, stripes: readonly Stripe[]): void {
  for (const { x, y, width, height } of stripes) {
    canvas.lineWidth = 4;
    canvas.strokeStyle = palette.tone.surface;
    canvas.strokeRect(x - 3, y - 3, width + 6, height + 6);
    canvas.lineWidth = 2;
    canvas.strokeStyle = palette.tone.focus;
    canvas.strokeRect(x - 3, y - 3, width + 6, height + 6);
  }
}
