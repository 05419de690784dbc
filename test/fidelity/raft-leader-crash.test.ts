import assert from 'node:assert/strict';
import type { Distribution, RaftPolicy, ScenarioModel } from '../../server/src/language/model';
import { CrashReason, EventKind, Role } from '../../server/src/simulation';
import { Environment } from '../../server/src/simulation/environment/environment';
import { Sampler } from '../../server/src/simulation/kernel/sampler';
import { DEFAULT_LIMITS } from '../../server/src/simulation/limits';
import { StableState } from '../../server/src/simulation/protocols/raft/stable-state';
import { exponential, ms, origin, scenarioOf } from '../simulation/scenario-builder';
import { relative, told } from './published-value';
import { reproduction } from './reproduction';

const CRASHES = 1000;
const CANDIDATE_DISK_MS = 3;
const VOTER_DISK_MS = 7;
/** A cluster without a leader after that never has one: a fault of the protocol or of this test. */
const LONGEST_DOWNTIME_NS = ms(60_000);

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
/** The server whose crash is measured, and the two whose logs are shorter. */
const LEADER = 0;
const LAGGING = [1, 2];

/** How long a write takes, around its mean in milliseconds: the publications give the mean alone. */
type Writes = (meanMs: number) => Distribution;
const exponentialWrites: Writes = (mean) => exponential(ms(mean));
const evenWrites: Writes = (mean) => ({ kind: 'uniform', low: ms(0.5 * mean), high: ms(1.5 * mean) });

const short = { timeout: [12, 24], mean: 34.7, median: 30.0, p99: 86.9, tolerance: 0.15 } as const;
const rows = [
  { timeout: [150, 300], mean: 180.8, median: 171.3, p99: 414.6, tolerance: 0.1, writes: exponentialWrites, kind: '' },
  { timeout: [50, 100], mean: 71.4, median: 66.7, p99: 168.9, tolerance: 0.1, writes: exponentialWrites, kind: '' },
  { ...short, writes: exponentialWrites, kind: '' },
  { ...short, writes: evenWrites, kind: ', even writes' },
] as const;

function cluster(minMs: number, maxMs: number): ScenarioModel {
  const latency: Distribution = { kind: 'uniform', low: ms(0.1), high: ms(0.2) };
  const scenario = scenarioOf({
    nodes: SERVERS.length,
    policy: policy(minMs, maxMs),
    storage: { log: 'fsync' },
    link: { latency },
  });
  return { ...scenario, workloads: [] };
}

/** From now on what a server writes to vote for itself is one write of a candidate's, all else a voter's two. */
function slowDisks(environment: Environment, writes: Writes): void {
  const own = new Sampler(writes(CANDIDATE_DISK_MS));
  const half = new Sampler(writes(VOTER_DISK_MS / 2));
  for (const place of SERVERS) {
    const disk = environment.diskOf(place);
    const access = disk.access.bind(disk);
    const stable = stableState(environment, place);
    disk.access = () => {
      if (stable.votedFor === place) return access(own);
      access(half);
      return access(half);
    };
  }
}

/**
 * Milliseconds from the crash to the first heartbeat of the new leader at another server; undefined where another than
 * the first server leads at that moment.
 */
function downtimeMs(scenario: ScenarioModel, heartbeatNs: number, writes: Writes, seed: number): number | undefined {
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
    log.append({ term, command: undefined, configuration: undefined });
  }
  slowDisks(environment, writes);
  const crashedAt = kernel.now;
  const before = kernel.trace.length;
  environment.crash(LEADER, CrashReason.Fault);
  while (kernel.now < crashedAt + LONGEST_DOWNTIME_NS) {
    until(kernel.now + heartbeatNs);
    const arrived = firstHeartbeat(environment, before);
    if (arrived >= 0) return (arrived - crashedAt) / 1e6;
  }
  throw new Error(`no leader ${LONGEST_DOWNTIME_NS / 1e9} s after the crash, with seed ${seed}`);
}

function stableState(environment: Environment, place: number): StableState {
  const host = environment.hosts.find((candidate) => candidate.place === place);
  assert.ok(host !== undefined);
  return new StableState(host.storage);
}

function firstHeartbeat(environment: Environment, from: number): number {
  const trace = environment.kernel.trace.soFar();
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

function downtimes([minMs, maxMs]: readonly [number, number], writes: Writes): number[] {
  const scenario = cluster(minMs, maxMs);
  const measured: number[] = [];
  for (let seed = 1; measured.length < CRASHES; seed++) {
    const downtime = downtimeMs(scenario, ms(minMs / 2), writes, seed);
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
      'random moments of the heartbeat interval. Two of the four survivors have shorter logs and cannot win. A candidate ' +
      'writes its term and vote in 3 ms on average before it asks; a voter writes its term and then its vote, 7 ms in all, ' +
      'before it answers, as LogCabin does, which was measured (stepDown, then handleRequestVote). While a server ' +
      "writes, messages and timers wait. Downtime ends when another server receives the new leader's first heartbeat. How " +
      'writes vary around their mean was not published (they were fsyncs of an SSD), and with timeouts not much longer than ' +
      'a write the tail depends on it: so 12..24 ms is measured with exponential writes and with writes that vary evenly by ' +
      'half of their mean.',
  },
  (reproduces) => {
    for (const { timeout, mean, median, p99, tolerance, writes, kind } of rows) {
      const what = `timeouts ${timeout.join('..')} ms${kind}`;
      reproduces(
        `${what}: mean ${mean} ms, median ${median} ms`,
        [
          { what: `${what}: mean downtime, ms`, published: mean, tolerance: relative(tolerance), decimals: 1 },
          { what: `${what}: median, ms`, published: median, tolerance: relative(tolerance), decimals: 1 },
          { what: `${what}: p99, ms`, published: p99, tolerance: told, decimals: 1 },
        ],
        () => {
          const sorted = downtimes(timeout, writes);
          const at = (share: number) => sorted[Math.ceil(share * CRASHES) - 1] ?? 0;
          return [sorted.reduce((sum, value) => sum + value, 0) / CRASHES, at(0.5), at(0.99)];
        },
      );
    }
  },
);
