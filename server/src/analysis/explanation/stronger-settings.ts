import {
  placeReplicas,
  toNanos,
  type Nanos,
  type Origin,
  type PolicyModel,
  type QuorumSize,
  type ScenarioModel,
  type StoreModel,
} from '../../language/model';
import { writtenDuration } from '../wording/written-duration';
import { settingOrigin } from './setting-origin';

/** Another value of one setting of a store, which may keep a promise that the present one does not. */
export interface StrongerSetting {
  /** As it would be written. */
  readonly setting: string;
  readonly insteadOf: string;
  /** The policy, or the store whose storage it is. */
  readonly of: string;
  readonly origin: Origin;
  readonly store: StoreModel;
  /** It gives up some consistency for more answers: nobody needs it who misses no answers. */
  readonly isForAnswers?: true;
}

/**
 * The settings that are there to make a store keep more promises: what each family's authors or users turn to when
 * writes are lost, reads are stale or a failover takes too long. They are candidates; whether one helps is for a run to
 * show.
 */
export function strongerSettings(store: StoreModel, scenario: ScenarioModel): readonly StrongerSetting[] {
  return [...ofPolicy(store), ...moreReplicas(store, scenario), ...ofStorage(store)];
}

/** Copies of each value with which one may be lost and a majority is left. */
const USUAL_REPLICAS = 3;

function moreReplicas(store: StoreModel, { places, domains }: ScenarioModel): readonly StrongerSetting[] {
  const replicas = Math.min(USUAL_REPLICAS, store.nodes.length);
  // The number of fragments is the policy's, and a single store has no others.
  if (store.policy.family === 'erasure' || store.policy.family === 'single' || replicas <= store.replicas) return [];
  const nodes = store.nodes.map((id) => {
    const around: number[] = [];
    for (let at = places[id]?.domain ?? -1; at >= 0; at = domains[at]?.parent ?? -1) around.unshift(at);
    return { id, domains: around };
  });
  return [
    {
      setting: `replicas: ${replicas}`,
      insteadOf: `replicas: ${store.replicas}`,
      of: store.name,
      origin: store.origin,
      store: { ...store, replicas, placement: placeReplicas(nodes, store.shards, replicas) },
    },
  ];
}

function ofStorage(store: StoreModel): readonly StrongerSetting[] {
  const place = (setting: string) => ({
    of: store.name,
    origin: settingOrigin(setting, store.storage.writtenAt, store.origin),
  });
  const { storage } = store;
  const found: StrongerSetting[] = [];
  if (storage.log !== 'fsync')
    found.push({
      setting: 'log: fsync',
      insteadOf: storage.log === 'off' ? 'log: off' : `log: batch(${writtenDuration(storage.batchNs)})`,
      ...place('log: fsync'),
      store: { ...store, storage: { ...storage, log: 'fsync' } },
    });
  if (!storage.checksums)
    found.push({
      setting: 'checksums: on',
      insteadOf: 'checksums: off',
      ...place('checksums: on'),
      store: { ...store, storage: { ...storage, checksums: true } },
    });
  return found;
}

