import { strict as assert } from 'node:assert';
import { runText } from '../simulation/protocols/run-text';
import { whyTexts } from '../../server/src/report/why-text';

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
});
