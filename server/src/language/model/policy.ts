import type { Origin, WrittenAt } from './origin';
import type { Nanos } from './quantity';

/** Failure detectors; a family that detects failures takes one. */
export type DetectorModel =
  | { readonly kind: 'timeout'; readonly heartbeatNs: Nanos; readonly timeoutNs: Nanos }
  | { readonly kind: 'phi'; readonly threshold: number; readonly heartbeatNs: Nanos }
  | {
      readonly kind: 'swim';
      readonly periodNs: Nanos;
      readonly pingTimeoutNs: Nanos;
      readonly indirect: number;
      readonly suspicionNs: Nanos;
    };

/** How many replicas an operation waits for. `local-majority`: a majority of those in the coordinator's region. */
export type QuorumSize = number | 'one' | 'majority' | 'all' | 'local-majority';

export type ConflictRule = 'last-write-wins' | 'siblings' | 'merge';

interface PolicyBase {
  /** Name in the text; the family's name for an inline or default policy. */
  readonly name: string;
  readonly origin: Origin;
  readonly writtenAt?: WrittenAt;
  readonly detector?: DetectorModel;
}

export interface SinglePolicy extends PolicyBase {
  readonly family: 'single';
}

export interface PrimaryBackupPolicy extends PolicyBase {
  readonly family: 'primary-backup';
  /** Backups that must hold a write before it is acknowledged: none, `k`, or every one that is in the configuration. */
  readonly acknowledge: 'async' | 'all' | number;
  readonly reads: 'primary' | 'any' | 'nearest';
  readonly failover: 'automatic' | 'manual' | 'off';
  readonly heartbeatNs: Nanos;
  readonly timeoutNs: Nanos;
  readonly fencing: boolean;
  readonly promotionTimeNs: Nanos;
  readonly rejoin: 'rewind' | 'rebuild';
}

export interface ChainPolicy extends PolicyBase {
  readonly family: 'chain';
  readonly reads: 'tail' | 'any-clean';
  readonly heartbeatNs: Nanos;
  readonly timeoutNs: Nanos;
}

export interface IsrLogPolicy extends PolicyBase {
  readonly family: 'isr-log';
  readonly acks: 0 | 1 | 'all';
  readonly minIsr: number;
  readonly uncleanElection: boolean;
  readonly replicaLagNs: Nanos;
  readonly sessionTimeoutNs: Nanos;
}

export interface RaftPolicy extends PolicyBase {
  readonly family: 'raft';
  readonly electionTimeoutMinNs: Nanos;
  readonly electionTimeoutMaxNs: Nanos;
  readonly heartbeatNs: Nanos;
  readonly reads: 'log' | 'read-index' | 'lease' | 'leader-local' | 'follower-local';
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly snapshotEvery: number;
}

export interface MultiPaxosPolicy extends PolicyBase {
  readonly family: 'multi-paxos';
  readonly leaseNs: Nanos;
  readonly heartbeatNs: Nanos;
}

export interface ZabPolicy extends PolicyBase {
  readonly family: 'zab';
  readonly tickNs: Nanos;
  readonly syncLimitTicks: number;
  readonly initLimitTicks: number;
  readonly reads: 'local' | 'sync';
}

export interface QuorumPolicy extends PolicyBase {
  readonly family: 'quorum';
  readonly read: QuorumSize;
  readonly write: QuorumSize;
  readonly sloppy: boolean;
  readonly hintedHandoff: boolean;
  readonly hintWindowNs: Nanos;
  readonly readRepair: boolean;
  readonly writeBack: boolean;
  /** Undefined: off. */
  readonly antiEntropyNs?: Nanos;
  readonly coordinator: 'replica' | 'client';
  readonly conflict: ConflictRule;
}

export interface MultiLeaderPolicy extends PolicyBase {
  readonly family: 'multi-leader';
  /** Place ids that accept writes; empty: all replicas. */
  readonly leaders: readonly number[];
  readonly exchangeNs: Nanos;
  readonly conflict: ConflictRule;
}

export interface GossipPolicy extends PolicyBase {
  readonly family: 'gossip';
  readonly fanout: number;
  readonly intervalNs: Nanos;
  readonly mode: 'push' | 'pull' | 'push-pull';
  readonly conflict: ConflictRule;
}

export interface PbftPolicy extends PolicyBase {
  readonly family: 'pbft';
  readonly viewChangeTimeoutNs: Nanos;
  readonly checkpointEvery: number;
}

export interface VotingPolicy extends PolicyBase {
  readonly family: 'voting';
  readonly require: 'first' | 'majority' | 'all';
}

export interface ErasurePolicy extends PolicyBase {
  readonly family: 'erasure';
  readonly data: number;
  readonly parity: number;
  readonly repairDelayNs: Nanos;
}

export type PolicyModel =
  | SinglePolicy
  | PrimaryBackupPolicy
  | ChainPolicy
  | IsrLogPolicy
  | RaftPolicy
  | MultiPaxosPolicy
  | ZabPolicy
  | QuorumPolicy
  | MultiLeaderPolicy
  | GossipPolicy
  | PbftPolicy
  | VotingPolicy
  | ErasurePolicy;

export type PolicyFamily = PolicyModel['family'];
