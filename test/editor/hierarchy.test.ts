import { strict as assert } from 'node:assert';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../server/src/editor/features/call-hierarchy';
import { prepareTypeHierarchy, subtypes, supertypes } from '../../server/src/editor/features/type-hierarchy';
import { CLUSTER, model, Models } from './models';

describe('call hierarchy', () => {
  /** Who names what is at the cursor, and on how many places: `Outage (2)`. */
  function callers(text: string): string[] {
    const models = model(text);
    const [item] = prepareCallHierarchy(models.snapshot(), models.cursor());
    const calls = incomingCalls([models.snapshot()], item ?? assert.fail('nothing at the cursor'));
    return calls.map(({ from, fromRanges }) => `${from.name} (${String(fromRanges.length)})`).sort();
  }

  const FAULTS = 'faults Outage { at 5s crash n1 at 9s pause n1 for 1s }\nfaults Other { at 5s crash n2 }\n';

  it('tells which schedules and stores touch a node', () => {
    assert.deepEqual(callers(CLUSTER.replace('node n1', 'node n<||>1') + FAULTS), ['Outage (2)', 'data (1)']);
  });

  it('counts what hits a node through its zone, its store or its group', () => {
    const faults =
      'faults Zone { at 5s crash zone a }\nfaults Leader { at 5s crash leader of data }\nfaults B { at 5s crash zone b }\n';
    assert.deepEqual(callers(CLUSTER.replace('node n1', 'node n<||>1') + faults), [
      'Leader (1)',
      'Zone (1)',
      'data (1)',
    ]);
  });

  it('leads from a schedule to the scenarios that use it, those with faults of their own too', () => {
    const scenarios = 'scenario One { faults: Outage }\nscenario Two { at 5s crash n1 }\n';
    assert.deepEqual(callers(CLUSTER + FAULTS.replace('Outage', 'Out<||>age') + scenarios), ['One (1)']);
    assert.deepEqual(callers(CLUSTER.replace('node n1', 'node n<||>1') + scenarios.replace('faults: Outage', '')), [
      'Two (1)',
      'data (1)',
    ]);
  });

  it('tells what a declaration names', () => {
    const models = model(`${CLUSTER}scenario On<||>e { topology: Cluster workload: Traffic at 5s crash n1, n2 }`);
    const [item] = prepareCallHierarchy(models.snapshot(), models.cursor());
    const names = outgoingCalls(models.snapshot(), item ?? assert.fail()).map(({ to }) => to.name);
    assert.deepEqual(names.sort(), ['Cluster', 'Traffic', 'n1', 'n2']);
  });
});

describe('type hierarchy', () => {
  const files = {
    'main.ftm': 'policy Base = raft {}\npolicy Mi<||>ne = Base {}\npolicy Own = Mine {}\npolicy Other = Base {}\n',
    'user.ftm': 'import "main.ftm"\npolicy Theirs = Mine {}\n',
  };

  it('goes from a policy to what it derives from, and to what derives from it in every file', () => {
    const models = new Models(files);
    const [item] = prepareTypeHierarchy(models.snapshot(), models.cursor());
    assert.ok(item);
    assert.equal(item.detail, 'raft');
    assert.deepEqual(
      supertypes(models.snapshot(), item).map(({ name }) => name),
      ['Base'],
    );
    assert.deepEqual(
      subtypes([models.snapshot(), ...models.others()], item).map(({ name }) => name),
      ['Own', 'Theirs'],
    );
  });

  it('ends where policies derive from each other in a circle', () => {
    const models = model('policy A<||> = B {}\npolicy B = A {}\n');
    const [item] = prepareTypeHierarchy(models.snapshot(), models.cursor());
    if (item !== undefined) assert.ok(supertypes(models.snapshot(), item).length <= 1);
  });
});
