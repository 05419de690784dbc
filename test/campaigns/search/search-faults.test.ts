import { strict as assert } from 'node:assert';
import { atMostAfterNone, judge } from '../../../server/src/analysis';
import { performRun } from '../../../server/src/campaigns/perform-run';
import type { PoolResult, RunPool } from '../../../server/src/campaigns/run-pool';
import { foundScenario } from '../../../server/src/campaigns/search/found-scenario';
import { FaultPopulation } from '../../../server/src/campaigns/search/fault-population';
import { faultModel, faultText } from '../../../server/src/campaigns/search/search-fault';
import { searchFaults, type SearchOutcome } from '../../../server/src/campaigns/search/search-faults';
import { openProgram, type Program } from '../../../server/src/language';
import type { ScenarioModel } from '../../../server/src/language/model';
import { simulate } from '../../../server/src/simulation';

/** Runs in the thread of the test. */
const pool: Pick<RunPool, 'runAll'> = {
  runAll: (requests): Promise<PoolResult> =>
    Promise.resolve({ kind: 'done', outcomes: requests.flatMap((request) => performRun(request) ?? []) }),
};

const PAIR = `
topology Pair {
  zone a { node n1  client web }
  zone b { node n2  node n3 }
  store accounts on n1, n2, n3 using Chosen
}
policy Loose = primary-backup { acknowledge: async  heartbeat: 200ms  timeout: 1s }
policy Agreed = raft { }
workload Transfers { from web to accounts  rate: 20/s  operations: read 50%, write 50%  keys: uniform(5)  timeout: 500ms }
`;

const scenario = (policy: string, expectations: string, faults = ''): string => `${PAIR.replace('Chosen', policy)}
/// A comment of its own.
scenario Calm {
  topology: Pair
  workload: Transfers
  ${faults}
  duration: 12s
  warm-up: 1s
  seed: 4
  runs: 5
  ${expectations}
}
`;

function opened(text: string): { readonly program: Program; readonly model: ScenarioModel } {
  const program = openProgram('test.ftm', text, () => ({ kind: 'missing', uri: '', reason: 'there are no files' }));
  assert.deepEqual(
    program.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const model = program.compileScenario('Calm');
  assert(model);
  return { program, model };
}

const search = (text: string, tries: number, mostFaults = 2): Promise<SearchOutcome> =>
  searchFaults(opened(text).model, pool, { tries, mostFaults });

/** Pastes what was found behind the text and runs it as anybody would. */
function runPasted(text: string, found: Extract<SearchOutcome, { kind: 'found' }>): Readonly<Record<string, string>> {
  const { program, model } = opened(text);
  const pasted = foundScenario(program, model, found.faults);
  assert(pasted);
  const again = openProgram('test.ftm', `${text}\n${pasted.text}`, () => ({ kind: 'missing', uri: '', reason: '' }));
  assert.deepEqual(
    again.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const compiled = again.compileScenario(pasted.name);
  assert(compiled, pasted.text);
  assert.equal(compiled.runs, 1);
  const verdict = judge(compiled, simulate(compiled, { seed: compiled.seed, trace: false }));
  return Object.fromEntries(verdict.expectations.map(({ expectation, decision }) => [expectation.text, decision]));
}

describe('the faults of a search', () => {
  it('say in text what they are in the model', () => {
    const text = `${PAIR.replace('Chosen', 'Agreed')
      .replace('node n3 }', 'node n3  node app }')
      .replace('  store', '  service api on app { handle ask { read accounts } }\n  store')}
workload Users { from web to api.ask  rate: 5/s }
scenario Calm { topology: Pair  workload: Transfers, Users  duration: 12s  expect availability >= 1% }`;
    const { model } = opened(text);
    const faults = new FaultPopulation(model).obvious();
    const kinds = new Set(faults.map(({ action }) => action.kind));
    assert.deepEqual([...kinds].sort(), [
      'bug',
      'crash',
      'cut',
      'delay',
      'fill-disk',
      'isolate',
      'lose-fsync',
      'partition',
      'pause',
      'skew',
      'slow',
      'slow-disk',
      'surge',
    ]);
    const written = text.replace('  expect', `${faults.map((fault) => `\n  ${faultText(fault)}`).join('')}\n  expect`);
    const compiled = opened(written).model.faults;
    faults.forEach((fault, index) => {
      const { trigger, action } = faultModel(fault, model.origin);
      assert.deepEqual([compiled[index]?.trigger, compiled[index]?.action], [trigger, action], faultText(fault));
    });
  });
});

describe('a search for faults', () => {
  it('finds one that breaks an expectation, and its text breaks it too', async () => {
    const text = scenario('Loose', 'expect no lost writes\n  expect availability >= 1%');
    const found = await search(text, 60);
    assert.equal(found.kind, 'found');
    assert.equal(found.expectation.text, 'no lost writes');
    assert.equal(found.faults.length, 1);
    assert.equal(runPasted(text, found)['no lost writes'], 'fail');
  });

  it('leaves no more targets than it takes: a majority', async () => {
    const text = scenario('Agreed', 'expect availability >= 95%');
    const found = await search(text, 200, 1);
    assert.equal(found.kind, 'found');
    const [fault] = found.faults;
    assert(fault);
    if (fault.action.kind === 'crash') assert(fault.action.targets.length <= 2, faultText(fault));
    assert.equal(runPasted(text, found)['availability >= 95%'], 'fail');
  });

  it('keeps the faults that the scenario has', async () => {
    // One of three is down already: one more is enough.
    const text = scenario('Agreed', 'expect availability >= 90%', 'at 2s crash n3 for 9s');
    const found = await search(text, 200, 1);
    assert.equal(found.kind, 'found');
    assert.equal(runPasted(text, found)['availability >= 90%'], 'fail');
  });

  it('says so where it fails as it is', async () => {
    const found = await search(scenario('Agreed', 'expect latency p50 <= 1us'), 10);
    assert.equal(found.kind, 'fails-already');
    assert.deepEqual(
      found.expectations.map(({ text }) => text),
      ['latency p50 <= 1us'],
    );
  });

  it('says what finding nothing proves, and no more', async () => {
    const found = await search(scenario('Agreed', 'expect no lost writes'), 100);
    assert.equal(found.kind, 'nothing');
    assert.equal(found.obvious + found.drawn, 100);
    assert.equal(found.atMost, atMostAfterNone(found.drawn));
  });

  it('is the same every time', async () => {
    const text = scenario('Loose', 'expect no lost writes');
    assert.deepEqual(await search(text, 40), await search(text, 40));
  });
});
