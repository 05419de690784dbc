import assert from 'node:assert/strict';
import type { QuorumPolicy } from '../../server/src/language/model';
import { simulate } from '../../server/src/simulation';
import { quorum } from '../../server/src/simulation/protocols/quorum';
import { QuorumClient } from '../../server/src/simulation/protocols/quorum/client-library';
import type { QuorumMessage } from '../../server/src/simulation/protocols/quorum/message';
import type { ClientContext } from '../../server/src/simulation/protocols/client-context';
import type { AnyFamily, ClientLibrary, Family } from '../../server/src/simulation/protocols/protocol';
import { bareQuorum } from '../simulation/quorum-policy';
import { ms, scenarioOf } from '../simulation/scenario-builder';
import { absolute } from './published-value';
import { reproduction } from './reproduction';

const TRIALS = 100_000;

/** A client that sends each operation to as many replicas as it waits for, chosen anew, and to no other. */
const randomSubsets: Family<QuorumPolicy, QuorumMessage> = {
  ...quorum,
  createClient: (context, policy) => clientOfSubsets(context, policy),
};

function clientOfSubsets(context: ClientContext<QuorumMessage>, policy: QuorumPolicy): ClientLibrary<QuorumMessage> {
  let chosen: readonly number[] = [];
  const narrowed = Object.create(context, { members: { get: () => chosen } }) as ClientContext<QuorumMessage>;
  const client = new QuorumClient(narrowed, policy);
  return {
    execute(command) {
      chosen = subset(context, Number(command.isRead ? policy.read : policy.write));
      client.execute(command);
    },
    abandon: (command) => client.abandon(command),
    receive: (message) => client.receive(message),
  };
}

function subset(context: ClientContext<QuorumMessage>, size: number): number[] {
  const left = [...context.members];
  return Array.from({ length: size }, () => left.splice(Math.floor(context.random() * left.length), 1)[0] ?? -1);
}

function shareOfMisses(nodes: number, read: number, write: number): number {
  const scenario = scenarioOf({
    nodes,
    policy: bareQuorum(read, write),
    operations: ['write', 'read'],
    load: { kind: 'closed', sessions: 1, thinkNs: ms(0) },
    seconds: 1e5,
  });
  const familyOf = () => randomSubsets as unknown as AnyFamily;
  const { history } = simulate(scenario, { seed: 5, trace: false, familyOf, limits: { maxOperations: 2 * TRIALS } });
  assert.equal(history.length, 2 * TRIALS);
  let misses = 0;
  for (let i = 1; i < history.length; i += 2) if (history.output[i] !== history.input[i - 1]) misses++;
  return misses / TRIALS;
}

reproduction(
  {
    title: 'random subset quorums',
    file: __filename,
    source:
      'Bailis et al., VLDB 2012, on quorums that do not expand: a read misses the newest value with chance C(N-W, R) / C(N, R).',
    setUp:
      '100,000 writes, each to W replicas chosen at random, each followed by a read of R chosen at random. No propagation.',
  },
  (reproduces) => {
    for (const [nodes, read, write, published] of [
      [3, 1, 1, 0.6667],
      [3, 1, 2, 0.3333],
      [5, 2, 2, 0.3],
    ] as const) {
      const what = `N=${nodes}, R=${read}, W=${write}: share of reads that miss the newest value`;
      reproduces(what, [{ what, published, tolerance: absolute(0.005), decimals: 4 }], () => [
        shareOfMisses(nodes, read, write),
      ]);
    }
  },
);
