import type { ConsistencyModel } from '../../language/model';
import { checkCausal } from './causal';
import { PASS, type CheckedHistory, type CheckResult } from './checked-history';
import { checkCounterSessions } from './counter-sessions';
import { checkContents } from './contents-guarantees';
import { checkLinearizable } from './linearizable';
import { proven } from './proven-witness';
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

/** A state of the sequential search, which knows all keys and sessions, costs as much as so many of the others. */
const SEQUENTIAL_STATE_COST = 10;

export interface CheckOptions {
  /** The clock of whoever asks. */
  readonly isTimeUp?: () => boolean;
  /** Nobody wants to be told why: contradictions are not reduced to the few operations that prove them. */
  readonly decisionsOnly?: boolean;
}

/**
 * Judges a store's history by every model. A stronger model implies the weaker ones, so the weaker are only looked at
 * where the stronger does not hold: the usual good history costs one pass. Linearizability and the sequential search
 * have `maxStates` each, and end when the caller's clock says so.
 */
export function checkStore(
  history: CheckedHistory,
  maxStates: number,
  { isTimeUp, decisionsOnly = false }: CheckOptions = {},
): HistoryConsistency {
  const byKey = rowsByKey(history);
  const from = history.data === 'register' ? readsFrom(history, byKey) : undefined;
  const budget = new SearchBudget(maxStates, isTimeUp);
  const linearizable = checkLinearizable(history, budget, byKey, from, decisionsOnly);
  if (linearizable.decision === 'pass') return { linearizable, sequential: PASS, ...ALL_PASS };
  const weaker = checkWeaker(history, byKey, from, decisionsOnly);
  const fewer = new SearchBudget(maxStates / SEQUENTIAL_STATE_COST, isTimeUp);
  const sequential =
    weaker.causal?.decision === 'fail' ? weaker.causal : checkSequential(history, byKey, from, fewer, decisionsOnly);
  if (sequential.decision === 'pass') return { linearizable, sequential, ...ALL_PASS };
  return { linearizable, sequential, ...weaker };
}

function checkWeaker(
  history: CheckedHistory,
  byKey: RowsByKey,
  from: ReadsFrom | undefined,
  decisionsOnly: boolean,
): Weaker {
  switch (history.data) {
    case 'register':
      return from?.allUnique === true ? checkRegister(history, byKey, from, decisionsOnly) : notTold();
    case 'log':
    case 'set':
      return checkContents(history, byKey);
    case 'text':
      return notTold();
    case 'counter':
      return { ...notTold(), ...checkCounterSessions(history, byKey) };
  }
}

function checkRegister(history: CheckedHistory, byKey: RowsByKey, from: ReadsFrom, decisionsOnly: boolean): Weaker {
  const causal = checkCausal(history, byKey, from);
  if (causal.decision === 'pass') return ALL_PASS;
  const again = (decide: (history: CheckedHistory, byKey: RowsByKey, from: ReadsFrom) => CheckResult) => {
    return (fewer: CheckedHistory): CheckResult => {
      const keys = rowsByKey(fewer);
      return decide(fewer, keys, readsFrom(fewer, keys));
    };
  };
  const guarantees = new SessionGuarantees(history, byKey, from);
  const told = (found: CheckResult, decide: (fewer: CheckedHistory) => CheckResult, broken: string): CheckResult =>
    decisionsOnly ? found : proven(history, found, decide, broken);
  const guarantee = (name: keyof typeof CHECKS): CheckResult =>
    told(
      CHECKS[name](guarantees),
      again((fewer, keys, sources) => CHECKS[name](new SessionGuarantees(fewer, keys, sources))),
      `No order of the writes gives ${name} here`,
    );
  return {
    causal: told(causal, again(checkCausal), 'No order of the writes agrees with what each session had seen'),
    'read-your-writes': guarantee('read-your-writes'),
    'monotonic-reads': guarantee('monotonic-reads'),
    'monotonic-writes': guarantee('monotonic-writes'),
    'writes-follow-reads': guarantee('writes-follow-reads'),
  };
}

const CHECKS = {
  'read-your-writes': (guarantees: SessionGuarantees) => guarantees.readYourWrites(),
  'monotonic-reads': (guarantees: SessionGuarantees) => guarantees.monotonicReads(),
  'monotonic-writes': (guarantees: SessionGuarantees) => guarantees.monotonicWrites(),
  'writes-follow-reads': (guarantees: SessionGuarantees) => guarantees.writesFollowReads(),
} as const;

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
