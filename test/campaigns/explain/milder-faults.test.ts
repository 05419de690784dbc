import { strict as assert } from 'node:assert';
import type { Counterfactual, Explanation } from '../../../server/src/analysis';
import { decisions, explained, FIVE } from './explained';

const scenario = (faults: string, expectation: string): string => `
scenario S {
  topology: Five  workload: Shopping
  duration: 20s  warm-up: 1s  seed: 1
  ${faults}
  ${expectation}
}`;

function whyOf(text: string): Explanation {
  const { explanations } = explained(text);
  assert.equal(explanations.length, 1);
  return explanations[0] as Explanation;
}

const of = <K extends Counterfactual['kind']>(
  { counterfactuals }: Explanation,
  kind: K,
): readonly Extract<Counterfactual, { kind: K }>[] =>
  counterfactuals.filter((each): each is Extract<Counterfactual, { kind: K }> => each.kind === kind);

describe('the time of each of several faults', () => {
  it('says of each of two faults without which it would hold how much sooner it would have had to end', () => {
    const text = (first: string, second: string): string =>
      FIVE +
      scenario(
        `at 5s crash n1, n2 for ${first}
         at 6s crash n3 for ${second}`,
        'expect availability >= 95%',
      );
    const why = whyOf(text('8s', '9s'));
    assert.equal(why.needed?.length, 2);
    const shorter = of(why, 'shorter');
    assert.deepEqual(
      shorter.map(({ fault }) => fault.fault),
      [0, 1],
    );
    const [first, second] = shorter.map(({ forNs }) => `${forNs / 1e6}ms`);
    assert.deepEqual(decisions(text(first ?? '', '9s')), ['pass']);
    assert.deepEqual(decisions(text('8s', second ?? '')), ['pass']);
  });

  it('says of a fault that needs another that no other time of it helps, where that is so', () => {
    const text = (lie: string, power: string): string =>
      FIVE +
      scenario(
        `at ${lie} lose fsync of n[1..5]
         at ${power}`,
        'expect no lost writes',
      );
    const why = whyOf(text('4s', '8s crash n[1..5] for 2s'));
    assert.equal(why.needed?.length, 2);
    const [lied, ...more] = of(why, 'later');
    assert.deepEqual([lied?.fault.fault, lied?.decision], [0, 'pass']);
    const [power] = more;
    const [sooner] = of(why, 'shorter');
    assert.deepEqual(
      [power?.fault.fault, power?.decision, sooner?.fault.fault, sooner?.decision],
      [1, 'fail', 1, 'fail'],
    );
    assert.deepEqual(decisions(text(`${4 + (lied?.byNs ?? 0) / 1e9}s`, '8s crash n[1..5] for 2s')), ['pass']);
    assert.deepEqual(decisions(text('4s', `${8 + (power?.byNs ?? 0) / 1e9}s crash n[1..5] for 2s`)), ['fail']);
    assert.deepEqual(decisions(text('4s', `8s crash n[1..5] for ${(sooner?.forNs ?? 0) / 1e6}ms`)), ['fail']);
  });

  it('is not told where it only says how near the bound of a harm is that was expected', () => {
    const down = (expectation: string): readonly string[] =>
      whyOf(FIVE + scenario('at 5s crash n1, n2, n3 for 10s', expectation)).counterfactuals.map(({ kind }) => kind);
    assert.ok(down('expect outage <= 4s').includes('shorter'));
    assert.ok(!down('expect outage >= 9s').includes('shorter'));
    assert.ok(down('expect outage >= 4s').includes('shorter'));
  });

  it('is not told of a fault that would have to come when nearly all of the run, or of what is looked at, is over', () => {
    const lateness = (at: string, window: string): readonly string[] =>
      whyOf(
        FIVE +
          scenario(`at ${at} lose fsync of n[1..5]\n at 12s crash n[1..5] for 1s`, `expect lost writes ${window} > 0`),
      ).counterfactuals.flatMap((each) => (each.kind === 'later' && each.decision === 'pass' ? [each.kind] : []));
    // The disks would have to begin to lie after the power cut: 8 s and 2 s later, of 16 s and 10 s that are left.
    assert.deepEqual(lateness('4s', ''), []);
    assert.deepEqual(lateness('10s', ''), ['later']);
  });
});
