import type { BoundPlace, BoundStore } from '../bind/bound';
import { wanted } from '../bind/find-thing';
import type { ConflictRule, DetectorModel, PolicyModel, QuorumSize } from '../model';
import { toNanos } from '../model';
import type { ChosenPolicy, EffectivePolicy } from '../overrides/overrides';
import type { Settings } from '../settings/settings';
import { valueOfKind } from '../values/value';
import { given } from './given';
import { findIn, type ScenarioEnv } from './scenario-env';
import { writtenAt } from './written-at';

/** The policy of a store with every default filled in; `settings` may hold changes of a reconfiguration. */
export function compilePolicy(
  effective: EffectivePolicy,
  chosen: ChosenPolicy,
  store: BoundStore,
  env: ScenarioEnv,
): PolicyModel {
  const { settings, name } = effective;
  const { choice } = chosen;
  const origin =
    choice.kind === 'declared'
      ? env.origins.of(choice.policy.uri, choice.policy.symbol.nameRange)
      : env.origins.of(chosen.uri, chosen.range);
  const base = {
    name,
    origin,
    writtenAt: writtenAt(settings, env.origins),
    ...given('detector', detectorOf(settings)),
  };
  const beats = { heartbeatNs: settings.ns('heartbeat'), timeoutNs: settings.ns('timeout') };
  const conflict = word<ConflictRule>(settings, 'conflict', 'last-write-wins');
  switch (effective.family) {
    case 'single':
      return { ...base, family: 'single' };
    case 'primary-backup':
      return {
        ...base,
        ...beats,
        family: 'primary-backup',
        acknowledge: settings.optionalCount('acknowledge') ?? word(settings, 'acknowledge', 'all'),
        reads: word(settings, 'reads', 'primary'),
        failover: word(settings, 'failover', 'automatic'),
        fencing: settings.on('fencing'),
        promotionTimeNs: settings.ns('promotion-time'),
        rejoin: word(settings, 'rejoin', 'rewind'),
      };
    case 'chain':
      return { ...base, ...beats, family: 'chain', reads: word(settings, 'reads', 'tail') };
    case 'isr-log':
      return {
        ...base,
        family: 'isr-log',
        acks: acksOf(settings),
        minIsr: settings.count('min-isr'),
        uncleanElection: settings.on('unclean-election'),
        replicaLagNs: settings.ns('replica-lag'),
        sessionTimeoutNs: settings.ns('session-timeout'),
      };
    case 'raft': {
      const timeout = valueOfKind('duration-range', settings.value('election-timeout'));
      return {
        ...base,
        family: 'raft',
        electionTimeoutMinNs: toNanos(timeout?.lowNs ?? 0),
        electionTimeoutMaxNs: toNanos(timeout?.highNs ?? 0),
        heartbeatNs: beats.heartbeatNs,
        reads: word(settings, 'reads', 'read-index'),
        preVote: settings.on('pre-vote'),
        checkQuorum: settings.on('check-quorum'),
        snapshotEvery: settings.count('snapshot-every'),
      };
    }
    case 'multi-paxos':
      return { ...base, family: 'multi-paxos', leaseNs: settings.ns('lease'), heartbeatNs: beats.heartbeatNs };
    case 'zab':
      return {
        ...base,
        family: 'zab',
        tickNs: settings.ns('tick'),
        syncLimitTicks: settings.count('sync-limit'),
        initLimitTicks: settings.count('init-limit'),
        reads: word(settings, 'reads', 'local'),
      };
    case 'quorum':
      return {
        ...base,
        family: 'quorum',
        read: quorumSize(settings, 'read'),
        write: quorumSize(settings, 'write'),
        sloppy: settings.on('sloppy'),
        hintedHandoff: settings.on('hinted-handoff'),
        hintWindowNs: settings.ns('hint-window'),
        readRepair: settings.on('read-repair'),
        writeBack: settings.on('write-back'),
        ...given('antiEntropyNs', settings.optionalNs('anti-entropy')),
        coordinator: word(settings, 'coordinator', 'replica'),
        conflict,
      };
    case 'multi-leader':
      return {
        ...base,
        family: 'multi-leader',
        leaders: leadersOf(settings, store, env, chosen),
        exchangeNs: settings.ns('exchange'),
        conflict,
      };
    case 'gossip':
      return {
        ...base,
        family: 'gossip',
        fanout: settings.count('fanout'),
        intervalNs: settings.ns('interval'),
        mode: word(settings, 'mode', 'push-pull'),
        conflict,
      };
    case 'pbft':
      return {
        ...base,
        family: 'pbft',
        viewChangeTimeoutNs: settings.ns('view-change-timeout'),
        checkpointEvery: settings.count('checkpoint-every'),
      };
    case 'voting':
      return { ...base, family: 'voting', require: word(settings, 'require', 'majority') };
    case 'erasure':
      return {
        ...base,
        family: 'erasure',
        data: settings.count('data'),
        parity: settings.count('parity'),
        repairDelayNs: settings.ns('repair-delay'),
      };
  }
}

/** A word of a closed choice; the schema allows no other. */
function word<W extends string>(settings: Settings, name: string, otherwise: W): W {
  return (settings.word(name) as W | undefined) ?? otherwise;
}

function quorumSize(settings: Settings, name: 'read' | 'write'): QuorumSize {
  return settings.optionalCount(name) ?? word<Exclude<QuorumSize, number>>(settings, name, 'majority');
}

function acksOf(settings: Settings): 0 | 1 | 'all' {
  const count = settings.optionalCount('acks');
  return count === 0 || count === 1 ? count : 'all';
}

const wantedLeader = wanted<BoundPlace>('a node', ['node'], ['all']);

function leadersOf(settings: Settings, store: BoundStore, env: ScenarioEnv, chosen: ChosenPolicy): readonly number[] {
  const uri = settings.written('leaders')?.uri ?? chosen.uri;
  return settings.names('leaders').flatMap((name) => {
    const node = findIn(env, wantedLeader, name, uri);
    if (node === undefined) return [];
    if (store.on.includes(node)) return [node.id];
    env
      .contextOf(uri)
      .report('FTM210', name.range, `'${name.text}' holds no replica of '${store.name}', so it cannot lead it`, {
        related: [{ uri: store.uri, range: store.symbol.nameRange, message: `'${store.name}' lies on other nodes` }],
      });
    return [];
  });
}

function detectorOf(settings: Settings): DetectorModel | undefined {
  const call = settings.call('detector');
  if (call === undefined) return undefined;
  const ns = (name: string) => toNanos(valueOfKind('duration', call.args.get(name))?.ns ?? 0);
  const count = (name: string) => valueOfKind('count', call.args.get(name))?.count ?? 0;
  switch (call.name) {
    case 'timeout':
      return { kind: 'timeout', heartbeatNs: ns('heartbeat'), timeoutNs: ns('timeout') };
    case 'phi':
      return { kind: 'phi', threshold: count('threshold'), heartbeatNs: ns('heartbeat') };
    case 'swim':
      return {
        kind: 'swim',
        periodNs: ns('period'),
        pingTimeoutNs: ns('ping-timeout'),
        indirect: count('indirect'),
        suspicionNs: ns('suspicion'),
      };
    default:
      return undefined;
  }
}
