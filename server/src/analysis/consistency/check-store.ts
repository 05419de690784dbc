import type { ConsistencyModel } from '../../language/model';
import { checkCausal } from './causal';
import { PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { checkCounterSessions } from './counter-sessions';
import { checkContents } from './contents-guarantees';
import { checkLinearizable } from './linearizable';
import { readsFrom, type ReadsFrom } from './reads-from';
import { rowsByKey, type RowsByKey } from './rows-by-key';
import { SearchBudget } from './search-budget';
import { checkSequential } from './sequential';
import { SessionGuarantees } from './session-guarantees';

/** Everything that a history alone can show; `null` where a model does not apply to the data or cannot be told. */
export type HistoryConsistency = Readonly<Record<Exclude<ConsistencyModel, 'eventual'>, CheckResult | null>>;

type Weaker = Omit<HistoryConsistency, 'linearizable' | 'sequential'>;

const ALL_PASS: Weaker = {
  causal: PASS,
  'read-your-writes': PASS,
  'monotonic-reads': PASS,
  'monotonic-writes': PASS,
  'writes-follow-reads': PASS,
};

/**
 * Judges a store's history by every model. A stronger model implies the weaker ones, so the weaker are only looked at
 * where the stronger does not hold: the usual good history costs one pass. Linearizability and the sequential search
 * have `maxStates` each.
 */
export function checkStore(history: CheckedHistory, maxStates: number): HistoryConsistency {
  const byKey = rowsByKey(history);
  const from = history.data === 'register' ? readsFrom(history, byKey) : undefined;
  const linearizable = checkLinearizable(history, new SearchBudget(maxStates), byKey, from);
  if (linearizable.decision === 'pass') return { linearizable, sequential: PASS, ...ALL_PASS };
  const weaker = checkWeaker(history, byKey, from);
  const sequential =
    weaker.causal?.decision === 'fail'
      ? weaker.causal
      : checkSequential(history, byKey, from, new SearchBudget(maxStates));
  if (sequential.decision === 'pass') return { linearizable, sequential, ...ALL_PASS };
  return { linearizable, sequential, ...weaker };
}

function checkWeaker(history: CheckedHistory, byKey: RowsByKey, from: ReadsFrom | undefined): Weaker {
  switch (history.data) {
    case 'register':
      return from?.allUnique === true ? checkRegister(history, byKey, from) : notTold();
    case 'log':
    case 'set':
      return checkContents(history, byKey);
    case 'counter':
      return { ...notTold(), ...checkCounterSessions(history, byKey) };
  }
}

function checkRegister(history: CheckedHistory, byKey: RowsByKey, from: ReadsFrom): Weaker {
  const causal = checkCausal(history, byKey, from);
  if (causal.decision === 'pass') return ALL_PASS;
  const guarantees = new SessionGuarantees(history, byKey, from);
  return {
    causal,
    'read-your-writes': guarantees.readYourWrites(),
    'monotonic-reads': guarantees.monotonicReads(),
    'monotonic-writes': guarantees.monotonicWrites(),
    'writes-follow-reads': guarantees.writesFollowReads(),
  };
}

/** Where values repeat nobody can tell which write a read returned. */
function notTold(): Weaker {
  return {
    causal: null,
    'read-your-writes': null,
    'monotonic-reads': null,
    'monotonic-writes': null,
    'writes-follow-reads': null,
  };
}
