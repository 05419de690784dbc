import type { FaultBand, PathRow } from '../../../server/src/report/run-report';
import { EVENT_SIGNS } from '../look/vocabulary';
import { faultStripe } from './draw-faults';
import type { Scene } from './hit-test';
import type { FaultsRow } from './rows';

/** Steps closer than this to the one before lie on each other: their sign is left out, the line goes on. */
const SPACING_PX = 12;
/** Of a fault that took effect more often than this frames would be all that is seen. */
const MOST_FRAMED = 12;

export const STEP_EVENTS = { fault: 'fault', system: 'role', message: 'note', operation: 'operation' } as const;

/** The way from the faults to a broken expectation: a line from step to step through the lanes, the faults framed. */
export function drawWhy(scene: Scene, expectation: number): void {
  const why = scene.run.report.expectations[expectation]?.why;
  if (why === undefined || why === null) {
    return;
  }
  const { canvas, palette } = scene.painter;
  const faults = scene.layout.rows.find((row): row is FaultsRow => row.kind === 'faults');
  const bands = (why.needed ?? []).flatMap((needed) => needed.bands);
  if (faults !== undefined && bands.length <= MOST_FRAMED) {
    canvas.strokeStyle = palette.tone.focus;
    canvas.lineWidth = 2;
    for (const band of bands) {
      const { x, y, width, height } = faultStripe(scene.painter, scene.run, faults, band);
      canvas.strokeRect(x - 2, y - 2, width + 4, height + 4);
    }
  }
  const spots = why.path.flatMap((step) => {
    const y = heightOf(scene, step);
    return y === undefined ? [] : [{ step, x: scene.painter.x(step.at), y }];
  });
  for (const [width, color] of [
    [4, palette.tone.surface],
    [1.5, palette.tone.focus],
  ] as const) {
    canvas.strokeStyle = color;
    canvas.lineWidth = width;
    canvas.beginPath();
    spots.forEach(({ x, y }, number) => {
      if (number === 0) {
        canvas.moveTo(x, y);
      } else {
        canvas.lineTo(x, y);
      }
    });
    canvas.stroke();
  }
  const drawn: { readonly x: number; readonly y: number }[] = [];
  for (const { step, x, y } of spots) {
    if (drawn.every((other) => Math.hypot(other.x - x, other.y - y) >= SPACING_PX)) {
      drawn.push({ x, y });
      const { glyph, tone } = EVENT_SIGNS[STEP_EVENTS[step.kind]];
      canvas.beginPath();
      canvas.arc(x, y, 7, 0, 7);
      canvas.fillStyle = palette.tone.surface;
      canvas.fill();
      scene.painter.glyph(glyph, x, y, 10, palette.tone[tone]);
    }
  }
}

/** The lane in which a step happened; a fault has its own stripe in the row of the faults. */
function heightOf(scene: Scene, step: PathRow): number | undefined {
  const { run, layout, painter } = scene;
  const { kind, row, operation } = step;
  if (kind === 'fault') {
    const faults = layout.rows.find((one): one is FaultsRow => one.kind === 'faults');
    if (faults === undefined) {
      return undefined;
    }
    const { y, height } = faultStripe(painter, run, faults, faultOf(run.report.faults, step));
    return y + height / 2;
  }
  const place = operation >= 0 ? run.operations.client[operation] : run.report.events[row]?.place;
  return place === undefined ? undefined : layout.middleOf.get(place);
}

/** The fault that began or ended with a step, by its line where several did at that instant. */
export function faultOf(faults: readonly FaultBand[], { at, source }: Pick<PathRow, 'at' | 'source'>): number {
  const then = (fault: FaultBand): boolean => fault.from === at || fault.to === at;
  const itself = faults.findIndex((fault) => then(fault) && fault.source?.line === source?.line);
  return itself >= 0 ? itself : Math.max(0, faults.findIndex(then));
}
