import * as assert from 'node:assert/strict';
import type { ScenarioModel } from '../../server/src/language/model';
import { placeNames } from '../../server/src/report/judged-run';

describe('names of places in a row', () => {
  const places = Array.from({ length: 20 }, (_, i) => ({ name: `n${i + 1}` }));
  const scenario = { places } as unknown as ScenarioModel;
  const check = (count: number, expected: string): void =>
    assert.equal(placeNames(scenario, [...places.keys()].slice(0, count)), expected);

  it('are all told where they are few, and counted where they are many', () => {
    check(0, '');
    check(3, 'n1, n2, n3');
    check(6, 'n1, n2, n3, n4, n5, n6');
    check(7, 'n1, n2, n3, n4, n5 and 2 more');
    check(20, 'n1, n2, n3, n4, n5 and 15 more');
  });
});
