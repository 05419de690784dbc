import type { ScenarioEnv } from '../../compile/scenario-env';
import type { PolicyModel } from '../../model';
import type { StorePolicy } from '../check-store';
import { quorumCount } from './describe';
import { domainAt } from './domains';
import { reportProperty } from './report-property';

/**
 * Reports settings of a policy that do nothing, or that leave a store no way to go on or to agree.
 *
 * @param all the stores of the topology: what one policy says for several is idle where it is in each of them
 */
export function checkReplicaSettings(bound: StorePolicy, all: readonly StorePolicy[], env: ScenarioEnv): void {
  const n = bound.replicas;
  if (n > bound.store.on.length) return;
  const { policy } = bound;
  const alike = all.filter(({ policy: other }) => other.name === policy.name);
  const here = idleHere(bound).filter(({ property }) =>
    alike.every((other) => idleHere(other).some((idle) => idle.property === property)),
  );
  for (const name of [...idleSettings(policy), ...here]) {
    // What a base says for all that derive from it is not idle in each of them.
    if (![...bound.settings.ownNames()].includes(name.property)) continue;
    const message = `'${name.property}' has no effect with '${name.because}'${name.advice ?? ''}`;
    reportProperty(bound, env, 'FTM447', name.property, message, undefined, ['unnecessary']);
  }
  switch (policy.family) {
    case 'isr-log':
      if (policy.acks === 'all' && policy.minIsr === n && n > 1) {
        const message = `'min-isr' is all ${String(n)} replicas: as soon as one fails, no write is accepted`;
        reportProperty(bound, env, 'FTM433', 'min-isr', message, String(n - 1));
      }
      return;
    case 'quorum':
      checkLocalMajority(bound, env, policy);
      checkConvergence(bound, env, policy, n);
      return;
    case 'gossip':
      if (policy.fanout > n - 1 && n > 1) {
        const message = `'${bound.store.name}' has ${String(n - 1)} peers to turn to, not ${String(policy.fanout)}: each round reaches everyone`;
        reportProperty(bound, env, 'FTM435', 'fanout', message, String(n - 1));
      }
      return;
    case 'single':
    case 'primary-backup':
    case 'chain':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'multi-leader':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return;
  }
}

type Quorum = Extract<PolicyModel, { family: 'quorum' }>;

/** A majority of one's own region is one of all replicas where they all lie in one region, or in none. */
function checkLocalMajority(bound: StorePolicy, env: ScenarioEnv, policy: Quorum): void {
  const regions = new Set(bound.store.on.map((node) => domainAt(node, 'region')));
  if (regions.size > 1) return;
  for (const name of ['read', 'write'] as const) {
    if (policy[name] !== 'local-majority') continue;
    const message = `the replicas of '${bound.store.name}' lie in one region, so a local majority is a majority of all`;
    reportProperty(bound, env, 'FTM434', name, message, 'majority');
  }
}

/** Where nothing carries a missed write to a replica afterwards, it stays behind for good. */
function checkConvergence(bound: StorePolicy, env: ScenarioEnv, policy: Quorum, n: number): void {
  const w = quorumCount(policy.write, n);
  const isHealed = policy.hintedHandoff || policy.readRepair || policy.writeBack || policy.antiEntropyNs !== undefined;
  if (isHealed || w === undefined || w >= n) return;
  const message =
    'hinted handoff, read repair and anti-entropy are all off: a replica that misses a write never gets it';
  const own = new Set(bound.settings.ownNames());
  const last = (['read-repair', 'hinted-handoff', 'anti-entropy'] as const).find((name) => own.has(name));
  const property = last ?? 'anti-entropy';
  reportProperty(
    bound,
    env,
    'FTM448',
    property,
    `${message}; turn one on`,
    property === 'anti-entropy' ? '10min' : 'on',
  );
}

interface Idle {
  readonly property: string;
  /** The setting that makes it say nothing. */
  readonly because: string;
  /** What else could be said; empty where it is only to be removed. */
  readonly advice?: string;
}

/** Properties that the store makes meaningless. */
function idleHere({ policy, store, storeSettings, replicas }: StorePolicy): readonly Idle[] {
  const data = storeSettings.word('data') ?? 'register';
  const merges = 'conflict' in policy && policy.conflict === 'merge' && data === 'register';
  const standsIn = policy.family !== 'quorum' || !policy.sloppy || replicas < store.on.length;
  return [
    ...(merges
      ? [
          {
            property: 'conflict',
            because: 'data: register',
            advice: ": a register keeps the last write, as with 'last-write-wins'; 'siblings' would keep both",
          },
        ]
      : []),
    ...(standsIn
      ? []
      : [
          {
            property: 'sloppy',
            because: `replicas: ${String(replicas)}`,
            advice: `: each of the ${String(store.on.length)} nodes of '${store.name}' has a replica, and none is left to stand in`,
          },
        ]),
  ];
}

/** Properties that another one makes meaningless. */
function idleSettings(policy: PolicyModel): readonly Idle[] {
  const idle = (because: string, ...properties: readonly string[]): readonly Idle[] =>
    properties.map((property) => ({ property, because }));
  switch (policy.family) {
    case 'primary-backup':
      return policy.failover === 'off' ? idle('failover: off', 'fencing', 'promotion-time') : [];
    case 'isr-log':
      return policy.acks === 'all' ? [] : idle(`acks: ${String(policy.acks)}`, 'min-isr');
    case 'quorum':
      return policy.hintedHandoff ? [] : idle('hinted-handoff: off', 'hint-window');
    case 'single':
    case 'chain':
    case 'raft':
    case 'multi-paxos':
    case 'zab':
    case 'multi-leader':
    case 'gossip':
    case 'pbft':
    case 'voting':
    case 'erasure':
      return [];
  }
}
