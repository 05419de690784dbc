/** The scenarios that `simulation.bench.ts` measures. */
import type { ScenarioModel } from '../../server/src/language/model';
import type { SimulationOptions } from '../../server/src/simulation';
import { quorumPolicy } from '../simulation/quorum-policy';
import { constant, exponential, ms, origin, s, scenarioOf } from '../simulation/scenario-builder';
import { heartbeatFamily } from './heartbeat-family';

export interface Measured {
  readonly letter: string;
  readonly what: string;
  /** Messages a second, as a share of those of the bare loop: what eight million (C: three) are beside one that does 23. */
  readonly goal?: number;
  readonly scenario: ScenarioModel;
  readonly options: Omit<SimulationOptions, 'seed'>;
}

/** One coordinator, three replicas, reads and writes of majorities. */
function quorumStore(seconds: number, thinkNs = ms(0)): ScenarioModel {
  return scenarioOf({
    nodes: 3,
    policy: quorumPolicy(),
    link: { latency: exponential(ms(0.5)) },
    keys: 100,
    load: { kind: 'closed', sessions: 8, thinkNs },
    seconds,
  });
}

function heartbeats(seconds: number): ScenarioModel {
  return scenarioOf({
    nodes: 100,
    clients: 0,
    policy: { family: 'single', name: 'heartbeat', origin },
    link: { latency: exponential(ms(0.5)) },
    seconds,
  });
}

/** Five Raft servers; the leader crashes every ten seconds. */
function raft(ratePerS: number, seconds: number): ScenarioModel {
  return scenarioOf({
    nodes: 5,
    policy: {
      family: 'raft',
      name: 'raft',
      origin,
      electionTimeoutMinNs: ms(150),
      electionTimeoutMaxNs: ms(300),
      heartbeatNs: ms(50),
      reads: 'read-index',
      preVote: true,
      checkQuorum: true,
      snapshotEvery: 10_000,
    },
    link: { latency: exponential(ms(0.5)) },
    storage: { log: 'fsync' },
    disk: constant(ms(0.1)),
    keys: 1000,
    operations: { write: 1 },
    load: { kind: 'open', ratePerS },
    retries: 3,
    seconds,
    faults: [
      {
        trigger: { kind: 'every', periodNs: s(10), jitterNs: ms(0), fromNs: s(10) },
        action: { kind: 'crash', targets: [{ kind: 'leader', store: 0 }], forNs: s(3) },
      },
    ],
  });
}

/** Ten sessions write for ten seconds, then read; the sites gossip every second until all are equal, and on. */
const gossip = scenarioOf({
  nodes: 1000,
  policy: {
    family: 'gossip',
    name: 'gossip',
    origin,
    fanout: 1,
    intervalNs: s(1),
    mode: 'push-pull',
    conflict: 'last-write-wins',
  },
  link: { latency: exponential(ms(0.5)) },
  keys: 100,
  operations: [
    ...Array.from({ length: 10 }, () => 'write' as const),
    ...Array.from({ length: 40 }, () => 'read' as const),
  ],
  load: { kind: 'closed', sessions: 10, thinkNs: s(1) },
  seconds: 40,
});

const aMillion = { trace: false, limits: { maxOperations: 1e6 } };

export const SCENARIOS: readonly Measured[] = [
  {
    letter: 'A',
    what: 'quorum N=3, 1,000,000 operations',
    goal: 8 / 23,
    scenario: quorumStore(1e5),
    options: aMillion,
  },
  {
    letter: 'B',
    what: '100 nodes, 10 peers, 1,000 s',
    goal: 8 / 23,
    scenario: heartbeats(1000),
    options: { trace: false, familyOf: heartbeatFamily },
  },
  {
    letter: 'C',
    what: 'Raft, five servers, 10,000 writes/s, 60 s',
    goal: 3 / 23,
    scenario: raft(10_000, 60),
    options: { trace: false },
  },
  { letter: 'D', what: 'gossip, 1,000 nodes, to convergence', scenario: gossip, options: { trace: false } },
];

/** Scenario A, shorter: without and with its trace. */
export const TRACED = {
  scenario: quorumStore(1e5),
  limits: { maxOperations: 2e5, maxTraceEvents: 1e8 },
};

/** What memory is measured on, for so many simulated seconds: without clients, and with some that are not in a hurry. */
export const LASTING: readonly Omit<Measured, 'letter' | 'goal'>[] = [
  {
    what: 'B, no clients',
    scenario: heartbeats(1000),
    options: { trace: false, familyOf: heartbeatFamily },
  },
  { what: 'A, 8 sessions that think 100 ms', scenario: quorumStore(1000, ms(100)), options: { trace: false } },
  { what: 'C, 200 writes/s', scenario: raft(200, 1000), options: { trace: false } },
];
