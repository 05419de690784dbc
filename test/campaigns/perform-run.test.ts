import { strict as assert } from 'node:assert';
import { performRun } from '../../server/src/campaigns/perform-run';
import { explained, PAIR } from './explain/explained';

describe('a run that is to be explained', () => {
  const { scenario } = explained(
    `${PAIR}
     scenario S {
       topology: Pair  workload: Transfers
       duration: 12s  warm-up: 1s  seed: 1
       at 5s partition zone a | zone b for 4s
       expect no lost writes
       expect availability >= 0%
     }`,
  );

  it('keeps its verdict where the explanation fails, and says so where the reasons would stand', () => {
    let calls = 0;
    performRun({ scenario, seed: 1, report: true }, () => ++calls > 0);
    // The run itself asks as often as before; whatever asks after it is the explanation.
    const outcome = performRun({ scenario, seed: 1, report: true, explain: true }, () => {
      if (--calls < 0) throw new Error('an assertion does not hold.');
      return true;
    });
    assert.equal(outcome?.verdict.decision, 'fail');
    const [lost, availability] = outcome.report?.expectations ?? [];
    assert.match(
      lost?.why?.sentences.join() ?? '',
      /^Why it fails could not be found out: an assertion does not hold\. /,
    );
    assert.equal(availability?.why, null);
  });

  it('is not explained again where that is known to fail', () => {
    const outcome = performRun({ scenario, seed: 1, report: true, explain: false, unexplained: 'out of memory' });
    assert.match(outcome?.report?.expectations[0]?.why?.sentences.join() ?? '', /out of memory/);
  });

  it('says the same where it is told and not drawn, and is spared the bulk', () => {
    const drawn = performRun({ scenario, seed: 1, report: true })?.report;
    const told = performRun({ scenario, seed: 1, report: true, drawn: false })?.report;
    assert.ok(drawn && told);
    assert.notEqual(drawn.messages.sender, told.messages.sender);
    const { lanes, messages, paths } = told;
    assert.deepEqual([lanes, paths], [[], []]);
    const clients = drawn.clients.map(({ label, place }) => ({ label, place }));
    assert.ok(drawn.clients.some(({ connections = [] }) => connections.length > 0));
    assert.deepEqual({ ...drawn, clients, lanes, messages, paths }, told);
  });
});
