import type { PolicyModel, ScenarioModel, StoreModel } from '../../language/model';
import type { FaultOccurrence } from '../../simulation';
import { plural } from '../wording/number-text';
import { clocksLeftOut } from './clocks-counted-on';
import { bearsForgetting, fragmentsLeftOut, mostOfOneShard } from './memory-counted-on';
import { outAt, patienceNs, shutPairs } from './out-of-reach';
import { minorityOf, type Claim } from './policy-claim';

/** What the claim of a store is held against. */
export interface ClaimContext {
  readonly scenario: ScenarioModel;
  readonly store: StoreModel;
  readonly claim: Claim;
  /** Faults that concern the store. */
  readonly concerned: readonly FaultOccurrence[];
  readonly runEnd: number;
}

const BY_HAND = 'an operator changed its configuration by hand';
const UNCHECKED = 'without checksums it takes damaged data for true';

/** Why a fault is of a kind that the claim leaves out whatever the number; null where it is not. */
export function leftOut(context: ClaimContext, occurrence: FaultOccurrence): string | null {
  const { scenario, store, claim, concerned } = context;
  const action = scenario.faults[occurrence.fault]?.action;
  const hit = mostOfOneShard(store, occurrence.places);
  const inForce = (): readonly FaultOccurrence[] =>
    concerned.filter(({ beganAt, endedAt }) => beganAt <= occurrence.beganAt && endedAt > occurrence.beganAt);
  switch (action?.kind) {
    case 'byzantine':
      if (action.behaviour === 'silent' || hit <= claim.liars) return null;
      if (claim.liars === 0) return 'it trusts what its replicas say';
      return `it bears ${claim.liars} that ${claim.liars === 1 ? 'lies' : 'lie'}`;
    case 'wipe':
      return forgottenLeftOut(context, occurrence, 'it counts on what its disks have kept');
    case 'lose-fsync':
      return store.policy.family === 'erasure'
        ? 'it counts on disks that keep what they say they keep'
        : forgottenLeftOut(context, occurrence, 'it counts on disks that keep what they say they keep');
    case 'corrupt-disk':
      return damageLeftOut(context, occurrence);
    case 'corrupt-links':
      // Authenticators tell damage on the way, checksums or not.
      return store.storage.checksums || store.policy.family === 'pbft' ? linksLeftOut(context, inForce()) : UNCHECKED;
    case 'skew':
    case 'drift':
      return clocksLeftOut(scenario, store, action.kind, occurrence.places, inForce());
    case 'reconfigure':
      return BY_HAND;
    case 'remove':
      if (store.policy.family === 'erasure') return forgottenLeftOut(context, occurrence, BY_HAND);
      return REMOVES_SAFELY.has(store.policy.family) ? null : BY_HAND;
    case 'promote':
      return promotesSafely(store.policy) ? null : BY_HAND;
    case 'crash':
      return crashLeftOut(context, occurrence);
    case 'partition':
    case 'isolate':
    case 'pause':
      return isUnfenced(store.policy) && isLong(store.policy, occurrence) ? UNFENCED : null;
    case 'cut':
    case 'drop':
    case 'delay':
      return linksLeftOut(context, inForce());
    default:
      return null;
  }
}

/** Families in which a removal is decided by the replicas, one at a time. */
const REMOVES_SAFELY: ReadonlySet<PolicyModel['family']> = new Set(['raft', 'multi-paxos', 'zab']);

/** Whether who led hands over, or is known to lead no longer, before the one that is named takes its place. */
function promotesSafely(policy: PolicyModel): boolean {
  switch (policy.family) {
    case 'raft':
    case 'multi-paxos':
    case 'isr-log':
      return true;
    case 'primary-backup':
      return policy.fencing;
    default:
      return false;
  }
}

const UNFENCED = 'without fencing nothing stops the primary that is cut off';

function isUnfenced(policy: PolicyModel): boolean {
  return policy.family === 'primary-backup' && policy.failover === 'automatic' && !policy.fencing;
}

/** A pause is noticed only where it is as long as it takes to be given up; a split may lose messages however short. */
function isLong(policy: PolicyModel, { groups, beganAt, endedAt }: FaultOccurrence): boolean {
  return groups.length > 0 || endedAt - beganAt >= patienceNs(policy);
}

