import { strict as assert } from 'node:assert';
import { explained, FIVE, PAIR, scenario, type Explained } from './explained';

/** The actions of the faults that the first explanation names, and those of what it says would happen otherwise. */
function told({ explanations, scenario: { faults } }: Explained): readonly (readonly string[])[] {
  const [why] = explanations;
  assert.ok(why);
  const kind = ({ fault }: { readonly fault: number }): string => faults[fault]?.action.kind ?? '?';
  const otherwise = why.counterfactuals.flatMap((each) => (each.kind === 'without' ? each.faults : [each.fault]));
  return [(why.needed ?? assert.fail()).map(kind), [...new Set(otherwise.map(kind))]];
}

describe('what an operator does before anything goes wrong', () => {
  const local = FIVE.replace('raft { }', 'raft { reads: leader-local  check-quorum: off }');

  it('sets the scene, and is no fault that something takes', () =>
    assert.deepEqual(
      told(
        explained(
          local +
            scenario(
              'at 2s promote n1 in orders\n at 5s partition n1, web | n[2..5] for 5s  expect availability of writes >= 99.9%',
              'Five',
              'Shopping',
            ),
        ),
      ),
      [['partition'], ['partition']],
    ));

  it('is no fault either where the harm needs what it has set up', () =>
    assert.deepEqual(
      told(
        explained(
          FIVE +
            scenario(
              'at 2s promote n1 in orders\n at 5s fill disk of n1 for 8s  expect availability of writes during 5s..11s >= 50%',
              'Five',
              'Shopping',
            ),
        ),
      )[0],
      ['fill-disk'],
    ));

  it('is a fault where it does harm by itself', () => {
    // Whoever is promoted is far away from those who ask.
    const [needed] = told(
      explained(
        `topology T { region a { nodes n[1..2]  client web } region b { node n3 } store s on n[1..3] using P }
         policy P = primary-backup { acknowledge: async }
         workload W { from web to s  rate: 50/s  timeout: 500ms }
         ${scenario('at 3s promote n3 in s\n at 12s slow n2 by 2x for 1s  expect latency p50 <= 20ms', 'T', 'W')}`,
      ),
    );
    assert.deepEqual(needed, ['promote']);
  });

  it('is a fault where it comes after another', () => {
    const [needed] = told(
      explained(
        PAIR.replace('failover: automatic', 'failover: manual') +
          scenario(
            'at 5s partition zone a | zone b for 8s\n at 7s promote n2 in accounts  expect no split brain',
            'Pair',
            'Transfers',
          ),
      ),
    );
    assert.deepEqual([...(needed ?? [])].sort(), ['partition', 'promote']);
  });
});
