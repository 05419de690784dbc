import assert from 'node:assert/strict';
import { projectRoles } from '../../server/src/report/project-roles';
import { ran } from '../simulation/components/running';

describe('what a node is that holds no copy', function () {
  this.timeout(60_000);

  it('is told of spare machines, until the autoscaler starts an instance there', () => {
    const { scenario, run } = ran(
      `topology T {
         node a node b node c node d client u
         service api on a, b, c { handle ask { } autoscale { min: 1 max: 2 target: 50% delay: 4s } }
       }
       workload W { from u to api.ask rate: 1/s }
       scenario S { topology: T workload: W duration: 200s at 20s crash b }`,
    );
    const lane = (place: number): readonly string[] =>
      (projectRoles(scenario, run)[place] ?? []).map(({ state, label }) => `${state}: ${label}`);
    assert.deepEqual(lane(0), ['serving: api']);
    assert.deepEqual(lane(2), ['spare: no instance of api', 'serving: api']);
    assert.deepEqual(lane(3), ['spare: nothing runs here']);
    // It notices the loss by reports that do not come, and starts the other one after the delay.
    const [spare, serving] = projectRoles(scenario, run)[2] ?? [];
    assert.equal(spare?.to, serving?.from);
    assert.ok((serving?.from ?? 0) > 24e9 && (serving?.from ?? 0) < 150e9, String(serving?.from));
  });

  it('is told of controllers and spares of stores', () => {
    const store = (policy: string): string => `
      topology T { node n1 node n2 node n3 node n4 client c store s on n1, n2, n3, n4 using P { replicas: 3 } }
      policy P = ${policy}
      workload W { from c to s rate: 10/s operations: write 100% }
      scenario S { topology: T workload: W duration: 5s }`;
    const fourth = (policy: string): readonly string[] => {
      const { scenario, run } = ran(store(policy));
      return (projectRoles(scenario, run)[3] ?? []).map(({ state, label }) => `${state}: ${label}`);
    };
    assert.deepEqual(fourth('isr-log { }'), ['controller: controller of s']);
    assert.deepEqual(fourth('raft { }'), ['spare: no copy of s']);
  });
});
