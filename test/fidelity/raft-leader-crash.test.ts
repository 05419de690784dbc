import assert from 'node:assert/strict';
import type { Distribution, RaftPolicy, ScenarioModel } from '../../server/src/language/model';
import { CrashReason, EventKind, Role } from '../../server/src/simulation';
import { Environment } from '../../server/src/simulation/environment/environment';
import { DEFAULT_LIMITS } from '../../server/src/simulation/limits';
import { StableState } from '../../server/src/simulation/protocols/raft/stable-state';
import { exponential, ms, origin, scenarioOf } from '../simulation/scenario-builder';
import { relative, told } from './published-value';
import { reproduction } from './reproduction';

const CRASHES = 1000;
const CANDIDATE_DISK_MS = 3;
const VOTER_DISK_MS = 7;

const rows = [
  { timeout: [150, 300], mean: 180.8, median: 171.3, p99: 414.6, tolerance: 0.1 },
  { timeout: [50, 100], mean: 71.4, median: 66.7, p99: 168.9, tolerance: 0.1 },
  { timeout: [12, 24], mean: 34.7, median: 30.0, p99: 86.9, tolerance: 0.15 },
] as const;

function policy(minMs: number, maxMs: number): RaftPolicy {
  return {
    family: 'raft',
    name: 'raft',
    origin,
    electionTimeoutMinNs: ms(minMs),
    electionTimeoutMaxNs: ms(maxMs),
    heartbeatNs: ms(minMs / 2),
    reads: 'read-index',
    preVote: false,
    checkQuorum: false,
    snapshotEvery: 10_000,
  };
}

const SERVERS = [0, 1, 2, 3, 4];
/** The server whose crash is measured; the lagging ones write slowly, the others fast. */
const LEADER = 0;
const LAGGING = [1, 2];

function cluster(minMs: number, maxMs: number): ScenarioModel {
  const latency: Distribution = { kind: 'uniform', low: ms(0.1), high: ms(0.2) };
  const disk = (mean: number) => ({ disk: { latency: exponential(ms(mean)), capacityBytes: 1e12 } });
  const scenario = scenarioOf({
    nodes: SERVERS.length,
    policy: policy(minMs, maxMs),
    storage: { log: 'fsync' },
    link: { latency },
    places: Object.fromEntries(
      SERVERS.map((place) => [place, disk(LAGGING.includes(place) ? VOTER_DISK_MS : CANDIDATE_DISK_MS)]),
    ),
  });
  return { ...scenario, workloads: [] };
}

/**
 * Milliseconds from the crash to the first heartbeat of the new leader at another server; undefined where another than
 * the first server leads at that moment.
 */
function downtimeMs(scenario: ScenarioModel, heartbeatNs: number, seed: number): number | undefined {
  const environment = new Environment(scenario, { seed, trace: true, ...DEFAULT_LIMITS, messageCostNs: 0 });
  environment.boot();
  const { kernel, dispatcher } = environment;
  const until = (time: number) => kernel.run(time, dispatcher, undefined);
  while (environment.leadership.leaderOf(0) < 0) until(kernel.now + heartbeatNs);
  until(kernel.now + 10 * heartbeatNs + Math.floor(heartbeatNs * fraction(seed)));
  if (environment.leadership.leaderOf(0) !== LEADER) return undefined;
  // The last entry reached two of the followers only.
  for (const place of SERVERS) {
    if (place === LEADER || LAGGING.includes(place)) continue;
    const { log, term } = stableState(environment, place);
    log.append({ term, command: undefined, voters: undefined });
  }
  const crashedAt = kernel.now;
  const before = kernel.trace.length;
  environment.crash(LEADER, CrashReason.Fault);
  for (;;) {
    until(kernel.now + heartbeatNs);
    const arrived = firstHeartbeat(environment, before);
    if (arrived >= 0) return (arrived - crashedAt) / 1e6;
  }
}

function stableState(environment: Environment, place: number): StableState {
  const host = environment.hosts.find((candidate) => candidate.place === place);
  assert.ok(host !== undefined);
  return new StableState(host.storage);
}

function firstHeartbeat(environment: Environment, from: number): number {
  const trace = environment.kernel.trace.finish();
  let leader = -1;
  for (let event = from; event < trace.length; event++) {
    if (trace.kind[event] === EventKind.Role && trace.b[event] === Role.Leader) leader = trace.place[event] ?? -1;
    const isAppend = trace.names[trace.a[event] ?? 0] === 'AppendEntries';
    if (leader >= 0 && trace.kind[event] === EventKind.Deliver && trace.peer[event] === leader && isAppend) {
      return trace.time[event] ?? 0;
    }
  }
  return -1;
}

/** Evenly spread over 0..1 (the golden ratio's multiples). */
const fraction = (n: number): number => (n * 0.6180339887498949) % 1;

function downtimes([minMs, maxMs]: readonly [number, number]): number[] {
  const scenario = cluster(minMs, maxMs);
  const measured: number[] = [];
  for (let seed = 1; measured.length < CRASHES; seed++) {
    const downtime = downtimeMs(scenario, ms(minMs / 2), seed);
    if (downtime !== undefined) measured.push(downtime);
  }
  return measured.sort((x, y) => x - y);
}

reproduction(
  {
    title: 'Raft leader crash',
    file: __filename,
    source:
      'D. Ongaro, "Consensus: Bridging Theory and Practice", 2014, chapter 9; D. Ongaro and J. Ousterhout, "In Search of ' +
      'an Understandable Consensus Algorithm", USENIX ATC 2014, figure 16.',
    setUp:
      'Five servers, 0.1 to 0.2 ms one way, heartbeats at half the minimum election timeout, 1000 crashes at uniformly ' +
      'random moments of the heartbeat interval. Two of the four survivors have shorter logs and cannot win; the two that ' +
      'can write their vote in 3 ms on average, the voters beside them in 7 ms. Downtime ends when another server ' +
      "receives the new leader's first heartbeat.",
  },
  (reproduces) => {
    for (const { timeout, mean, median, p99, tolerance } of rows) {
      const what = `timeouts ${timeout.join('..')} ms`;
      reproduces(
        `${what}: mean ${mean} ms, median ${median} ms`,
        [
          { what: `${what}: mean downtime, ms`, published: mean, tolerance: relative(tolerance), decimals: 1 },
          { what: `${what}: median, ms`, published: median, tolerance: relative(tolerance), decimals: 1 },
          { what: `${what}: p99, ms`, published: p99, tolerance: told, decimals: 1 },
        ],
        () => {
          const sorted = downtimes(timeout);
          const at = (share: number) => sorted[Math.ceil(share * CRASHES) - 1] ?? 0;
          return [sorted.reduce((sum, value) => sum + value, 0) / CRASHES, at(0.5), at(0.99)];
        },
      );
    }
  },
);
