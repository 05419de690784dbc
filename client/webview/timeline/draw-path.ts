import type { PathStep } from '../../../server/src/report/run-report';
import { STEP_SIGNS } from '../look/vocabulary';
import { pathOf } from '../run/paths';
import type { Scene } from './hit-test';

const HEAD_PX = 7;
/** Signs closer than this to the one before lie on each other and are left out. */
const SPACING_PX = 11;

/** Why an operation ended as it did: its messages between the lanes, what was lost, and where it was refused or stored. */
export function drawPath(scene: Scene, operation: number): void {
  const path = pathOf(scene.run, operation);
  if (path === null) {
    return;
  }
  const { canvas, palette } = scene.painter;
  canvas.lineCap = 'round';
  let previous: PathStep | null = null;
  for (const step of path.steps) {
    drawStep(scene, step, previous);
    previous = step;
  }
  const drawn: { readonly x: number; readonly y: number }[] = [];
  for (const step of path.steps) {
    const spot = spotOf(scene, step);
    if (spot !== null && drawn.every(({ x, y }) => Math.hypot(x - spot.x, y - spot.y) >= SPACING_PX)) {
      drawn.push(spot);
      const { glyph, tone } = STEP_SIGNS[step.kind];
      canvas.beginPath();
      canvas.arc(spot.x, spot.y, 7, 0, 7);
      canvas.fillStyle = palette.tone.surface;
      canvas.fill();
      scene.painter.glyph(glyph, spot.x, spot.y, 10, palette.tone[tone]);
    }
  }
}

/** A message from one lane to another; where it was lost, the line breaks off half way. */
function drawStep(scene: Scene, step: PathStep, previous: PathStep | null): void {
  const { painter, layout } = scene;
  const here = layout.middleOf.get(step.place);
  const there = layout.middleOf.get(step.peer);
  if (here === undefined || there === undefined || here === there) {
    return;
  }
  const x = painter.x(step.at);
  switch (step.kind) {
    case 'lost': {
      const middle = (here + there) / 2;
      line(scene, x - 6, here, x, middle, 'bad');
      return;
    }
    case 'arrived': {
      const sentAt = previous !== null && previous.at < step.at ? previous.at : step.at;
      line(scene, painter.x(sentAt), there, x, here, 'focus');
      head(scene, painter.x(sentAt), there, x, here);
      return;
    }
    case 'asked':
    case 'refused':
    case 'stored':
    case 'ended':
    case 'omitted':
  }
}

function spotOf({ painter, layout }: Scene, step: PathStep): { readonly x: number; readonly y: number } | null {
  const here = layout.middleOf.get(step.place);
  const there = layout.middleOf.get(step.peer);
  if (here === undefined || step.kind === 'asked' || step.kind === 'omitted') {
    return null;
  }
  const y = step.kind === 'lost' && there !== undefined ? (here + there) / 2 : here;
  return { x: painter.x(step.at), y };
}

function line({ painter }: Scene, x1: number, y1: number, x2: number, y2: number, tone: 'bad' | 'focus'): void {
  const { canvas, palette } = painter;
  for (const [width, color] of [
    [4.5, palette.tone.surface],
    [2, palette.tone[tone]],
  ] as const) {
    canvas.strokeStyle = color;
    canvas.lineWidth = width;
    canvas.beginPath();
    canvas.moveTo(x1, y1);
    canvas.lineTo(x2, y2);
    canvas.stroke();
  }
}

function head({ painter: { canvas, palette } }: Scene, x1: number, y1: number, x2: number, y2: number): void {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  canvas.fillStyle = palette.tone.focus;
  canvas.beginPath();
  canvas.moveTo(x2, y2);
  canvas.lineTo(x2 - HEAD_PX * ux - 4 * uy, y2 - HEAD_PX * uy + 4 * ux);
  canvas.lineTo(x2 - HEAD_PX * ux + 4 * uy, y2 - HEAD_PX * uy - 4 * ux);
  canvas.fill();
}
