import type { CampaignMeasure } from '../../../server/src/report/campaign-report';
import { formatDuration } from '../time/time-format';

export function campaignValue(value: number, unit: CampaignMeasure['unit']): string {
  const short = String(Number(value.toPrecision(4)));
  switch (unit) {
    case 'share':
      return `${String(Number((value * 100).toPrecision(4)))} %`;
    case 's':
      return formatDuration(value * 1e9);
    case 'per-s':
      return `${short}/s`;
    case 'count':
    case 'number':
      return short;
  }
}
