import { strict as assert } from 'node:assert';
import { runText } from '../simulation/protocols/run-text';
import { explainRun } from '../../server/src/campaigns/explain/explain-run';
import { projectRun } from '../../server/src/report/project-run';
import { whyTexts } from '../../server/src/report/why-text';
import { openProgram } from '../../server/src/language';
import { judge } from '../../server/src/analysis';
import { simulate } from '../../server/src/simulation';

/** What is said of the first expectation of `S`, but for the settings that governed it. */
function sentencesOf(text: string): readonly string[] {
  const scenario = openProgram('test.ftm', text, () => ({ kind: 'missing', uri: '', reason: '' })).compileScenario('S');
  assert.ok(scenario);
  const run = simulate(scenario, { seed: scenario.seed, trace: true });
  const verdict = judge(scenario, run);
  const { expectations } = projectRun({ scenario, run, verdict, explanations: explainRun(scenario, run, verdict) });
  const { sentences = [], governing = [] } = expectations[0]?.why ?? {};
  return sentences.filter((sentence) => !governing.some(({ text }) => text === sentence));
}

const PAIR = `
topology T { zone a { node n1  client web } zone b { node n2  node n3 } store s on n1, n2, n3 using P }
policy P = primary-backup { acknowledge: 1  heartbeat: 200ms  timeout: 1s }
workload W { from web to s  rate: 50/s  timeout: 500ms }`;

const pair = (rest: string): readonly string[] =>
  sentencesOf(`${PAIR}\nscenario S { workload: W  duration: 20s  warm-up: 1s  ${rest} }`);

describe('why an expectation was decided as it was', () => {
  it('is said once, and begins with no name', () => {
    const { verdict } = runText(
      `topology T { node n1  client c  store s on n1 using P }
       policy P = single
       workload W { from c to s  rate: 50/s  timeout: 100ms }
       scenario S { workload: W  duration: 20s  at 5s crash n1 for 5s as outage  expect recovery <= 1s }`,
      1,
    );
    const [expectation] = verdict.expectations;
    assert.ok(expectation?.witness !== undefined);
    const [told, ...more] = whyTexts(expectation);
    assert.match(told ?? '', /^Fault outage at 5 s was recovered from after 5\.\d+ s\. Expected: at most 1 s\./);
    assert.deepEqual(more, []);
  });

  it('says how much better it is without the fault, and how a failover ended it', () => {
    const [without, ending] = pair('at 5s crash n1 for 10s as down  expect availability during down >= 99%');
    assert.match(without ?? '', /^Without down \(crash n1\) \(line \d+\) it holds: 100 % instead of [\d.]+ %\.$/);
    assert.match(
      ending ?? '',
      /^n\d suspects n1 at [56]\.\d+ s and (?:n\d )?leads s from \d\.\d+ s: web is answered again at \d\.\d+ s\.$/,
    );
  });

  it('says that what had been tried since before was answered late, where that is how it ended', () => {
    const patient = PAIR.replace(
      'timeout: 500ms }',
      'timeout: 10s  retries: 50  backoff: exponential(20ms..100ms, jitter: full) }',
    );
    const [, ending] = sentencesOf(
      `${patient}\nscenario S { workload: W  duration: 20s  warm-up: 1s  at 5s crash n1 for 10s  expect outage <= 100ms }`,
    );
    assert.match(
      ending ?? '',
      /^n\d suspects n1 at [56]\.\d+ s and (?:n\d )?leads s from \d\.\d+ s: (?:read|write) s k\d+(?: = \d+)? of web, tried \d+ times since 5\.\d+ s, is answered at \d\.\d+ s\.$/,
    );
  });

  it('names the shard that got a leader again', () => {
    const sharded = PAIR.replace('using P }', 'using P { shards: 4  replicas: 2 } }');
    const [, ending] = sentencesOf(
      `${sharded}\nscenario S { workload: W  duration: 20s  warm-up: 1s  at 5s crash n1 for 10s  expect availability >= 99.9% }`,
    );
    assert.match(ending ?? '', /leads s shard \d of 4 from \d+\.\d+ s: /);
  });

  it('says that a fault was over where somebody could lead only then, and tells no suspicion of long before', () => {
    const trio = PAIR.replace('P = primary-backup { acknowledge: 1  heartbeat: 200ms  timeout: 1s }', 'P = raft { }');
    const [, out, ending] = sentencesOf(
      `${trio}\nscenario S { workload: W  duration: 20s  warm-up: 1s  at 5s crash n1, n2 for 4s as both  expect availability >= 99.9% }`,
    );
    assert.equal(
      out,
      '2 of 3 replicas of s (n1, n2) could not be counted on: both (crash n1, n2) took them down at 5.000 s.',
    );
    assert.match(ending ?? '', /^both is over at 9\.000 s and n\d leads s from 9\.\d+ s: .* at 9\.\d+ s\.$/);
  });

  it('says what a fault did where nothing is left to judge without it', () => {
    const [first] = pair('at 5s crash n1 for 10s as down  expect recovery <= 100ms');
    assert.match(
      first ?? '',
      /^down \(crash n1\) \(line \d+\) did it: n\d suspects n1 at .* is answered again at [\d.]+ s\.$/,
    );
  });

  it('says of a share that it was lost by and by', () => {
    assert.ok(
      pair('at 5s partition zone a | zone b for 10s  expect availability >= 99%').some((text) =>
        /^By [\d.]+ s too much had gone wrong for it to be saved; /.test(text),
      ),
    );
  });

  it('says which replicas answered a read that is stale', () => {
    const { verdict } = runText(
      `topology T { zone a { node n1  client a } zone b { node n2  client b } store s on n1, n2 using P }
       policy P = multi-leader { exchange: 500ms }
       workload W { from a, b to s  rate: 50/s  operations: read 50%, write 50%  keys: uniform(3)  timeout: 1s }
       scenario S { workload: W  duration: 5s  expect no stale reads }`,
      1,
    );
    assert.match(
      verdict.expectations[0]?.explanation ?? '',
      /before the read began; n\d answered the read, n\d the write\./,
    );
  });
});
