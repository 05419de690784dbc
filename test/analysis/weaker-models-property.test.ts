import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { checkCausal } from '../../server/src/analysis/consistency/causal';
import { checkContents } from '../../server/src/analysis/consistency/contents-guarantees';
import { checkCounterSessions } from '../../server/src/analysis/consistency/counter-sessions';
import type { CheckedHistory, CheckResult } from '../../server/src/analysis/consistency/checked-history';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { readsFrom } from '../../server/src/analysis/consistency/reads-from';
import { rowsByKey } from '../../server/src/analysis/consistency/rows-by-key';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { checkSequential } from '../../server/src/analysis/consistency/sequential';
import { SessionGuarantees } from '../../server/src/analysis/consistency/session-guarantees';
import { arbitraryHistory, historyText, type HistoryShape } from './arbitrary-history';
import { bruteSequential } from './brute-force';
import { bruteCausal, bruteGuarantee } from './brute-force-guarantees';

type Check = (history: CheckedHistory) => CheckResult;

function guarantees(history: CheckedHistory): SessionGuarantees {
  const byKey = rowsByKey(history);
  return new SessionGuarantees(history, byKey, readsFrom(history, byKey));
}

function sequential(history: CheckedHistory): CheckResult {
  const byKey = rowsByKey(history);
  const from = history.data === 'register' ? readsFrom(history, byKey) : undefined;
  return checkSequential(history, byKey, from, new SearchBudget(1e6));
}

function causal(history: CheckedHistory): CheckResult {
  const byKey = rowsByKey(history);
  return checkCausal(history, byKey, readsFrom(history, byKey));
}

function agree(shape: HistoryShape, check: Check, reference: (history: CheckedHistory) => boolean): void {
  let passes = 0;
  let total = 0;
  fc.assert(
    fc.property(arbitraryHistory(shape), (history) => {
      const expected = reference(history) ? 'pass' : 'fail';
      const result = check(history);
      assert.equal(result.decision, expected, `${historyText(history)}\n${JSON.stringify(result)}`);
      if (expected === 'pass') passes++;
      total++;
    }),
    { numRuns: 600, seed: 11 },
  );
  assert.ok(passes > total / 20 && passes < total, `${passes} of ${total} pass: the sample says nothing`);
}

const ONE: HistoryShape = { data: 'register', maxLength: 8, sessions: 3, keys: 1, unique: true, cas: false };
const TWO: HistoryShape = { ...ONE, keys: 2, cas: true };

describe('sequential consistency agrees with trying every order', () => {
  it('for one register', () => agree(ONE, sequential, bruteSequential));
  it('for two registers with compare-and-swap', () => agree({ ...TWO, maxLength: 7 }, sequential, bruteSequential));
  it('for registers with repeated values', () =>
    agree({ ...TWO, unique: false, maxLength: 6 }, sequential, bruteSequential));
  it('for logs', () => agree({ ...ONE, data: 'log', keys: 2, maxLength: 7 }, sequential, bruteSequential));
  it('for sets', () => agree({ ...ONE, data: 'set', keys: 2, maxLength: 7 }, sequential, bruteSequential));
  it('for sets with repeated members', () =>
    agree({ ...ONE, data: 'set', keys: 1, unique: false, maxLength: 6 }, sequential, bruteSequential));
  it('for counters', () => agree({ ...ONE, data: 'counter', maxLength: 7 }, sequential, bruteSequential));
});

describe('causal consistency agrees with its definition', () => {
  it('for one register', () => agree(ONE, causal, bruteCausal));
  it('for two registers with compare-and-swap', () => agree(TWO, causal, bruteCausal));
});

describe('session guarantees agree with their definitions', () => {
  const shape = { ...TWO, maxLength: 9 };
  it('read-your-writes', () =>
    agree(
      shape,
      (h) => guarantees(h).readYourWrites(),
      (h) => bruteGuarantee(h, 'read-your-writes'),
    ));
  it('monotonic reads', () =>
    agree(
      shape,
      (h) => guarantees(h).monotonicReads(),
      (h) => bruteGuarantee(h, 'monotonic-reads'),
    ));
  it('monotonic writes', () =>
    agree(
      shape,
      (h) => guarantees(h).monotonicWrites(),
      (h) => bruteGuarantee(h, 'monotonic-writes'),
    ));
  it('writes follow reads', () =>
    agree(
      shape,
      (h) => guarantees(h).writesFollowReads(),
      (h) => bruteGuarantee(h, 'writes-follow-reads'),
    ));
});

describe('the models of logs, sets and counters', () => {
  for (const data of ['log', 'set', 'counter'] as const)
    it(`imply each other: ${data}`, () => {
      fc.assert(
        fc.property(arbitraryHistory({ ...ONE, data, keys: 2, maxLength: 10 }), (history) => {
          if (sequential(history).decision !== 'pass') return;
          const { causal: whole, ...rest } =
            data === 'counter'
              ? { causal: null, ...checkCounterSessions(history, rowsByKey(history)) }
              : checkContents(history, rowsByKey(history));
          for (const result of [whole, ...Object.values(rest)])
            assert.notEqual(result?.decision, 'fail', `${historyText(history)} ${JSON.stringify(result)}`);
        }),
        { numRuns: 600, seed: 5 },
      );
    });

  it('causal consistency of contents implies the session guarantees', () => {
    for (const data of ['log', 'set'] as const)
      fc.assert(
        fc.property(arbitraryHistory({ ...ONE, data, keys: 2, maxLength: 10 }), (history) => {
          const { causal: whole, ...rest } = checkContents(history, rowsByKey(history));
          if (whole?.decision !== 'pass') return;
          for (const result of Object.values(rest))
            assert.equal(result?.decision, 'pass', `${historyText(history)} ${JSON.stringify(result)}`);
        }),
        { numRuns: 600, seed: 6 },
      );
  });
});

describe('the models', () => {
  it('imply each other: linearizable, sequential, causal, session guarantees', () => {
    fc.assert(
      fc.property(arbitraryHistory({ ...TWO, maxLength: 12, sessions: 4 }), (history) => {
        const session = guarantees(history);
        const chain = [checkLinearizable(history, new SearchBudget(1e6)), sequential(history), causal(history)];
        const weakest = [
          session.readYourWrites(),
          session.monotonicReads(),
          session.monotonicWrites(),
          session.writesFollowReads(),
        ];
        const holds = [...chain, ...weakest].map((result) => result.decision === 'pass');
        const text = () => `${historyText(history)} ${JSON.stringify(holds)}`;
        if (holds[0]) assert.ok(holds[1], text());
        if (holds[1]) assert.ok(holds[2], text());
        if (holds[2]) assert.ok(holds.slice(3).every(Boolean), text());
      }),
      { numRuns: 600, seed: 3 },
    );
  });
});
