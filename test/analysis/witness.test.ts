import * as assert from 'node:assert/strict';
import type { CheckedHistory, CheckResult } from '../../server/src/analysis/consistency/checked-history';
import { checkStore } from '../../server/src/analysis/consistency/check-store';
import { historyFromRows, type OperationRow } from '../../server/src/analysis/consistency/history-from-rows';
import type { ConsistencyModel, DataType } from '../../server/src/language/model';
import { historyOf } from './history-notation';

type Model = Exclude<ConsistencyModel, 'eventual'>;

function checkHistory(history: CheckedHistory, model: Model, ids: readonly number[], sentence: RegExp): void {
  const result: CheckResult | null = checkStore(history, 1e6)[model];
  assert.equal(result?.decision, 'fail');
  if (result?.decision !== 'fail') return;
  assert.match(result.sentence, sentence);
  assert.deepEqual(
    result.rows.map((row) => history.id[row] as number).sort((a, b) => a - b),
    ids,
    result.sentence,
  );
}

const check = (data: DataType, text: string, ids: readonly number[], sentence: RegExp): void =>
  checkHistory(historyOf(text, data), 'linearizable', ids, sentence);

const checkModel = (model: Model, data: DataType, text: string, ids: readonly number[], sentence: RegExp): void =>
  checkHistory(historyOf(text, data), model, ids, sentence);

describe('the witness of a log', () => {
  it('is a loss, a gap, a reordering, a double, or what came from nowhere', () => {
    check('log', 'A ap1 0..1; B ap2 2..3; C r[2] 4..5', [0, 2], /without 1, although .* A appended 1.* no later read/);
    check('log', 'A ap1 0..1; C r[] 4..5; C r[1] 6..7', [0, 1], /without 1, .*a later read shows it again/);
    check('log', 'A ap1 0..1; B ap2 2..5; C r[2] 1..5', [0, 1, 2], /with 2 but without 1, although 1 was there before/);
    check('log', 'A ap1 0..1; B ap2 2..3; C r[2,1] 4..5', [0, 1, 2], /with 2 before 1, although 1 was there before/);
    check('log', 'A ap1 0..1; B r[1,1] 4..5', [0, 1], /with 1 twice, although it had been appended once/);
    check('log', 'A ap1 0..1; A ap1 2..3; B r[1] 4..5', [0, 1, 2], /with 1 once, although .* appended twice/);
    check('log', 'B r[1] 0..1; A ap1 2..3', [0, 1], /with 1 before anybody had begun to put it there/);
    check('log', 'A ap1 0..!; B r[1] 2..3', [1], /with 1, whose append was reported as failed/);
    check(
      'log',
      'A ap1 0..5; B ap2 0..5; C r[1,2] 6..7; D r[2,1] 6..7',
      [2, 3],
      /at place 1 the one has 1 and the other 2/,
    );
  });
});

describe('the witness of a set', () => {
  it('is what was lost, what came back, or two reads that cannot both be', () => {
    check('set', 'A add1 0..1; B add2 0..9; C r[2] 4..5', [0, 2], /without 1, although .* A added 1/);
    check(
      'set',
      'A add1 0..1; B rem1 2..3; C r[1] 4..5',
      [0, 1, 2],
      /with 1, although .* B removed 1 .*nobody added it afterwards/,
    );
    check(
      'set',
      'A add1 0..1; B rem1 2..3; A add1 4..5; C r[] 6..7',
      [1, 2, 3],
      /without 1, .*nobody removed it afterwards/,
    );
    check(
      'set',
      'A add1 0..9; B add2 0..9; C r[1] 1..2; D r[2] 1..2',
      [2, 3],
      /only the one shows 1 and only the other 2/,
    );
    check('set', 'A add1 0..1; A rem2 0..1; A add1 2..3; C r[1,1] 4..5', [0, 2, 3], /a set holds each once/);
  });
});