/** Links that are shut leave out a primary without fencing, and a chain of which some hear each other and some do not. */
function linksLeftOut({ scenario, store }: ClaimContext, inForce: readonly FaultOccurrence[]): string | null {
  const { policy } = store;
  if (!isUnfenced(policy) && policy.family !== 'chain') return null;
  for (const shard of store.placement) {
    const pairs = shutPairs(scenario, store, inForce, shard);
    if (pairs.length === 0) continue;
    if (policy.family !== 'chain') return UNFENCED;
    const cutOff = outAt(scenario, store, inForce, shard);
    const heard = shard.filter((place) => !cutOff.has(place));
    const isWhole = [...cutOff].every((out) =>
      heard.every((other) => pairs.some((pair) => pair.includes(out) && pair.includes(other))),
    );
    if (!isWhole) return 'a chain stalls where only some of its servers hear one of them no more';
  }
  return null;
}

/** A process that dies: what it had in memory only is gone, and a leader that is cut off may not hear of it. */
function crashLeftOut(context: ClaimContext, occurrence: FaultOccurrence): string | null {
  const { scenario, store, claim, concerned } = context;
  const { policy, storage } = store;
  if (policy.family === 'zab' && policy.reads === 'sync' && followersLeaveUnseen(context, occurrence))
    return 'a leader that is cut off does not know of followers that have started again, and answers synced reads';
  if (policy.family === 'erasure' && occurrence.endedAt >= context.runEnd)
    return concerned.some((each) => scenario.faults[each.fault]?.action.kind === 'wipe')
      ? forgottenLeftOut(context, occurrence, '')
      : null;
  if (storage.log === 'fsync') return null;
  const hit = mostOfOneShard(store, occurrence.places);
  // Voters that answer only together do not answer: what they remember is beside the point.
  if (policy.family === 'voting' && hit > claim.out) return null;
  const reason =
    storage.log === 'off'
      ? 'it keeps its data in memory only'
      : 'what a process had not flushed goes with it, and it counts on what its disks have kept';
  if (policy.family === 'erasure' && storage.log === 'batch') return hit === 0 ? null : reason;
  return forgottenLeftOut(context, occurrence, reason);
}

/** Whether a majority starts again while one and the same split lasts: those have left a leader that does not know of it. */
function followersLeaveUnseen({ scenario, store, concerned }: ClaimContext, { beganAt }: FaultOccurrence): boolean {
  const kindOf = ({ fault }: FaultOccurrence): string => scenario.faults[fault]?.action.kind ?? '';
  const splits = concerned.filter(
    (each) => (each.groups.length > 0 || each.links !== undefined) && each.beganAt <= beganAt && each.endedAt > beganAt,
  );
  return splits.some((split) => {
    const again = concerned.filter(
      (each) => kindOf(each) === 'crash' && each.beganAt >= split.beganAt && each.beganAt <= beganAt,
    );
    const places = again.flatMap((each) => each.places);
    return mostOfOneShard(store, places) > minorityOf(store.replicas);
  });
}

/** What was lost with a disk or a memory, where it is not counted among those that are out. */
function forgottenLeftOut(context: ClaimContext, occurrence: FaultOccurrence, reason: string): string | null {
  const { scenario, store, claim, concerned, runEnd } = context;
  const kind = scenario.faults[occurrence.fault]?.action.kind ?? '';
  if (bearsForgetting(store, kind, occurrence.beganAt)) return null;
  if (store.policy.family === 'erasure')
    return fragmentsLeftOut(scenario, store, claim, concerned, occurrence.beganAt, runEnd);
  const hit = mostOfOneShard(store, occurrence.places);
  if (hit <= claim.disks) return null;
  return claim.disks === 0 ? reason : `it bears the loss of ${plural(claim.disks, 'disk')}`;
}

function damageLeftOut(context: ClaimContext, occurrence: FaultOccurrence): string | null {
  const { scenario, store, claim } = context;
  const kind = scenario.faults[occurrence.fault]?.action.kind ?? '';
  const hit = mostOfOneShard(store, occurrence.places);
  if (bearsForgetting(store, kind, occurrence.beganAt)) return null;
  if (!store.storage.checksums) return UNCHECKED;
  switch (store.policy.family) {
    case 'erasure':
      return forgottenLeftOut(context, occurrence, '');
    case 'quorum':
      return hit > claim.out
        ? 'what is damaged counts for no answer, and too few of its replicas have another copy'
        : null;
    default:
      return hit >= store.replicas ? 'no replica has an undamaged copy of what was damaged' : null;
  }
}
