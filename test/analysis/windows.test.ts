import assert from 'node:assert/strict';
import { broken, ran } from '../simulation/components/running';

/** Figures of faults and stores, by store and by window. */
const check = (text: string): void => assert.deepEqual(broken(text, [1, 2]), []);

const model = (store: string, rest: string): string => `
  topology T { zone a { node n1 client web } zone b { node n2 } zone c { node n3 client bat }
    store fast on n1, n2, n3 using raft
    store slow on n1, n2, n3 using primary-backup
    store apart on n3 using single
    ${store} }
  workload W { from web, bat to slow rate: 50/s timeout: 500ms }
  workload F { from web to fast rate: 20/s }
  scenario S { topology: T workload: W, F duration: 60s ${rest} }`;

const reasons = (text: string): readonly string[] =>
  ran(text).verdict.expectations.map(({ decision, explanation }) => `${decision}: ${explanation}`);

describe('figures of one store or window', function () {
  this.timeout(60_000);

  it('a fault is detected by the replicas of the store that is meant', () => {
    check(
      model(
        '',
        `at 10s crash n1 for 20s
         expect detection of fast < 1s expect detection of slow >= 3s expect detection of slow < 8s expect detection < 1s
         expect detection of F < 1s expect detection of W >= 3s`,
      ),
    );
    assert.deepEqual(
      reasons(model('', 'at 10s crash n1 for 2s expect detection of slow < 8s expect detection of apart < 8s')),
      [
        'undecided: "at 10s crash n1 for 2s" at 10 s was not detected by slow within 2 s.',
        'undecided: This cannot be decided: no fault hit anything, so there was nothing to be detected by apart.',
      ],
    );
  });

  it('who stands for leader first of all has detected nothing', () => {
    check(model('', 'at 0s pause n3 for 50ms at 20s crash n1, n2 for 10s as later expect detection during later < 5s'));
    const [first] = ran(model('', 'at 0s pause n3 for 50ms')).run.occurrences;
    assert.ok(Number.isNaN(first?.detectedAt));
  });

  it('convergence is after the faults that began in the window', () => {
    const two = 'at 5s crash n1 for 2s as one at 30s partition n1, web | n2, n3, bat for 10s as two';
    check(
      model('', `${two} expect convergence of slow during two < 5s expect convergence of slow during 0s..10s < 1s`),
    );
    const [none] = reasons(model('', `${two} expect convergence during 50s..60s < 1s`));
    assert.match(none ?? '', /no fault that began from 50 s to 60 s hit anything/);
  });

  it('a split brain counts in the window in which it was', () => {
    const unfenced = `policy U = primary-backup { fencing: off acknowledge: async timeout: 2s }`;
    const split = `at 10s partition n1, web | n2, n3, bat for 10s as cut`;
    const text = (rest: string): string => `${unfenced} ${model('', `${split} set slow.policy: U ${rest}`)}`;
    check(
      text(
        `expect split brain of slow > 5s expect no split brain of slow during 0s..10s
         expect split brain of slow during cut > 5s expect split brain of slow during 15s..16s >= 900ms
         expect split brain of slow during 15s..16s <= 1s expect no split brain of slow during 30s..60s`,
      ),
    );
  });

  it('what is counted over the whole run has no windows', () => {
    for (const metric of ['messages per operation', 'bytes per operation', 'storage overhead'])
      assert.match(
        reasons(model('', `expect ${metric} during 0s..10s <= ${metric.startsWith('bytes') ? '10MB' : '100000'}`))[0] ??
          '',
        /^undecided: This cannot be decided: .* once, for the whole run; remove 'during'/,
      );
  });
});