/** `A put x 0..1; B append y 2..3; C get xy 4..5`, of one key that holds a text; `''` is the empty one. */
function texts(text: string): CheckedHistory {
  const all: string[] = [''];
  const numberOf = (piece: string): number => {
    const word = piece === "''" ? '' : piece;
    if (!all.includes(word)) all.push(word);
    return all.indexOf(word);
  };
  const rows = text.split('; ').map((entry): OperationRow => {
    const [client = '', verb, piece = '', interval = ''] = entry.split(' ');
    const [from, to] = interval.split('..');
    const value = numberOf(piece);
    const base = { client, session: client.charCodeAt(0), invokedAt: Number(from) };
    const outcome = to === '?' ? 'info' : to === '!' ? 'fail' : 'ok';
    const ended = outcome === 'ok' ? { completedAt: Number(to) } : {};
    if (verb === 'get') return { ...base, ...ended, kind: 'read', output: value, outcome };
    return { ...base, ...ended, kind: verb === 'put' ? 'write' : 'append', input: value, outcome };
  });
  const valueNames = new Map(all.map((word, i) => [i, JSON.stringify(word)]));
  return historyFromRows('text', rows, { texts: all, valueNames });
}

describe('the witness of a text', () => {
  const checkText = (text: string, ids: readonly number[], sentence: RegExp): void =>
    checkHistory(texts(text), 'linearizable', ids, sentence);

  it('is what it lacks, what it has twice or too early, or the wrong order', () => {
    checkText('A append x 0..1; B append y 2..3; C get y 4..5', [0, 2], /it lacks "x", although .* A appended "x"/);
    checkText(
      'A put x 0..1; B append y 2..3; C get y 4..5',
      [0, 2],
      /does not begin with "x", although .* A wrote "x"/,
    );
    checkText(
      'A put x 0..1; B put y 2..3; C get x 4..5',
      [0, 1, 2],
      /does not begin with "y", .*the last: client A wrote "x"/,
    );
    checkText('A append x 0..1; B append y 2..3; C get yx 4..5', [0, 1, 2], /"y" stands before "x", although/);
    checkText('A append x 0..1; C get xx 4..5', [0, 1], /"x" is in it 2 times, but was written once/);
    checkText('C get x 0..1; A append x 2..3', [0, 1], /ends with "x" before anybody had begun to write that/);
    checkText('A append x 0..1; C get xz 4..5', [1], /ends with nothing that had been put or appended by then/);
    checkText(
      'A append z 0..!; A append x 0..1; C get xz 4..5',
      [2],
      /ends with "z", whose write was reported as failed/,
    );
    checkText(
      "A append x 0..9; C get x 1..2; D get '' 4..5",
      [1, 2],
      /does not begin with "x", although .* C read "x"/,
    );
  });
});

describe('the witness of a weaker model', () => {
  it('tells in which order each session did what', () => {
    const buffers = (put: string, nothing: string): string =>
      `A ${put}@1 0..1; A r${nothing}@2 2..3; B ${put}@2 0..1; B r${nothing}@1 2..3`;
    const both = /A \w+ 1 \(key 1\) .*, then read .* \(key 2\).*; client B \w+ 1 \(key 2\) .*, then read .* \(key 1\)/;
    checkModel('sequential', 'register', buffers('w1', '0'), [0, 1, 2, 3], both);
    checkModel('sequential', 'log', buffers('ap1', '[]'), [0, 1, 2, 3], both);
    checkModel(
      'causal',
      'register',
      'B r1 0..1; B w2@2 2..3; A r2@2 0..1; A w1 4..5',
      [0, 1, 2, 3],
      /depends on the one before.*B read 1.*B wrote 2.*A read 2.*A wrote 1/,
    );
    checkModel(
      'causal',
      'log',
      'A ap1 0..1; B r[1] 2..3; B ap2 4..5; C r[2] 6..7',
      [0, 1, 2, 3],
      /without 1, although it knew of that: client A appended 1 .*; then client B read \[1\].*; then client B appended 2/,
    );
  });

  it('says what a session was owed', () => {
    checkModel(
      'read-your-writes',
      'set',
      'A add1 0..1; A r[] 2..3',
      [0, 1],
      /although its own session had put it there/,
    );
    checkModel(
      'monotonic-reads',
      'log',
      'A ap1 0..9; C r[1] 1..2; C r[] 3..4',
      [1, 2],
      /although the same session had read before/,
    );
    checkModel(
      'monotonic-writes',
      'set',
      'A add1 0..1; A add2 2..3; C r[2] 4..5',
      [0, 1, 2],
      /which the same session put there after 1/,
    );
    checkModel(
      'writes-follow-reads',
      'log',
      'A ap1 0..1; B r[1] 2..3; B ap2 4..5; C r[2] 6..7',
      [1, 2, 3],
      /it shows 2, whose writer had read 1 before/,
    );
  });
});
