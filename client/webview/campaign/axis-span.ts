import type { CampaignMeasure } from '../../../server/src/report/campaign-report';
import { rangeOf, type Range } from './histogram';

/**
 * What an axis spans so that its values stand inside: never without width, so that one value has a place; of a share never
 * more than all, and of what is never negative never less than nothing.
 */
export function spanOf(values: readonly number[], unit: CampaignMeasure['unit']): Range {
  const { least, most } = rangeOf([{ name: '', unit: 'number', worse: 'more', text: '', values }]);
  if (!Number.isFinite(least)) {
    return { least: 0, most: 1 };
  }
  const room = most > least ? (most - least) * 0.06 : Math.max(Math.abs(most) * 0.1, 1e-6);
  const lower = least >= 0 ? Math.max(0, least - room) : least - room;
  const upper = unit === 'share' ? Math.min(1, most + room) : most + room;
  return { least: lower, most: Math.max(upper, least) };
}