function ofPolicy(store: StoreModel): readonly StrongerSetting[] {
  const { policy } = store;
  const found: StrongerSetting[] = [];
  const offer = (setting: string, insteadOf: string, changed: PolicyModel, isForAnswers = false): void => {
    if (setting === insteadOf) return;
    const origin = settingOrigin(setting, policy.writtenAt, policy.origin);
    const offered = { setting, insteadOf, of: policy.name, origin, store: { ...store, policy: changed } };
    found.push(isForAnswers ? { ...offered, isForAnswers } : offered);
  };
  /** Half of the time after which something is done: a failure is noticed, or replicas compare what they have. */
  const sooner = (name: string, ns: Nanos, changed: (ns: Nanos) => PolicyModel): void => {
    offer(`${name}: ${writtenDuration(ns / 2)}`, `${name}: ${writtenDuration(ns)}`, changed(half(ns)));
  };
  switch (policy.family) {
    case 'primary-backup': {
      const now = `acknowledge: ${policy.acknowledge}`;
      if (policy.acknowledge === 'async') offer('acknowledge: 1', now, { ...policy, acknowledge: 1 });
      if (policy.acknowledge !== 'all') offer('acknowledge: all', now, { ...policy, acknowledge: 'all' });
      if (!policy.fencing) offer('fencing: on', 'fencing: off', { ...policy, fencing: true });
      offer('reads: primary', `reads: ${policy.reads}`, { ...policy, reads: 'primary' });
      offer('failover: automatic', `failover: ${policy.failover}`, { ...policy, failover: 'automatic' });
      offer('failover: off', `failover: ${policy.failover}`, { ...policy, failover: 'off' });
      sooner('timeout', policy.timeoutNs, (timeoutNs) => ({ ...policy, timeoutNs }));
      break;
    }
    case 'chain':
      offer('reads: tail', `reads: ${policy.reads}`, { ...policy, reads: 'tail' });
      sooner('timeout', policy.timeoutNs, (timeoutNs) => ({ ...policy, timeoutNs }));
      break;
    case 'isr-log': {
      const safer = { ...policy, acks: 'all', minIsr: Math.max(2, policy.minIsr) } as const;
      offer('acks: all', `acks: ${policy.acks}`, { ...policy, acks: 'all' });
      if (policy.minIsr < 2 && store.replicas > 1) {
        offer('min-isr: 2', `min-isr: ${policy.minIsr}`, { ...policy, minIsr: 2 });
        if (policy.acks !== 'all')
          offer('acks: all  min-isr: 2', `acks: ${policy.acks}  min-isr: ${policy.minIsr}`, safer);
      }
      if (policy.uncleanElection)
        offer('unclean-election: off', 'unclean-election: on', { ...policy, uncleanElection: false });
      sooner('session-timeout', policy.sessionTimeoutNs, (sessionTimeoutNs) => ({ ...policy, sessionTimeoutNs }));
      break;
    }
    case 'raft':
      offer('reads: read-index', `reads: ${policy.reads}`, { ...policy, reads: 'read-index' });
      if (!policy.preVote) offer('pre-vote: on', 'pre-vote: off', { ...policy, preVote: true });
      if (!policy.checkQuorum) offer('check-quorum: on', 'check-quorum: off', { ...policy, checkQuorum: true });
      offer(
        `election-timeout: ${writtenDuration(policy.electionTimeoutMinNs / 2)}..${writtenDuration(policy.electionTimeoutMaxNs / 2)}`,
        `election-timeout: ${writtenDuration(policy.electionTimeoutMinNs)}..${writtenDuration(policy.electionTimeoutMaxNs)}`,
        {
          ...policy,
          electionTimeoutMinNs: half(policy.electionTimeoutMinNs),
          electionTimeoutMaxNs: half(policy.electionTimeoutMaxNs),
        },
      );
      break;
    case 'zab':
      offer('reads: sync', `reads: ${policy.reads}`, { ...policy, reads: 'sync' });
      sooner('tick', policy.tickNs, (tickNs) => ({ ...policy, tickNs }));
      break;
    case 'quorum': {
      const read = `read: ${policy.read}`;
      const write = `write: ${policy.write}`;
      const strict = { ...policy, read: 'majority', write: 'majority', sloppy: false } as const;
      const weakRead = isWeak(policy.read, store.replicas);
      const weakWrite = isWeak(policy.write, store.replicas);
      if (weakWrite) offer('write: majority', write, { ...policy, write: 'majority' });
      if (weakRead) offer('read: majority', read, { ...policy, read: 'majority' });
      // Nodes of the store that hold no replica of a shard may stand in for those that do and cannot be reached.
      if (!policy.sloppy && store.nodes.length > store.replicas)
        offer('sloppy: on', 'sloppy: off', { ...policy, sloppy: true }, true);
      if (policy.sloppy) offer('sloppy: off', 'sloppy: on', { ...policy, sloppy: false });
      if (weakRead && weakWrite) offer('read: majority  write: majority', `${read}  ${write}`, strict);
      if (!policy.writeBack) {
        offer('write-back: on', 'write-back: off', { ...policy, writeBack: true });
        if (weakRead || weakWrite)
          offer('read: majority  write: majority  write-back: on', `${read}  ${write}  write-back: off`, {
            ...strict,
            writeBack: true,
          });
      }
      // What a client tries again through another coordinator may take effect a second time, as a newer version.
      if (!policy.writeBack && policy.conflict !== 'merge' && policy.coordinator === 'replica')
        offer('coordinator: client', 'coordinator: replica', { ...policy, coordinator: 'client' });
      if (!policy.hintedHandoff) offer('hinted-handoff: on', 'hinted-handoff: off', { ...policy, hintedHandoff: true });
      if (!policy.readRepair) offer('read-repair: on', 'read-repair: off', { ...policy, readRepair: true });
      if (policy.antiEntropyNs === undefined || policy.antiEntropyNs > OFTEN_NS) {
        const now = policy.antiEntropyNs === undefined ? 'off' : writtenDuration(policy.antiEntropyNs);
        const often = { ...policy, antiEntropyNs: OFTEN_NS };
        offer(`anti-entropy: ${writtenDuration(OFTEN_NS)}`, `anti-entropy: ${now}`, often);
      }
      if (policy.conflict === 'last-write-wins') {
        const conflict = keepingAll(store);
        offer(`conflict: ${conflict}`, 'conflict: last-write-wins', { ...policy, conflict });
      }
      break;
    }
    case 'multi-leader':
    case 'gossip':
      if (policy.family === 'gossip')
        sooner('interval', policy.intervalNs, (intervalNs) => ({ ...policy, intervalNs }));
      else sooner('exchange', policy.exchangeNs, (exchangeNs) => ({ ...policy, exchangeNs }));
      if (policy.conflict === 'last-write-wins') {
        const conflict = keepingAll(store);
        offer(`conflict: ${conflict}`, 'conflict: last-write-wins', { ...policy, conflict });
      }
      break;
    case 'voting':
      offer('require: majority', `require: ${policy.require}`, { ...policy, require: 'majority' });
      offer('require: all', `require: ${policy.require}`, { ...policy, require: 'all' });
      break;
    case 'multi-paxos':
      sooner('lease', policy.leaseNs, (leaseNs) => ({ ...policy, leaseNs }));
      break;
    case 'pbft':
      sooner('view-change-timeout', policy.viewChangeTimeoutNs, (viewChangeTimeoutNs) => ({
        ...policy,
        viewChangeTimeoutNs,
      }));
      break;
    case 'erasure':
      sooner('repair-delay', policy.repairDelayNs, (repairDelayNs) => ({ ...policy, repairDelayNs }));
      break;
    case 'single':
      break;
  }
  return found;
}

/** Replicas that compare what they have this often soon agree again. */
const OFTEN_NS = toNanos(1e9);

/** What becomes of concurrent writes where none may be dropped: sums and sets can be merged, values only be kept. */
function keepingAll({ data }: StoreModel): 'merge' | 'siblings' {
  return data === 'counter' || data === 'set' ? 'merge' : 'siblings';
}

/** Fewer than a majority: two such quorums need not meet. */
function isWeak(size: QuorumSize, replicas: number): boolean {
  return size === 'one' || size === 'local-majority' || (typeof size === 'number' && 2 * size <= replicas);
}

function half(ns: number): Nanos {
  return toNanos(Math.round(ns / 2));
}
