/** Reports messages a second on one core, metrics kept: `npx tsx test/bench/simulation.bench.ts`. */
import { toNanos, type PolicyModel, type QuorumPolicy } from '../../server/src/language/model';
import { simulate } from '../../server/src/simulation';
import { exponential, ms, origin, scenarioOf } from '../simulation/scenario-builder';

const quorum: QuorumPolicy = {
  family: 'quorum',
  name: 'quorum',
  origin,
  read: 'majority',
  write: 'majority',
  sloppy: false,
  hintedHandoff: true,
  hintWindowNs: toNanos(3 * 3600e9),
  readRepair: true,
  writeBack: false,
  coordinator: 'replica',
  conflict: 'last-write-wins',
};

function quorumStore(trace: boolean, policy: PolicyModel = quorum): void {
  const scenario = scenarioOf({
    nodes: 3,
    clients: 1,
    policy,
    link: { latency: exponential(ms(0.5)) },
    keys: 100,
    load: { kind: 'closed', sessions: 8, thinkNs: ms(0) },
    seconds: 1e5,
  });
  const begin = performance.now();
  const operations = trace ? 100_000 : 1_000_000;
  const run = simulate(scenario, { seed: 1, trace, limits: { maxOperations: operations, maxTraceEvents: 1e8 } });
  const seconds = (performance.now() - begin) / 1000;
  const { messagesDelivered, events } = run.counters;
  console.log(
    `quorum N=3, ${operations} operations, trace ${trace ? 'on' : 'off'}: ${(messagesDelivered / seconds / 1e6).toFixed(2)} M messages/s, ` +
      `${(events / seconds / 1e6).toFixed(2)} M events/s, ${seconds.toFixed(2)} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, hash ${run.traceHash}`,
  );
}

for (let i = 0; i < 3; i++) quorumStore(false);
quorumStore(true);
