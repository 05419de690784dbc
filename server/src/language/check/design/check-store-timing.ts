import type { BoundPlace } from '../../bind/bound';
import type { ScenarioEnv } from '../../compile/scenario-env';
import type { FaultModel, PolicyModel } from '../../model';
import { durationText, type StorePolicy } from '../check-store';
import { majorityOf, quorumCount } from './describe';
import { domainAt } from './domains';
import { networkOf, type Network } from './network';
import { quantileNs } from './quantile';
import { reportProperty } from './report-property';

/** Of a hundred messages one takes longer: what a timeout must not mistake for a failure. */
const TAIL = 0.99;
const MEDIAN = 0.5;

/** A replica is far away where its answer takes so many times as long as those of a majority, and so much longer. */
const FAR_FACTOR = 5;
const FAR_NS = 10e6;

/** Reports timeouts and waits of a store that do not fit the network and the clocks that it runs on. */
export function checkStoreTiming(bound: StorePolicy, env: ScenarioEnv): void {
  if (bound.replicas > bound.store.on.length || bound.replicas < 2) return;
  const network = networkOf(env.topology, env.origins);
  checkElectionTimeout(bound, env, network);
  checkSilence(bound, env, network);
  checkFarReplica(bound, env, network);
  checkLease(bound, env, network, []);
}

/** Raft, section 5.6: broadcastTime << electionTimeout. A candidate needs its votes before the next one stands. */
function checkElectionTimeout(bound: StorePolicy, env: ScenarioEnv, network: Network): void {
  const { policy, store } = bound;
  if (policy.family !== 'raft') return;
  const votes = majorityOf(bound.replicas) - 1;
  const flush = flushNs(bound, env, TAIL);
  const needed = store.on.map((node) => network.answersNs(node, store.on, votes, TAIL) + flush);
  // What most candidates need; one that is far away need not win.
  const typical = [...needed].sort((left, right) => left - right)[needed.length >> 1] ?? 0;
  if (typical <= policy.electionTimeoutMinNs) return;
  const low = Math.ceil((2 * typical) / 1e6);
  const message =
    `a candidate waits up to ${durationText(typical)} for the votes of a majority (p99 of a round trip and a flush), and ` +
    `the 'election-timeout' may be ${durationText(policy.electionTimeoutMinNs)}: elections fail over and over`;
  reportProperty(bound, env, 'FTM410', 'election-timeout', message, `${String(low)}ms..${String(2 * low)}ms`);
}

/** Signs of life that may come later than the silence that is taken for death. */
function checkSilence(bound: StorePolicy, env: ScenarioEnv, network: Network): void {
  const silence = silenceOf(bound.policy);
  if (silence === undefined || silence.heartbeatNs * 2 > silence.timeoutNs) return;
  const { on } = bound.store;
  let jitter = 0;
  for (const from of on) {
    for (const to of on) {
      jitter = Math.max(jitter, network.oneWayNs(from, to, TAIL) - network.oneWayNs(from, to, 0.01));
    }
  }
  if (silence.heartbeatNs + jitter <= silence.timeoutNs) return;
  const message =
    `one heartbeat in a hundred is ${durationText(jitter)} late, and a '${silence.name}' of ` +
    `${durationText(silence.timeoutNs)} leaves ${durationText(silence.timeoutNs - silence.heartbeatNs)}: slow is taken for dead`;
  const fixed =
    silence.name === 'detector' || silence.name === 'election-timeout'
      ? undefined
      : roundUp(2 * (silence.heartbeatNs + jitter));
  reportProperty(bound, env, 'FTM411', silence.name, message, fixed);
}

/** Waiting for all means waiting for the farthest, where a majority is near. */
function checkFarReplica(bound: StorePolicy, env: ScenarioEnv, network: Network): void {
  const { store, policy } = bound;
  const waits = waitsForAll(policy, bound.replicas);
  const [first] = store.on;
  if (waits === undefined || first === undefined || bound.replicas < 3) return;
  const others = store.on.filter((node) => node !== first);
  const near = network.answersNs(first, store.on, majorityOf(bound.replicas) - 1, MEDIAN);
  const far = others.filter((node) => {
    const time = network.roundTripNs(first, node, MEDIAN);
    return time >= FAR_FACTOR * near && time - near >= FAR_NS && domainAt(node, 'region') !== domainAt(first, 'region');
  });
  const [farthest] = far;
  if (farthest === undefined) return;
  const region = domainAt(farthest, 'region')?.name ?? '';
  const message =
    `every write waits for '${farthest.name}' in region '${region}', ${durationText(network.roundTripNs(first, farthest, MEDIAN))} away, ` +
    `where a majority has answered after ${durationText(near)}`;
  const fixed = waits.fixed(others.length - far.length);
  reportProperty(bound, env, 'FTM414', waits.property, message, fixed);
}

