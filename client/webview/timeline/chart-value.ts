import type { ChartSeries } from '../../../server/src/report/run-report';

export function formatValue(value: number | null, unit: ChartSeries['unit']): string {
  if (value === null) {
    return '–';
  }
  switch (unit) {
    case 'share':
      return `${short(value * 100)} %`;
    case 'ms':
      return value >= 10_000 ? `${short(value / 1000)} s` : `${short(value)} ms`;
    case 'per-s':
      return `${short(value)}/s`;
    case 'count':
      return short(value);
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(value >= 1000 ? 4 : 3)));
}
