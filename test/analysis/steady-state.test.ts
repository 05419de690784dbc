import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  all,
  any,
  atLeast,
  component,
  type Formula,
} from '../../server/src/analysis/steady-state/availability-formula';
import { unavailability } from '../../server/src/analysis/steady-state/exact-probability';
import { longRun, meanTimeToDataLoss, minimalCuts, steadyState } from '../../server/src/analysis/steady-state';
import type { ScenarioModel } from '../../server/src/language/model';
import { tell } from './judged-scenario';

const some = (count: number): Formula[] => Array.from({ length: count }, (_, i) => component(i));
const near = (value: number | null | undefined, expected: number, relative = 1e-9): void =>
  assert.ok(Math.abs((value ?? Number.NaN) / expected - 1) <= relative, `${value} is not ${expected}`);

describe('long-run availability', () => {
  it('reproduces the published figures', () => {
    near(1 - (unavailability(atLeast(2, some(3)), () => 0.99) ?? 0), 0.999702);
    near(1 - (unavailability(atLeast(3, some(5)), () => 0.99) ?? 0), 0.9999901494);
    near(1 - (unavailability(all(some(3)), () => 0.999) ?? 0), 0.997002999);
    const five = some(5).map((_, i) => ({ name: `n${i}`, mtbf: 1000, mttr: 10 }));
    near(longRun(any(some(2)), five)?.availability, 0.9999019704, 1e-10);
    near(longRun(atLeast(3, some(5)), five)?.availability, 0.9999904377, 1e-10);
    near(longRun(atLeast(3, some(5)), five)?.timeBetweenOutages, 350_337, 1e-5);
    near(meanTimeToDataLoss(2, 1, 10), 6.5);
  });

  it('keeps many nines', () => {
    near(
      unavailability(any(some(8)), () => 0.999),
      1e-24,
      1e-6,
    );
  });

  it('takes shared causes once', () => {
    // Two nodes in one zone and one outside, two needed: the zone decides alone.
    const zone = component(3);
    const nodes = [all([component(0), zone]), all([component(1), zone]), component(2)];
    const works = [0.9, 0.8, 0.7, 0.6] as const;
    const up = 0.6 * (0.9 * 0.8 + 0.9 * 0.2 * 0.7 + 0.1 * 0.8 * 0.7);
    near(1 - (unavailability(atLeast(2, nodes), (i) => works[i] ?? 1) ?? 0), up);
  });

  it('agrees with adding up all states', () => {
    const formula = fc.letrec<{ formula: Formula }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.nat(5).map(component),
        fc
          .array(tie('formula'), { minLength: 1, maxLength: 4 })
          .chain((of) => fc.integer({ min: 1, max: of.length }).map((count) => atLeast(count, of))),
      ),
    })).formula;
    const works = (i: number): number => [0.9, 0.5, 0.99, 0.7, 0.2, 0.6][i] ?? 1;
    fc.assert(
      fc.property(formula, (tree) => {
        let down = 0;
        for (let state = 0; state < 64; state++) {
          const isUp = (i: number): boolean => ((state >> i) & 1) === 1;
          if (holds(tree, isUp)) continue;
          down += [0, 1, 2, 3, 4, 5].reduce((product, i) => product * (isUp(i) ? works(i) : 1 - works(i)), 1);
        }
        assert.ok(Math.abs((unavailability(tree, works) ?? -1) - down) < 1e-12);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('names the combinations that matter', () => {
    const components = ['a', 'b', 'c', 'zone'].map((name, i) => ({ name, mtbf: 99, mttr: i === 3 ? 0.01 : 1 }));
    const cuts = minimalCuts(all([component(3), atLeast(2, some(3))]), components);
    assert.deepEqual(
      cuts.map(({ names }) => names.join('+')),
      ['zone', 'a+b', 'a+c', 'b+c'],
    );
    near(cuts[1]?.probability, 1e-4);
  });

  it('reads a topology: a majority with a zone and a power feed in common', () => {
    const { scenario } = tell('');
    const origin = scenario.origin;
    const places = scenario.places.map((place, id) => ({ ...place, domain: id < 2 ? 0 : -1, mtbfNs: 99, mttrNs: 1 }));
    const model: ScenarioModel = {
      ...scenario,
      places,
      domains: [{ name: 'a', kind: 'zone', parent: -1, mtbfNs: 999, mttrNs: 1, origin }],
      groups: [{ name: 'feed', members: [0, 1, 2], mtbfNs: 9999, mttrNs: 1, origin }],
      stores: scenario.stores.map((store) => ({
        ...store,
        policy: { family: 'multi-paxos', name: 'p', origin, leaseNs: 1 as never, heartbeatNs: 1 as never },
      })),
    };
    const answer = steadyState(model, { kind: 'store', store: 0 });
    const node = 0.99;
    const inZone = node * node + 2 * node * (1 - node) * node;
    assert.equal(answer.kind, 'known');
    if (answer.kind === 'known') near(answer.figures.availability, 0.9999 * 0.999 * inZone);
    assert.equal(steadyState(scenario).kind, 'unknown');
  });
});

function holds(formula: Formula, isUp: (component: number) => boolean): boolean {
  switch (formula.kind) {
    case 'component':
      return isUp(formula.component);
    case 'constant':
      return formula.works;
    case 'at-least':
      return formula.of.filter((part) => holds(part, isUp)).length >= formula.count;
  }
}
