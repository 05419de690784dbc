import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isEffect, type CheckedHistory, type CheckResult } from '../../server/src/analysis/consistency/checked-history';
import { checkContents } from '../../server/src/analysis/consistency/contents-guarantees';
import { fewestOperations, joined } from '../../server/src/analysis/consistency/fewest-operations';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';
import { rowsByKey } from '../../server/src/analysis/consistency/rows-by-key';
import { checkStore } from '../../server/src/analysis/consistency/check-store';
import { checkLinearizable } from '../../server/src/analysis/consistency/linearizable';
import { SearchBudget } from '../../server/src/analysis/consistency/search-budget';
import { withoutRows } from '../../server/src/analysis/consistency/without-rows';
import { arbitraryHistory, historyText, type HistoryShape } from './arbitrary-history';
import { bruteLinearizable, bruteSequential } from './brute-force';
import { historyOf } from './history-notation';
import { bruteCausal, bruteGuarantee } from './brute-force-guarantees';
import { arbitraryTextHistory, someOrderExplains } from './text-history';

/**
 * A witness proves by itself what it is for: with the observations that it does not name left out (what was written, and
 * when, stays), the history is still not consistent. That it is no longer than five operations is checked as well.
 */
function checkWitness(
  history: CheckedHistory,
  result: CheckResult | null | undefined,
  reference: (history: CheckedHistory) => boolean,
): boolean {
  if (result?.decision !== 'fail') return false;
  const text = `${result.sentence} [${result.rows.join()}]\n${historyText(history)}`;
  assert.ok(result.rows.length >= 1 && result.rows.length <= 5, text);
  const bare = withoutRows(history, (row) => !isEffect(history.action[row] as number) && !result.rows.includes(row));
  assert.equal(reference(bare), false, text);
  return true;
}

function checkAll(
  histories: fc.Arbitrary<CheckedHistory>,
  judge: (history: CheckedHistory) => CheckResult | null | undefined,
  reference: (history: CheckedHistory) => boolean,
  numRuns = 400,
): void {
  let failures = 0;
  fc.assert(
    fc.property(histories, (history) => {
      if (checkWitness(history, judge(history), reference)) failures++;
    }),
    { numRuns, seed: 11 },
  );
  assert.ok(failures > numRuns / 200, `only ${failures} of ${numRuns} fail: the sample says little`);
}

const REGISTER: HistoryShape = { data: 'register', maxLength: 8, sessions: 3, keys: 1, unique: true, cas: false };
const linearizable = (history: CheckedHistory): CheckResult => checkLinearizable(history, new SearchBudget(1e6));

describe('a witness proves what it is for', () => {
  const shapes: Readonly<Record<string, HistoryShape>> = {
    'of a register': REGISTER,
    'of a log': { ...REGISTER, data: 'log', maxLength: 7 },
    'of a log with repeated values': { ...REGISTER, data: 'log', unique: false, maxLength: 6 },
    'of a set': { ...REGISTER, data: 'set', maxLength: 7 },
    'of a set with repeated members': { ...REGISTER, data: 'set', unique: false, maxLength: 6 },
  };
  for (const [name, shape] of Object.entries(shapes))
    it(name, () => checkAll(arbitraryHistory(shape), linearizable, bruteLinearizable));

  it('of a text', () => checkAll(arbitraryTextHistory(6, 3), linearizable, someOrderExplains));

  for (const data of ['register', 'log', 'set'] as const) {
    const two = arbitraryHistory({ ...REGISTER, data, keys: 2, maxLength: 7 });
    it(`of a ${data} against sequential consistency`, () =>
      checkAll(two, (history) => checkStore(history, 1e6).sequential, bruteSequential));
  }

  const registers = arbitraryHistory({ ...REGISTER, keys: 2, cas: true });
  it('of registers against causal consistency', () =>
    checkAll(registers, (history) => checkStore(history, 1e6).causal, bruteCausal));
  for (const guarantee of ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const)
    it(`of registers against ${guarantee}`, () =>
      checkAll(
        registers,
        (history) => checkStore(history, 1e6)[guarantee],
        (history) => bruteGuarantee(history, guarantee),
        1200,
      ));
});

