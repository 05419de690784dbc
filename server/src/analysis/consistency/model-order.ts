import type { ConsistencyModel } from '../../language/model';
import type { CheckResult } from './checked-history';
import type { HistoryConsistency } from './check-store';

type HistoryModel = keyof HistoryConsistency;

/** From the strongest down. */
const MODELS: readonly HistoryModel[] = [
  'linearizable',
  'sequential',
  'causal',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
];

/** What each model implies directly; causal consistency is more than its four session guarantees together. */
const IMPLIES: Readonly<Record<HistoryModel, readonly HistoryModel[]>> = {
  linearizable: MODELS.slice(1),
  sequential: MODELS.slice(2),
  causal: MODELS.slice(3),
  'read-your-writes': [],
  'monotonic-reads': [],
  'monotonic-writes': [],
  'writes-follow-reads': [],
};

export interface ModelBounds {
  /** Models that hold and that no other one that holds implies. */
  readonly strongestHeld: readonly ConsistencyModel[];
  /** Models that are broken and that imply no other one that is broken. */
  readonly weakestBroken: readonly ConsistencyModel[];
}

/** Between which models a history stands. */
export function modelBounds(
  consistency: Readonly<Record<HistoryModel, Pick<CheckResult, 'decision'> | null>>,
): ModelBounds {
  const decided = (decision: CheckResult['decision']): readonly HistoryModel[] =>
    MODELS.filter((model) => consistency[model]?.decision === decision);
  const held = decided('pass');
  const broken = decided('fail');
  return {
    strongestHeld: held.filter((model) => !held.some((other) => IMPLIES[other].includes(model))),
    weakestBroken: broken.filter((model) => !broken.some((other) => IMPLIES[model].includes(other))),
  };
}
