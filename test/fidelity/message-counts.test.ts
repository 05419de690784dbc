import assert from 'node:assert/strict';
import type {
  MultiPaxosPolicy,
  OperationKind,
  PbftPolicy,
  PolicyModel,
  RaftPolicy,
} from '../../server/src/language/model';
import { EventKind, simulate } from '../../server/src/simulation';
import { HEADER_BYTES } from '../../server/src/simulation/environment/message';
import type { SimulationOptions, Trace } from '../../server/src/simulation';
import { quorumPolicy } from '../simulation/quorum-policy';
import { constant, ms, origin, s, scenarioOf } from '../simulation/scenario-builder';
import { reproduction } from './reproduction';
import { twoPhaseCommitFamily } from './two-phase-commit';

const single: PolicyModel = { family: 'single', name: 'single', origin };
const raft: RaftPolicy = {
  family: 'raft',
  name: 'raft',
  origin,
  electionTimeoutMinNs: ms(1000),
  electionTimeoutMaxNs: ms(2000),
  heartbeatNs: ms(100),
  reads: 'read-index',
  preVote: true,
  checkQuorum: true,
  snapshotEvery: 10_000,
};
const paxos: MultiPaxosPolicy = {
  family: 'multi-paxos',
  name: 'multi-paxos',
  origin,
  leaseNs: ms(2000),
  heartbeatNs: ms(200),
};
const pbft: PbftPolicy = {
  family: 'pbft',
  name: 'pbft',
  origin,
  viewChangeTimeoutNs: ms(300),
  checkpointEvery: 10_000,
};

interface Row {
  readonly what: string;
  readonly nodes: number;
  readonly policy: PolicyModel;
  readonly operation?: OperationKind;
  readonly published: number;
  readonly familyOf?: SimulationOptions['familyOf'];
}

const OPERATIONS = 40;
/** The first operations may look for the leader; by then one leads. */
const SETTLED_NS = s(5);

/** Messages sent from one invocation to the one forty later; the time between is idle but for heartbeats. */
function messagesPerOperation({ nodes, policy, operation = 'write', familyOf }: Row): number {
  const scenario = scenarioOf({
    nodes,
    policy,
    operations: [operation],
    load: { kind: 'closed', sessions: 1, thinkNs: ms(97) },
    link: { latency: constant(ms(1)) },
    seconds: 12,
  });
  const { trace, counters } = simulate(scenario, { seed: 3, trace: true, familyOf });
  assert.equal(counters.messagesDropped, 0);
  const begin: number[] = [];
  for (let event = 0; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Invoke && (trace.time[event] ?? 0) > SETTLED_NS) begin.push(event);
  }
  let sent = 0;
  for (let event = begin[0] ?? 0; event < (begin[OPERATIONS] ?? NaN); event++) {
    if (trace.kind[event] === EventKind.Send && !isHeartbeat(trace, event)) sent++;
  }
  return sent / OPERATIONS;
}

/**
 * What goes on whether or not there are operations. Raft's heartbeat is an append of nothing, so a bare header, and its
 * answer is an answer to an append like any other: those to heartbeats follow from one of them.
 */
function isHeartbeat(trace: Trace, event: number): boolean {
  const isEmptyAppend = (at: number): boolean =>
    trace.names[trace.a[at] ?? 0] === 'AppendEntries' && trace.b[at] === HEADER_BYTES;
  const name = trace.names[trace.a[event] ?? 0] ?? '';
  if (name.startsWith('Heartbeat') || isEmptyAppend(event)) return true;
  if (name !== 'AppendReply') return false;
  const delivery = trace.cause[event] ?? -1;
  return isEmptyAppend(trace.cause[delivery] ?? -1);
}

const rows: Row[] = [
  { what: 'one copy', nodes: 1, policy: single, published: 2 },
  ...[3, 5, 7].flatMap((n) => [
    { what: `Raft, n=${n}: 2(n-1) + 2`, nodes: n, policy: raft, published: 2 * (n - 1) + 2 },
    { what: `Multi-Paxos, n=${n}: 2(n-1) + 2`, nodes: n, policy: paxos, published: 2 * (n - 1) + 2 },
  ]),
  ...[1, 2].map((f) => ({
    what: `PBFT, f=${f}: 1 + 3f + (3f)^2 + (3f+1)(3f) + (3f+1)`,
    nodes: 3 * f + 1,
    policy: pbft,
    published: 1 + 3 * f + (3 * f) ** 2 + (3 * f + 1) * 3 * f + (3 * f + 1),
  })),
  ...[3, 5].map((n) => ({
    what: `quorum with a replica as coordinator, N=${n}: 2N`,
    nodes: n,
    policy: quorumPolicy(),
    published: 2 * n,
  })),
  ...(['read', 'write'] as const).flatMap((operation) =>
    [3, 5].map((n) => ({
      what: `atomic register (ABD), ${operation}, n=${n}: 4n`,
      nodes: n,
      policy: quorumPolicy({ coordinator: 'client', writeBack: true, readRepair: false }),
      operation,
      published: 4 * n,
    })),
  ),
  ...[3, 5].map((n) => ({
    what: `two-phase commit, n=${n}, the client is one of them and coordinates: 4(n-1)`,
    nodes: n - 1,
    policy: single,
    familyOf: twoPhaseCommitFamily,
    published: 4 * (n - 1),
  })),
];

reproduction(
  {
    title: 'message counts',
    file: __filename,
    source:
      'D. Ongaro 2014, chapter 3; L. Lamport, "Paxos Made Simple", 2001, section 3; M. Castro and B. Liskov, "Practical ' +
      'Byzantine Fault Tolerance", OSDI 1999, section 4.2; G. DeCandia et al., "Dynamo", SOSP 2007, section 4.5; ' +
      'H. Attiya, A. Bar-Noy and D. Dolev, JACM 1995; J. Gray, "Notes on Data Base Operating Systems", 1978.',
    setUp: 'Messages for one write without faults, those with the client included, none to oneself, no heartbeats.',
  },
  (reproduces) => {
    for (const row of rows) {
      const { what, published } = row;
      reproduces(what, [{ what, published }], () => [messagesPerOperation(row)]);
    }
  },
);
