import { merged } from '../availability/operation-selection';
import type { LeadershipSpan, Run } from '../../simulation';

export interface SplitBrain {
  readonly shard: number;
  readonly places: readonly [number, number];
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches in which two places both acknowledged writes of one shard as its leader: where the times from first to last
 * acknowledgement of two spans of leadership overlap. Two leaders that merely exist at once do no harm: one that is cut
 * off and acknowledges nothing is no split brain. Empty where leaders took turns.
 */
export function splitBrains(run: Run, store: number): SplitBrain[] {
  const byShard = new Map<number, LeadershipSpan[]>();
  for (const span of run.leadership) {
    if (span.store !== store || Number.isNaN(span.firstAcknowledgedAt)) continue;
    byShard.set(span.shard, [...(byShard.get(span.shard) ?? []), span]);
  }
  const found: SplitBrain[] = [];
  for (const [shard, spans] of byShard) {
    spans.sort((a, b) => a.firstAcknowledgedAt - b.firstAcknowledgedAt);
    spans.forEach((first, i) => {
      for (let j = i + 1; j < spans.length; j++) {
        const second = spans[j] as LeadershipSpan;
        if (second.firstAcknowledgedAt > first.lastAcknowledgedAt) break;
        if (second.place === first.place) continue;
        const to = Math.min(first.lastAcknowledgedAt, second.lastAcknowledgedAt);
        found.push({ shard, places: [first.place, second.place], from: second.firstAcknowledgedAt, to });
      }
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Time in which some shard of the store had a split brain; an overlap of one instant counts as a nanosecond. */
export function splitBrainTime(splits: readonly SplitBrain[]): number {
  return merged(splits.map(({ from, to }) => [from, Math.max(to, from + 1)] as const)).reduce(
    (sum, [from, to]) => sum + (to - from),
    0,
  );
}
