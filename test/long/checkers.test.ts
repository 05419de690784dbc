import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { checkSequential } from '../../server/src/analysis/consistency/sequential';
import { checkCausal } from '../../server/src/analysis/consistency/causal';
import type { CheckedHistory } from '../../server/src/analysis/consistency/checked-history';
import { readsFrom } from '../../server/src/analysis/consistency/reads-from';
import { rowsByKey } from '../../server/src/analysis/consistency/rows-by-key';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { SessionGuarantees } from '../../server/src/analysis/consistency/session-guarantees';
import { arbitraryHistory, historyText, type HistoryShape } from '../analysis/arbitrary-history';
import { bruteLinearizable, bruteSequential } from '../analysis/brute-force';
import { bruteCausal, bruteGuarantee } from '../analysis/brute-force-guarantees';

/**
 * Every checker against trying every order, or against its definition, on 20,000 random histories each: 420,000 in all,
 * about a quarter of an hour of one core. `FTM_HISTORIES=1000 npm run test:long` for fewer.
 */
const HISTORIES = Number(process.env.FTM_HISTORIES ?? 20_000);

const REGISTER: HistoryShape = { data: 'register', maxLength: 8, sessions: 4, keys: 1, unique: true, cas: false };
const SHAPES: Readonly<Record<string, HistoryShape>> = {
  'a register with unique values': REGISTER,
  'a register': { ...REGISTER, unique: false },
  'a compare-and-swap register with unique values': { ...REGISTER, cas: true },
  'a compare-and-swap register': { ...REGISTER, cas: true, unique: false, maxLength: 7 },
  'two compare-and-swap registers': { ...REGISTER, cas: true, keys: 2, maxLength: 7 },
  'a counter': { ...REGISTER, data: 'counter', maxLength: 7 },
  'a log': { ...REGISTER, data: 'log', maxLength: 7 },
  'a log with repeated values': { ...REGISTER, data: 'log', unique: false, maxLength: 6 },
  'a set': { ...REGISTER, data: 'set', maxLength: 7 },
  'a set with repeated members': { ...REGISTER, data: 'set', unique: false, maxLength: 6 },
};

function agree(
  shape: HistoryShape,
  check: (history: CheckedHistory) => string,
  reference: (history: CheckedHistory) => boolean,
): void {
  fc.assert(
    fc.property(arbitraryHistory(shape), (history) => {
      assert.equal(check(history), reference(history) ? 'pass' : 'fail', historyText(history));
    }),
    { numRuns: HISTORIES },
  );
}

function sequential(history: CheckedHistory): string {
  const byKey = rowsByKey(history);
  const from = history.data === 'register' ? readsFrom(history, byKey) : undefined;
  return checkSequential(history, byKey, from, new SearchBudget(1e7)).decision;
}

function guarantees(history: CheckedHistory): SessionGuarantees {
  const byKey = rowsByKey(history);
  return new SessionGuarantees(history, byKey, readsFrom(history, byKey));
}

describe(`checkers on ${HISTORIES} random histories each`, function () {
  this.timeout(0);
  for (const [name, shape] of Object.entries(SHAPES))
    it(`linearizability of ${name}`, () =>
      agree(shape, (history) => checkLinearizable(history, new SearchBudget(1e7)).decision, bruteLinearizable));

  for (const [name, shape] of Object.entries(SHAPES).filter(([, { data, unique }]) => data === 'register' && unique))
    it(`sequential consistency of ${name}`, () => agree({ ...shape, maxLength: 7 }, sequential, bruteSequential));
  for (const data of ['log', 'set', 'counter'] as const)
    it(`sequential consistency of a ${data}`, () =>
      agree({ ...REGISTER, data, keys: 2, maxLength: 7 }, sequential, bruteSequential));

  const two: HistoryShape = { ...REGISTER, keys: 2, cas: true };
  it('causal consistency', () => {
    const causal = (history: CheckedHistory): string => {
      const byKey = rowsByKey(history);
      return checkCausal(history, byKey, readsFrom(history, byKey)).decision;
    };
    agree(two, causal, bruteCausal);
  });
  it('session guarantees', () => {
    agree(
      two,
      (h) => guarantees(h).readYourWrites().decision,
      (h) => bruteGuarantee(h, 'read-your-writes'),
    );
    agree(
      two,
      (h) => guarantees(h).monotonicReads().decision,
      (h) => bruteGuarantee(h, 'monotonic-reads'),
    );
    agree(
      two,
      (h) => guarantees(h).monotonicWrites().decision,
      (h) => bruteGuarantee(h, 'monotonic-writes'),
    );
    agree(
      two,
      (h) => guarantees(h).writesFollowReads().decision,
      (h) => bruteGuarantee(h, 'writes-follow-reads'),
    );
  });
});
