import assert from 'node:assert/strict';
import { fileName, fileNames, runsValue, seedValue, triesValue } from '../../server/src/command-line/option-values';
import { openProgram } from '../../server/src/language';
import { MAX_RUNS, MAX_SEED } from '../../server/src/language/limits';

function problemsOf(items: string): readonly string[] {
  const text = `topology T { node n } scenario S { ${items} }`;
  const { problems } = openProgram('m.ftm', text, (path) => ({ kind: 'missing', uri: path, reason: 'none' }));
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('values of options', () => {
  it('there may be as many runs on the command line as in a model, and no more', () => {
    assert.equal(runsValue(String(MAX_RUNS)), MAX_RUNS);
    assert.deepEqual(problemsOf(`runs: ${MAX_RUNS}`), []);
    assert.throws(() => runsValue(String(MAX_RUNS + 1)), new RegExp(`from 1 to ${MAX_RUNS}\\.`));
    assert.deepEqual(problemsOf(`runs: ${MAX_RUNS + 1}`), [`'runs' is at most ${MAX_RUNS}, not ${MAX_RUNS + 1}`]);
    assert.throws(() => triesValue(String(MAX_RUNS + 1)), new RegExp(`from 1 to ${MAX_RUNS}\\.`));
  });

  it('a seed may be as large as in a model, so that the last of all runs still has an exact one', () => {
    assert.ok(Number.isSafeInteger(MAX_SEED + MAX_RUNS));
    assert.equal(seedValue(String(MAX_SEED)), MAX_SEED);
    assert.deepEqual(problemsOf(`seed: ${MAX_SEED}`), []);
    assert.throws(() => seedValue(String(MAX_SEED + 1)), new RegExp(`from 0 to ${MAX_SEED}\\.`));
    assert.deepEqual(problemsOf(`seed: ${MAX_SEED + 1}`), [`'seed' is at most ${MAX_SEED}, not ${MAX_SEED + 1}`]);
  });

  it('a file has a name', () => {
    assert.equal(fileName('a b.ftm'), 'a b.ftm');
    assert.deepEqual(fileNames('-', ['a.ftm']), ['a.ftm', '-']);
    assert.throws(() => fileName(''), /The name of a file is empty/);
    assert.throws(() => fileNames('', ['a.ftm']), /The name of a file is empty/);
  });
});
