import type { ChartSeries, RunReport } from '../../../server/src/report/run-report';
import { MARK_SIGNS } from '../look/vocabulary';
import type { Painter } from './painter';

/** The curves of what jobs made, one a job; empty where clients ask, whose operations tell more. */
export function resultsOfJobsAlone({ charts }: Pick<RunReport, 'charts'>): readonly ChartSeries[] {
  return charts.some(({ shows }) => shows === 'answers') ? [] : charts.filter(({ shows }) => shows === 'results');
}

/** How many results of all jobs fall into each of the columns that divide the run, those of a bucket evenly over its time. */
export function resultsByColumn(all: readonly ChartSeries[], columns: number, columnNs: number): Float64Array {
  const counts = new Float64Array(columns);
  for (const { values, bucketNs } of all) {
    values.forEach((perS, bucket) => {
      const [from, to] = [bucket * bucketNs, (bucket + 1) * bucketNs];
      for (let column = Math.floor(from / columnNs); column < columns && column * columnNs < to; column++) {
        const shared = Math.min(to, (column + 1) * columnNs) - Math.max(from, column * columnNs);
        counts[column] = (counts[column] as number) + ((perS ?? 0) * shared) / 1e9;
      }
    });
  }
  return counts;
}

/** Results over time as bars that stand on `bottom`: where a job stood still there are none. */
export function drawResults(painter: Painter, all: readonly ChartSeries[], bottom: number, room: number): void {
  if (all.length === 0) {
    return;
  }
  const columnPx = 3;
  const counts = resultsByColumn(all, Math.ceil(painter.width / columnPx), painter.nsPerPx * columnPx);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  painter.canvas.fillStyle = painter.fill(MARK_SIGNS.ok.tone);
  painter.canvas.globalAlpha = 0.4;
  counts.forEach((count, column) => {
    if (count > 0) {
      const height = Math.max((count / most) * room, 1);
      painter.canvas.fillRect(column * columnPx, bottom - height, columnPx, height);
    }
  });
  painter.canvas.globalAlpha = 1;
}
