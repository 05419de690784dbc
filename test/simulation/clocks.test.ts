import assert from 'node:assert/strict';
import type { SinglePolicy } from '../../server/src/language/model';
import { Clocks } from '../../server/src/simulation/environment/clocks';
import { ms, origin, scenarioOf } from './scenario-builder';

const single: SinglePolicy = { family: 'single', name: 'single', origin };

describe('clocks', () => {
  it('a timer ends when its time has passed by its own clock, and no fraction of a nanosecond before', () => {
    for (const driftPpm of [-500, -84, 0, 1, 84, 499, 250_000]) {
      const { places } = scenarioOf({
        nodes: 1,
        policy: single,
        places: { 0: { clock: { skewNs: ms(0), driftPpm } } },
      });
      const clocks = new Clocks(places);
      const now = 5_000_000_123;
      for (const localNs of [0, 0.2, 0.4, 1, 1.3, 7.9, 1e9, 1e9 + 0.4]) {
        const passed = clocks.monotonic(0, now + clocks.trueDelay(0, localNs)) - clocks.monotonic(0, now);
        assert.ok(passed > localNs - 1e-5 && passed < localNs + 2, `${driftPpm} ppm: ${passed} of ${localNs} ns`);
      }
    }
  });

  it('stands all but still where drifts add up to more than all of its rate, and never runs backwards', () => {
    const clocks = new Clocks(scenarioOf({ nodes: 1, policy: single }).places);
    clocks.drift(0, -900_000, 1e9);
    clocks.drift(0, -900_000, 2e9);
    assert.ok(clocks.monotonic(0, 3e9) > clocks.monotonic(0, 2e9));
    assert.ok(clocks.trueDelay(0, 1) > 1e3);
    clocks.drift(0, 900_000, 3e9);
    assert.ok(Math.abs(clocks.monotonic(0, 4e9) - clocks.monotonic(0, 3e9) - 0.1e9) < 10);
  });
});
