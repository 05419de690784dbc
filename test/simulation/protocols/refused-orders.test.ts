import assert from 'node:assert/strict';
import { unsupported } from '../../../server/src/simulation/unsupported';
import { EVERY_FAMILY, type FamilyUnderTest } from './every-family';
import { scenarioOfText } from './run-text';

/** The orders of an operator that the table of faults does not carry out on a family. */
function check(family: FamilyUnderTest, order: string, isCarriedOut: boolean): void {
  const { name, policy, nodes } = family;
  const scenario = scenarioOfText(`
    topology T { nodes n[1..${nodes}]  node spare  client c  store data on n[1..${nodes}] using P { } }
    policy P = ${policy}
    workload W { from c to data }
    scenario S { topology: T  workload: W  at 3s ${order} }`);
  const refused = unsupported(scenario).map(({ what, why }) => `${what}: ${why ?? ''}`);
  if (isCarriedOut) assert.deepEqual(refused, []);
  else assert.match(refused.join(), new RegExp(`^'${order.split(' ')[0]}' with policy family '${name}': .+`));
}

describe('an order of an operator that a family cannot carry out is refused with the reason', () => {
  for (const family of EVERY_FAMILY)
    it(family.name, () => {
      const { members, promotes, nodes } = family;
      check(family, 'add spare to data', members);
      check(family, `remove n${nodes} from data`, members);
      check(family, 'promote n1 in data', promotes);
    });

  it('voting, whose answers are counted by clients', () => {
    const voting = EVERY_FAMILY.find(({ name }) => name === 'voting');
    assert.ok(voting);
    check(voting, 'reconfigure data { require: all }', false);
  });
});