/** A small history late in a long one that is consistent: one client that writes and reads what it has written. */
function withinLong(small: CheckedHistory, length: number): CheckedHistory {
  const keys = new Set([0, ...small.key]);
  const rows: OperationRow[] = [];
  for (let i = 0; rows.length < length; i++)
    for (const key of keys) {
      const base = {
        session: 100,
        key,
        invokedAt: rows.length * 2,
        completedAt: rows.length * 2 + 1,
        outcome: 'ok',
      } as const;
      const value = 1000 + i;
      rows.push({ ...base, kind: 'write', input: value });
      const read = { invokedAt: base.invokedAt + 2, completedAt: base.completedAt + 2 };
      rows.push({ ...base, ...read, kind: 'read', output: value });
    }
  const first = historyFromRows('register', rows);
  const shift = 2 * rows.length + 10;
  const later = {
    ...small,
    manyKeys: keys.size > 1,
    session: small.session.map((session) => session + first.sessions),
    invokedAt: small.invokedAt.map((at) => at + shift),
    completedAt: small.completedAt.map((at) => at + shift),
  };
  return { ...joined(first, later), sessions: first.sessions + small.sessions };
}

describe('a witness within a long history', function () {
  this.timeout(120_000);
  // 4000: made smaller as it is; 30,000: what was long before is set aside first.
  for (const length of [4000, 30_000]) {
    const within = (shape: HistoryShape): fc.Arbitrary<CheckedHistory> =>
      arbitraryHistory(shape).map((small) => withinLong(small, length));
    const runs = length > 10_000 ? 4 : 12;
    it(`of ${length} operations proves that a register with cas is not linearizable`, () => {
      const shape = { ...REGISTER, cas: true, unique: false };
      checkAll(within(shape), linearizable, (bare) => linearizable(bare).decision !== 'fail', runs);
    });
    for (const model of ['causal', 'monotonic-reads', 'read-your-writes'] as const)
      it(`of ${length} operations proves that registers are not ${model}`, () => {
        const breaks = (history: CheckedHistory): boolean =>
          checkStore(history, 1e6, { decisionsOnly: true })[model]?.decision === 'fail';
        const small = arbitraryHistory({ ...REGISTER, keys: 2, cas: true }).filter(breaks);
        checkAll(
          small.map((history) => withinLong(history, length)),
          (history) => checkStore(history, 1e6)[model],
          (bare) => !breaks(bare),
          runs / 2,
        );
      });
  }
  it('of 4000 operations proves that registers are not sequential', () => {
    const histories = arbitraryHistory({ ...REGISTER, keys: 2 }).map((small) => withinLong(small, 4000));
    checkAll(
      histories,
      (history) => checkStore(history, 1e6).sequential,
      (bare) => checkStore(bare, 1e6, { decisionsOnly: true }).sequential?.decision !== 'fail',
      8,
    );
  });
});

describe('a witness of what sessions saw of a log or set', () => {
  for (const data of ['log', 'set'] as const)
    for (const model of [
      'causal',
      'read-your-writes',
      'monotonic-reads',
      'monotonic-writes',
      'writes-follow-reads',
    ] as const)
      it(`proves that a ${data} is not ${model}`, () =>
        checkAll(
          arbitraryHistory({ ...REGISTER, data, keys: 2 }),
          (history) => checkContents(history, rowsByKey(history))[model],
          (history) => checkContents(history, rowsByKey(history))[model]?.decision !== 'fail',
        ));
});

describe('the search for the fewest operations', () => {
  it('gives up soon on what cannot be made smaller', () => {
    const length = 10_000;
    const history = historyOf(Array.from({ length }, (_, at) => `A w${at + 1} ${2 * at}..${2 * at + 1}`).join('; '));
    let asked = 0;
    const fails = (fewer: CheckedHistory): boolean => {
      asked++;
      return fewer.length === length && !fewer.invokedAt.includes(-Infinity);
    };
    assert.equal(fewestOperations(history, fails), undefined);
    assert.ok(asked > 5 && asked < 1000, String(asked));
  });
});
