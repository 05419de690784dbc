import assert from 'node:assert/strict';
import { projectConditions } from '../../server/src/report/project-conditions';
import { projectFaults } from '../../server/src/report/project-faults';
import { ran } from '../simulation/components/running';

/** What ails nodes in a run of the text, as `node state from-to label`, in seconds. */
function check(text: string, expected: readonly string[]): void {
  const { scenario, run } = ran(text);
  const found = projectConditions(scenario, run).flatMap((spans, place) =>
    spans.map(({ state, from, to, label }) => {
      const stretch = `${(from / 1e9).toFixed(1)}-${(to / 1e9).toFixed(1)}`;
      return `${scenario.places[place]?.name ?? '?'} ${state} ${stretch} ${label}`;
    }),
  );
  assert.deepEqual(found, expected);
}

const STORE = `
  topology T { node n1 node n2 node n3 client c store s on n1, n2, n3 using R }
  policy R = raft { }
  workload W { from c to s rate: 10/s }`;
const scenario = (faults: string): string => `${STORE} scenario S { topology: T workload: W duration: 10s ${faults} }`;

describe('conditions of nodes', function () {
  this.timeout(60_000);

  it('name once whom a node does not reach and whom it does not hear', () => {
    check(scenario('at 2s cut n1 -> n2, n3 for 3s'), [
      'n1 cut-off 2.0-5.0 does not reach n2, n3',
      'n2 cut-off 2.0-5.0 does not hear n1',
      'n3 cut-off 2.0-5.0 does not hear n1',
    ]);
    check(scenario('at 2s cut n1 -> n2 for 3s at 2s cut n2 -> n1 for 3s'), [
      'n1 cut-off 2.0-5.0 cut off from n2',
      'n2 cut-off 2.0-5.0 cut off from n1',
    ]);
  });

  it('give the picture the links that a one-way cut blocks', () => {
    const { scenario: model, run } = ran(scenario('at 2s cut n1 -> n2, n3 for 3s'));
    assert.deepEqual(
      projectFaults(model, run).map(({ cuts }) => cuts),
      [
        [
          [0, 1],
          [0, 2],
        ],
      ],
    );
  });

  it('tell of a program that leaks where there is an instance of it, and not of a spare machine', () => {
    check(
      `topology T { node a node b node c node d client u service api on a, b, c { handle ask { } autoscale { min: 1 max: 2 target: 50% delay: 1s } } }
       workload W { from u to api.ask rate: 10/s }
       scenario S { topology: T workload: W duration: 10s at 2s leak in api crashing after 60s }`,
      ['a faulty 2.0-10.0 leaks memory: api', 'b faulty 2.0-10.0 leaks memory: api'],
    );
  });

  it('tell of damaged data for as long as it shows', () => {
    const single = (storage: string, end: string): string => `
      topology T { node n1 client c store s on n1 using P { storage { log: fsync ${storage} } } }
      policy P = single { }
      workload W { from c to s rate: 50/s keys: uniform(200) operations: read 50%, write 50% }
      scenario S { topology: T workload: W duration: 10s at 3s corrupt disk of n1 100% ${end} }`;
    const damaged = (text: string): readonly (readonly [number, number])[] => {
      const { scenario: model, run } = ran(text);
      return projectConditions(model, run).flatMap((spans) =>
        spans.filter(({ label }) => label === 'damaged data').map(({ from, to }) => [from / 1e9, to / 1e9] as const),
      );
    };
    for (const storage of ['checksums: on', 'checksums: off']) {
      const [span] = damaged(single(storage, ''));
      assert.ok(span?.[0] === 3 && span[1] > 9.5 && span[1] <= 10, JSON.stringify([storage, span]));
      const [until] = damaged(single(storage, 'at 6s wipe n1'));
      assert.ok(until?.[0] === 3 && until[1] > 5.5 && until[1] <= 6, JSON.stringify(until));
    }
  });

  it('tell a bug of a service on all its nodes', () => {
    check(
      `topology T { node a node b client c service api on a, b { handle ask { } } }
       workload W { from c to api.ask rate: 10/s }
       scenario S { topology: T workload: W duration: 10s at 2s bug in api failing 60% for 3s }`,
      ['a faulty 2.0-5.0 fails 60 % of requests: api', 'b faulty 2.0-5.0 fails 60 % of requests: api'],
    );
  });

  it('tell on which nodes a version runs that fails requests, until it is rolled back there', () => {
    const { scenario: model, run } = ran(
      `topology T { node a node b client c service api on a, b { handle ask { } } }
       workload W { from c to api.ask rate: 10/s }
       scenario S { topology: T workload: W duration: 20s
         at 2s deploy api { errors: 40%  batch: 1  interval: 2s  rollback-after: 5s } }`,
    );
    const faulty = projectConditions(model, run)
      .slice(0, model.nodeCount)
      .map((spans) =>
        spans
          .filter(({ state }) => state === 'faulty')
          .map(({ from, to, label }) => ({ from: from / 1e9, to: to / 1e9, label })),
      );
    const label = 'new version fails 40 % of requests: api';
    assert.deepEqual(faulty, [[{ from: 2, to: 7, label }], [{ from: 4, to: 9, label }]]);
  });

  it('tell on all nodes of a job what it goes through', () => {
    const { scenario: model, run } = ran(
      `topology T { nodes w[1..3] job enrich on w[1..3] { input: 100/s checkpoint: every 5s taking 1s restart: 3s } }
       scenario S { topology: T duration: 40s at 17s crash w2 for 10s }`,
    );
    const all = projectConditions(model, run);
    const saves = (from: number): boolean =>
      all.every((spans) =>
        spans.some((each) => each.state === 'checkpointing' && Math.floor(each.from / 1e9) === from),
      );
    assert.ok(saves(5) && saves(10) && saves(15), 'checkpoints before the crash');
    for (const spans of all) {
      const recovering = spans.filter(({ state }) => state === 'recovering');
      assert.deepEqual(
        recovering.map(({ label }) => label),
        ['restarts: enrich', 'catches up: enrich'],
      );
      const [restart, catchesUp] = recovering;
      assert.equal(restart?.to, catchesUp?.from);
      assert.ok((catchesUp?.to ?? 0) > (catchesUp?.from ?? NaN));
    }
  });
});
