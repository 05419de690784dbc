import { strict as assert } from 'node:assert';
import { contraryOf } from '../../server/src/analysis';
import { compiled, PAIR } from '../campaigns/explain/explained';

/** The comparison that the contrary makes; undefined where an expectation asks for no harm. */
function check(expectation: string, expected: string | undefined): void {
  const { expectations } = compiled(`${PAIR}
    scenario S { topology: Pair  workload: Transfers  duration: 5s  at 1s pause n1 for 1s as stall
      expect ${expectation} }`);
  const [wanted] = expectations;
  assert(wanted);
  const body = contraryOf(wanted)?.body;
  assert.equal(body?.kind === 'metric' ? body.comparison : undefined, expected, expectation);
}

describe('the contrary of an expectation', () => {
  it('is that the harm does not come about that it asks for', () => {
    check('lost writes > 0', '<=');
    check('stale reads > 1%', '<=');
    check('split brain >= 5s', '<');
    check('corrupt reads > 0', '<=');
    check('outage >= 7s', '<');
    check('convergence > 10s', '<=');
    check('availability during stall <= 5%', '>');
    check('availability of web < 99%', '>=');
    check('availability of web = 0%', '>');
  });

  it('is not asked for where no harm is', () => {
    check('no lost writes', undefined);
    check('lost writes <= 60', undefined);
    check('outage <= 3s', undefined);
    check('outage >= 0s', undefined);
    check('availability >= 99%', undefined);
    check('availability <= 100%', undefined);
    check('latency p99 >= 5ms', undefined);
    check('detection >= 1s', undefined);
    check('accounts is linearizable', undefined);
  });
});
