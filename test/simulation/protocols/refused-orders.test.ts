import assert from 'node:assert/strict';
import { openProgram } from '../../../server/src/language';
import { simulate } from '../../../server/src/simulation';
import { EVERY_FAMILY, type FamilyUnderTest } from './every-family';

/** The orders of an operator that the table of faults does not carry out on a family. */
function check(family: FamilyUnderTest, order: string, isCarriedOut: boolean): void {
  const { name, policy, nodes } = family;
  const text = `
    topology T { nodes n[1..${nodes}]  node spare  client c  store data on n[1..${nodes}] using P { } }
    policy P = ${policy}
    workload W { from c to data }
    scenario S { topology: T  workload: W  at 3s ${order} }`;
  const { problems } = openProgram('test.ftm', text, (uri, reason) => ({ kind: 'missing', uri, reason }));
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (isCarriedOut) assert.deepEqual(errors, []);
  else assert.match(errors.join(), new RegExp(`^${name} cannot carry out '${order.split(' ')[0]}': .+; remove it$`));
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

describe('an order that changes nothing hits nobody', () => {
  const hit = (order: string): readonly (readonly number[])[] => {
    const text = `
      topology T { nodes n[1..4]  client c  store data on n[1..3] using raft { } }
      workload W { from c to data  rate: 10/s }
      scenario S { topology: T  workload: W  duration: 8s  ${order} }`;
    const scenario = openProgram('test.ftm', text, (uri, reason) => ({ kind: 'missing', uri, reason })).compileScenario(
      'S',
    );
    assert.ok(scenario);
    return simulate(scenario, { seed: 1, trace: true }).occurrences.map(({ places }) => places);
  };

  it('where the node belongs to the store already', () => assert.deepEqual(hit('at 3s add n1 to data'), [[]]));
  it('where it does not', () => {
    assert.deepEqual(hit('at 3s remove n4 from data'), [[]]);
    assert.deepEqual(hit('at 3s promote n4 in data'), [[]]);
  });
  it('and hits the node where an order before it has changed that', () =>
    assert.deepEqual(hit('at 3s add n4 to data  at 5s promote n4 in data'), [[3], [3]]));
});
