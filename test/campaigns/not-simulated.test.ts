import { strict as assert } from 'node:assert';
import { notSimulated } from '../../server/src/campaigns/not-simulated';
import type { ScenarioModel } from '../../server/src/language/model';
import { originAt, scenario } from '../report/made-up-run';

describe('what is not simulated', () => {
  it('has its place and says so', () => {
    const policy = { family: 'carrier-pigeons', name: 'Pigeons', origin: originAt(9, 2) };
    const unknown = {
      ...scenario,
      stores: scenario.stores.map((store) => ({ ...store, policy })),
    } as unknown as ScenarioModel;
    const [first] = notSimulated(unknown);
    assert.equal(first?.file, 'shop.ftm');
    assert.equal(first.code, 'FTM501');
    assert.equal(first.origin.line, 9);
    assert.match(first.message, /carrier-pigeons.* is not simulated yet$/);
  });

  it('is nothing of what is', () => {
    assert.deepEqual(notSimulated(scenario), []);
  });
});
