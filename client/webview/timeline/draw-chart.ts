import type { ChartSeries } from '../../../server/src/report/run-report';
import type { Tone } from '../look/vocabulary';
import { formatValue } from './chart-value';
import type { Painter } from './painter';
import type { ChartRow } from './rows';

export const SERIES_TONES = [
  ...(['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'] as const),
] satisfies readonly Tone[];

const HEADROOM = 7;

/** Curves of one unit over the same axis. What is missing from a full share is filled, because it is what users miss. */
export function drawChart(painter: Painter, row: ChartRow): void {
  const { canvas, palette } = painter;
  const top = row.top + HEADROOM;
  const bottom = row.top + row.height - 3;
  canvas.fillStyle = palette.tone.faint;
  canvas.globalAlpha = 0.35;
  canvas.fillRect(0, top, painter.width, 1);
  canvas.fillRect(0, bottom, painter.width, 1);
  canvas.globalAlpha = 1;
  row.series.forEach((series, number) => {
    const points = pointsOf(painter, series, row.most, top, bottom);
    if (row.unit === 'share' && number === 0) {
      fillMissing(painter, points, top);
    }
    canvas.strokeStyle = palette.tone[toneOf(number)];
    canvas.lineWidth = 1.6;
    stroke(painter, points);
  });
  drawMost(painter, row, top);
  drawObjectives(painter, row, top, bottom);
}

/** What the upper edge stands for, on its own ground so that curves do not cross it out. */
function drawMost(painter: Painter, row: ChartRow, top: number): void {
  const { canvas, palette } = painter;
  const text = formatValue(row.most, row.unit);
  canvas.fillStyle = palette.tone.surface;
  canvas.globalAlpha = 0.8;
  canvas.fillRect(2, top + 1, painter.textWidth(text) + 5, 13);
  canvas.globalAlpha = 1;
  painter.text(text, 4, top + 7, painter.width, palette.tone.muted);
}

/** What is expected, as a dashed line with its text at the end. */
function drawObjectives(painter: Painter, row: ChartRow, top: number, bottom: number): void {
  const { canvas, palette, width } = painter;
  const written: { readonly left: number; readonly middle: number }[] = [];
  for (const { value, text } of row.series.flatMap(({ objectives }) => objectives ?? [])) {
    if (value > row.most) {
      continue;
    }
    const y = Math.round(bottom - (value / row.most) * (bottom - top)) + 0.5;
    canvas.strokeStyle = palette.tone.text;
    canvas.lineWidth = 1;
    canvas.setLineDash([5, 4]);
    canvas.beginPath();
    canvas.moveTo(0, y);
    canvas.lineTo(width, y);
    canvas.stroke();
    canvas.setLineDash([]);
    const room = painter.textWidth(text);
    const middle = y + 9 > bottom ? y - 8 : y + 8;
    // Objectives that lie close to each other have their texts side by side.
    const right = written.reduce(
      (x, other) => (Math.abs(other.middle - middle) < 14 ? Math.min(x, other.left) : x),
      width,
    );
    const left = right - room - 9;
    written.push({ left, middle });
    canvas.fillStyle = palette.tone.surface;
    canvas.globalAlpha = 0.8;
    canvas.fillRect(left, middle - 6, room + 6, 13);
    canvas.globalAlpha = 1;
    painter.text(text, left + 3, middle, width, palette.tone.text);
  }
}

export function toneOf(number: number): Tone {
  return SERIES_TONES[number % SERIES_TONES.length] ?? 'series-1';
}

/** The value of the bucket an instant falls into. */
export function valueAt(series: ChartSeries, at: number): number | null {
  return series.values[Math.floor(at / series.bucketNs)] ?? null;
}

interface Point {
  readonly from: number;
  readonly to: number;
  /** Null where there is no value. */
  readonly y: number | null;
}

/** One step for each bucket, or the worst value of the buckets under a pixel. */
function pointsOf(painter: Painter, series: ChartSeries, most: number, top: number, bottom: number): readonly Point[] {
  const { bucketNs, values, unit } = series;
  const first = Math.max(0, Math.floor(painter.viewport.from / bucketNs));
  const last = Math.min(values.length - 1, Math.ceil(painter.viewport.to / bucketNs));
  const group = Math.max(1, Math.floor(painter.nsPerPx / bucketNs));
  const worse = unit === 'share' || unit === 'per-s' ? Math.min : Math.max;
  const points: Point[] = [];
  for (let start = first - (first % group); start <= last; start += group) {
    let value: number | null = null;
    for (let bucket = start; bucket < start + group; bucket++) {
      const known = values[bucket] ?? null;
      if (known !== null) {
        value = value === null ? known : worse(value, known);
      }
    }
    points.push({
      from: painter.x(start * bucketNs),
      to: painter.x((start + group) * bucketNs),
      y: value === null ? null : bottom - Math.min(1, value / most) * (bottom - top),
    });
  }
  return points;
}

function stroke({ canvas }: Painter, points: readonly Point[]): void {
  canvas.beginPath();
  let open = false;
  for (const { from, to, y } of points) {
    if (y === null) {
      open = false;
      continue;
    }
    if (open) {
      canvas.lineTo(from, y);
    } else {
      canvas.moveTo(from, y);
    }
    canvas.lineTo(to, y);
    open = true;
  }
  canvas.stroke();
}

function fillMissing({ canvas, palette }: Painter, points: readonly Point[], top: number): void {
  canvas.fillStyle = palette.tone.bad;
  canvas.globalAlpha = 0.35;
  for (const { from, to, y } of points) {
    if (y !== null && y > top) {
      canvas.fillRect(from, top, to - from, y - top);
    }
  }
  canvas.globalAlpha = 1;
}