/**
 * A lease lasts `election-timeout` by the leader's clock, and nobody stands for election before the same time has passed
 * on another clock since it heard from the leader. Raft, section 6.4.1: this needs a bound on how clocks drift.
 */
export function checkLease(
  bound: StorePolicy,
  env: ScenarioEnv,
  network: Network,
  faults: readonly FaultModel[],
): void {
  const { policy, store } = bound;
  if (policy.family !== 'raft' || policy.reads !== 'lease') return;
  const drifts = store.on.map((node) => driftOf(node, env) + driftByFaults(node, faults));
  const [slowest, fastest] = [Math.min(...drifts), Math.max(...drifts)];
  const gapNs = policy.electionTimeoutMinNs * (fastest - slowest);
  const votes = majorityOf(bound.replicas) - 1;
  const margins = store.on.flatMap((leader) =>
    store.on
      .filter((node) => node !== leader)
      .map((node) => network.oneWayNs(leader, node, MEDIAN) + network.answersNs(node, store.on, votes, MEDIAN)),
  );
  const margin = Math.min(...margins);
  if (gapNs <= margin) return;
  const message =
    `clocks of '${store.name}' drift apart by ${durationText(gapNs)} during a lease of ${durationText(policy.electionTimeoutMinNs)}, ` +
    `and another leader can be elected ${durationText(margin)} after it: an old leader may answer from its lease`;
  reportProperty(bound, env, 'FTM412', 'reads', message, 'read-index');
}

/** As a share: 200 ppm is 0.0002. */
function driftOf(node: BoundPlace, env: ScenarioEnv): number {
  return env.overrides.settingsOf(node).section('clock').share('drift');
}

function driftByFaults(node: BoundPlace, faults: readonly FaultModel[]): number {
  let ppm = 0;
  for (const { action } of faults) {
    if (action.kind !== 'drift') continue;
    const isHit = action.targets.some((target) => target.kind === 'places' && target.places.includes(node.id));
    if (isHit && Math.abs(action.ppm) > Math.abs(ppm)) ppm = action.ppm;
  }
  return ppm / 1e6;
}

/** The time of one flush where an acknowledged write is on disk. */
export function flushNs(bound: StorePolicy, env: ScenarioEnv, p: number): number {
  const storage = bound.storeSettings.section('storage');
  if ((storage.call('log')?.name ?? 'fsync') !== 'fsync') return 0;
  const [node] = bound.store.on;
  const latency =
    storage.distribution('fsync') ?? (node && env.overrides.settingsOf(node).section('disk').distribution('latency'));
  return latency === undefined ? 0 : quantileNs(latency, p);
}

function silenceOf(
  policy: PolicyModel,
): { readonly heartbeatNs: number; readonly timeoutNs: number; readonly name: string } | undefined {
  if (policy.detector?.kind === 'timeout') return { ...policy.detector, name: 'detector' };
  if (policy.detector !== undefined) return undefined;
  switch (policy.family) {
    case 'primary-backup':
      return policy.failover === 'automatic'
        ? { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.timeoutNs, name: 'timeout' }
        : undefined;
    case 'raft':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.electionTimeoutMinNs, name: 'election-timeout' };
    case 'multi-paxos':
      return { heartbeatNs: policy.heartbeatNs, timeoutNs: policy.leaseNs, name: 'lease' };
    case 'single':
    case 'chain':
    case 'isr-log':
    case 'zab':
    case 'quorum':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}

/** The property that makes a write wait for every replica, and what it would be for those that are near. */
function waitsForAll(
  policy: PolicyModel,
  n: number,
): { readonly property: string; fixed(near: number): string | undefined } | undefined {
  switch (policy.family) {
    case 'primary-backup': {
      const waits = policy.acknowledge === 'all' || policy.acknowledge === n - 1;
      return waits ? { property: 'acknowledge', fixed: (near) => (near > 0 ? String(near) : undefined) } : undefined;
    }
    case 'quorum': {
      if (quorumCount(policy.write, n) !== n) return undefined;
      const r = quorumCount(policy.read, n) ?? 0;
      const fixed = (near: number): string | undefined => {
        const w = Math.max(near + 1, majorityOf(n));
        return w < n && r + w > n ? String(w) : undefined;
      };
      return { property: 'write', fixed };
    }
    case 'chain':
      return { property: 'reads', fixed: () => undefined };
    case 'single':
    case 'isr-log':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return undefined;
  }
}

/** A duration a person would write, not shorter. */
function roundUp(ns: number): string {
  return ns >= 1e9 ? `${String(Math.ceil(ns / 1e9))}s` : `${String(Math.ceil(ns / 1e6))}ms`;
}
