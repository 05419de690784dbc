import type { DetectorModel, PolicyModel, StoreModel } from '../../language/model';
import { writtenDuration } from '../wording/written-duration';
import type { Harm } from './harm';

/** One setting as it would be written, and the kinds of harm that it has a say in. */
export interface SettingText {
  /** Its name, under which it is kept where it was written. */
  readonly name: string;
  readonly text: string;
  readonly matters: readonly Harm[];
}

const ALL: readonly Harm[] = ['answers', 'loss', 'staleness', 'leaders', 'wrong contents'];

/** The settings of a policy, those first that say most about what it promises. */
export function policySettings(policy: PolicyModel, nameOf: (place: number) => string): readonly SettingText[] {
  const { detector } = policy;
  const ofFamily = familySettings(policy, nameOf);
  return detector === undefined ? ofFamily : [...ofFamily, setting('detector', detectorText(detector), 'answers')];
}

function familySettings(policy: PolicyModel, nameOf: (place: number) => string): readonly SettingText[] {
  switch (policy.family) {
    case 'single':
      return [];
    case 'primary-backup':
      return [
        setting('acknowledge', policy.acknowledge, 'answers', 'loss', 'leaders'),
        setting('reads', policy.reads, 'staleness'),
        setting('failover', policy.failover, 'answers', 'loss', 'leaders'),
        setting('fencing', onOff(policy.fencing), 'loss', 'leaders'),
        // A failure after which nobody takes over is noticed in vain.
        ...(policy.failover === 'automatic'
          ? [setting('timeout', writtenDuration(policy.timeoutNs), 'answers')]
          : [setting('timeout', writtenDuration(policy.timeoutNs))]),
        setting('heartbeat', writtenDuration(policy.heartbeatNs)),
        setting('promotion-time', writtenDuration(policy.promotionTimeNs)),
        setting('rejoin', policy.rejoin),
      ];
    case 'chain':
      return [
        setting('reads', policy.reads, 'staleness'),
        setting('timeout', writtenDuration(policy.timeoutNs), 'answers'),
        setting('heartbeat', writtenDuration(policy.heartbeatNs)),
      ];
    case 'isr-log':
      return [
        setting('acks', policy.acks, 'answers', 'loss'),
        setting('min-isr', policy.minIsr, 'answers', 'loss'),
        setting('unclean-election', onOff(policy.uncleanElection), 'answers', 'loss'),
        setting('session-timeout', writtenDuration(policy.sessionTimeoutNs), 'answers'),
        setting('replica-lag', writtenDuration(policy.replicaLagNs)),
      ];
    case 'raft':
      return [
        setting('reads', policy.reads, 'staleness'),
        setting(
          'election-timeout',
          `${writtenDuration(policy.electionTimeoutMinNs)}..${writtenDuration(policy.electionTimeoutMaxNs)}`,
          'answers',
        ),
        setting('check-quorum', onOff(policy.checkQuorum), 'staleness', 'leaders'),
        setting('heartbeat', writtenDuration(policy.heartbeatNs)),
        setting('pre-vote', onOff(policy.preVote)),
        setting('snapshot-every', policy.snapshotEvery),
      ];
    case 'multi-paxos':
      return [
        setting('lease', writtenDuration(policy.leaseNs), 'answers', 'staleness'),
        setting('heartbeat', writtenDuration(policy.heartbeatNs)),
      ];
    case 'zab':
      return [
        setting('reads', policy.reads, 'staleness'),
        setting('tick', writtenDuration(policy.tickNs), 'answers', 'staleness'),
        setting('sync-limit', policy.syncLimitTicks, 'answers', 'staleness'),
        setting('init-limit', policy.initLimitTicks),
      ];
    case 'quorum':
      return [
        setting('read', policy.read, 'answers', 'loss', 'staleness', 'wrong contents'),
        setting('write', policy.write, 'answers', 'loss', 'staleness', 'wrong contents'),
        setting('sloppy', onOff(policy.sloppy), 'answers'),
        setting('conflict', policy.conflict, 'loss'),
        setting('hinted-handoff', onOff(policy.hintedHandoff), 'staleness', 'loss'),
        setting('read-repair', onOff(policy.readRepair), 'staleness'),
        setting(
          'anti-entropy',
          policy.antiEntropyNs === undefined ? 'off' : writtenDuration(policy.antiEntropyNs),
          'staleness',
        ),
        setting('write-back', onOff(policy.writeBack)),
        setting('hint-window', writtenDuration(policy.hintWindowNs)),
        setting('coordinator', policy.coordinator),
      ];
    case 'multi-leader':
      return [
        setting('leaders', policy.leaders.length === 0 ? 'all' : policy.leaders.map(nameOf).join(', '), ...ALL),
        setting('conflict', policy.conflict, 'loss'),
        setting('exchange', writtenDuration(policy.exchangeNs), 'staleness', 'loss'),
      ];
    case 'gossip':
      return [
        setting('interval', writtenDuration(policy.intervalNs), 'staleness', 'loss'),
        setting('fanout', policy.fanout, 'staleness', 'loss'),
        setting('conflict', policy.conflict, 'loss'),
        setting('mode', policy.mode),
      ];
    case 'pbft':
      return [
        setting('view-change-timeout', writtenDuration(policy.viewChangeTimeoutNs), 'answers'),
        setting('checkpoint-every', policy.checkpointEvery),
      ];
    case 'voting':
      return [setting('require', policy.require, ...ALL)];
    case 'erasure':
      return [
        setting('data', policy.data, ...ALL),
        setting('parity', policy.parity, ...ALL),
        setting('repair-delay', writtenDuration(policy.repairDelayNs), 'loss'),
      ];
  }
}

/** What of a store's own block bears on a harm: how many copies there are, and what of a copy outlasts a crash. */
export function storeSettings({ storage, shards, replicas, nodes, policy }: StoreModel): readonly SettingText[] {
  const log = storage.log === 'batch' ? `batch(${writtenDuration(storage.batchNs)})` : storage.log;
  return [
    ...(shards === 1 ? [] : [setting('shards', shards, 'answers', 'loss')]),
    // Of coded data the policy says how many there are.
    ...(replicas === nodes.length || policy.family === 'erasure'
      ? []
      : [setting('replicas', replicas, 'answers', 'loss')]),
    setting('log', log, 'loss'),
    // Checksums that are there say nothing of who lies.
    ...(storage.checksums ? [setting('checksums', 'on')] : [setting('checksums', 'off', 'wrong contents')]),
  ];
}

export function setting(name: string, value: string | number, ...matters: readonly Harm[]): SettingText {
  return { name, text: `${name}: ${value}`, matters };
}

function onOff(is: boolean): string {
  return is ? 'on' : 'off';
}

function detectorText(detector: DetectorModel): string {
  switch (detector.kind) {
    case 'timeout':
      return `timeout(heartbeat: ${writtenDuration(detector.heartbeatNs)}, timeout: ${writtenDuration(detector.timeoutNs)})`;
    case 'phi':
      return `phi(threshold: ${detector.threshold}, heartbeat: ${writtenDuration(detector.heartbeatNs)})`;
    case 'swim':
      return `swim(period: ${writtenDuration(detector.periodNs)}, ping-timeout: ${writtenDuration(detector.pingTimeoutNs)}, indirect: ${detector.indirect}, suspicion: ${writtenDuration(detector.suspicionNs)})`;
  }
}
