import assert from 'node:assert/strict';
import type { OperationKind, PolicyModel } from '../../server/src/language/model';
import { simulate } from '../../server/src/simulation';
import { quorumPolicy } from '../simulation/quorum-policy';
import { ms, origin, scenarioOf } from '../simulation/scenario-builder';

/** Messages between places for one operation without faults, those with the client included, none to oneself. */
function messagesPerOperation(nodes: number, policy: PolicyModel, operation: OperationKind): number {
  const scenario = scenarioOf({
    nodes,
    policy,
    operations: [operation],
    load: { kind: 'closed', sessions: 1, thinkNs: ms(100) },
    seconds: 5.05,
  });
  const { history, counters } = simulate(scenario, { seed: 3, trace: false });
  assert.ok(history.length > 40);
  return counters.messagesSent / history.length;
}

describe('message counts', () => {
  const single: PolicyModel = { family: 'single', name: 'single', origin };
  const rows: { what: string; nodes: number; policy: PolicyModel; operation: OperationKind; published: number }[] = [
    { what: 'one copy', nodes: 1, policy: single, operation: 'write', published: 2 },
    ...[3, 5].map((n) => ({
      what: `quorum with a replica as coordinator, N=${n}: 2N`,
      nodes: n,
      policy: quorumPolicy(),
      operation: 'write' as const,
      published: 2 * n,
    })),
    ...(['read', 'write'] as const).flatMap((operation) =>
      [3, 5].map((n) => ({
        what: `ABD ${operation}, n=${n}: 4n`,
        nodes: n,
        policy: quorumPolicy({ coordinator: 'client', writeBack: true, readRepair: false }),
        operation,
        published: 4 * n,
      })),
    ),
  ];
  for (const { what, nodes, policy, operation, published } of rows) {
    it(what, () => assert.equal(messagesPerOperation(nodes, policy, operation), published));
  }
});
