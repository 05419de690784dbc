/** What `simulation.bench.ts` measures; bundled and run in a process of its own, as the product ships it. */
import type { ScenarioModel } from '../../server/src/language/model';
import { simulate, type SimulationOptions } from '../../server/src/simulation';
import { quorumPolicy } from '../simulation/quorum-policy';
import { constant, exponential, ms, origin, s, scenarioOf } from '../simulation/scenario-builder';
import { heartbeatFamily } from './heartbeat-family';

function measure(name: string, scenario: ScenarioModel, options: Omit<SimulationOptions, 'seed'>): void {
  // Processor time rather than the clock: other work on the machine then disturbs less.
  const begin = process.cpuUsage();
  const run = simulate(scenario, { seed: 1, ...options });
  const { user, system } = process.cpuUsage(begin);
  const seconds = (user + system) / 1e6;
  const millions = (count: number): string => (count / seconds / 1e6).toFixed(2);
  const { messagesDelivered, events } = run.counters;
  const memory = (process.memoryUsage().rss / 1e6).toFixed(0);
  console.log(
    `${name}: ${millions(messagesDelivered)} M messages/s, ${millions(events)} M events/s, ${seconds.toFixed(2)} s, ${memory} MB, hash ${run.traceHash}`,
  );
}

const quorumStore = scenarioOf({
  nodes: 3,
  policy: quorumPolicy(),
  link: { latency: exponential(ms(0.5)) },
  keys: 100,
  load: { kind: 'closed', sessions: 8, thinkNs: ms(0) },
  seconds: 1e5,
});

const heartbeats = scenarioOf({
  nodes: 100,
  clients: 0,
  policy: { family: 'single', name: 'heartbeat', origin },
  link: { latency: exponential(ms(0.5)) },
  seconds: 1000,
});

/** Five Raft servers, 10,000 writes/s for a minute, the leader crashes every ten seconds. */
const raft = scenarioOf({
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
  load: { kind: 'open', ratePerS: 10_000 },
  retries: 3,
  seconds: 60,
  faults: [
    {
      trigger: { kind: 'every', periodNs: s(10), jitterNs: ms(0), fromNs: s(10) },
      action: { kind: 'crash', targets: [{ kind: 'leader', store: 0 }], forNs: s(3) },
    },
  ],
});

const only = process.argv[2];
const chosen = (letter: string): boolean => only === undefined || only === letter;
for (let i = 0; i < 3; i++) {
  if (chosen('A'))
    measure('A quorum N=3, 1,000,000 operations', quorumStore, { trace: false, limits: { maxOperations: 1e6 } });
  if (chosen('B')) measure('B 100 hearts, 10 peers, 1000 s', heartbeats, { trace: false, familyOf: heartbeatFamily });
  if (chosen('C')) measure('C Raft, five servers, 10,000 writes/s, 60 s', raft, { trace: false });
}
if (only === undefined) {
  const limits = { maxOperations: 2e5, maxTraceEvents: 1e8 };
  measure('A without trace, 200,000 operations', quorumStore, { trace: false, limits });
  measure('A with trace, 200,000 operations', quorumStore, { trace: true, limits });
}
