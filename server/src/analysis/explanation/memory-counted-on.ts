import type { PolicyModel, ScenarioModel, StoreModel } from '../../language/model';
import { Outcome, shardOfKey, type FaultOccurrence, type Run } from '../../simulation';
import { plural } from '../wording/number-text';
import type { Claim } from './policy-claim';
import { behindAt } from './out-of-reach';

/** A replica of `voting` asks for the state of the others every 500 ms, at most 8 times (`protocols/voting/reintegration.ts`). */
const REINTEGRATED_AFTER_NS = 4e9;

/** Whether a replica that has lost what it held counts as one of those that may be out, until it has caught up. */
export function bearsForgetting({ policy, storage }: StoreModel, kind: string, beganAt: number): boolean {
  switch (policy.family) {
    case 'pbft':
      return true;
    case 'voting':
      return policy.require === 'majority';
    case 'isr-log':
      // A broker that starts again is in sync no more, and fetches what it lacks; not so one that had flushed nothing at all yet.
      return kind === 'crash' && storage.log === 'batch' && beganAt > 2 * storage.batchNs;
    default:
      return false;
  }
}

/** Whether a fault makes whom it hits lose what it held, or some of it. */
export function makesForget({ storage }: StoreModel, kind: string | undefined): boolean {
  switch (kind) {
    case 'crash':
      return storage.log !== 'fsync';
    case 'wipe':
    case 'lose-fsync':
    case 'corrupt-disk':
      return true;
    default:
      return false;
  }
}

/** The instant from which a replica that a fault made forget has caught up. */
export function caughtUpAt(
  scenario: ScenarioModel,
  run: Run,
  storeIndex: number,
  { fault, beganAt, endedAt }: FaultOccurrence,
): number {
  const policy = scenario.stores[storeIndex]?.policy;
  const over = Math.max(beganAt, endedAt);
  switch (policy?.family) {
    case 'pbft':
      // What it has said lies between two water marks: two checkpoints further on none of it matters (PBFT, 4.3).
      return instantOfCompletion(scenario, run, storeIndex, over, 2 * policy.checkpointEvery);
    case 'voting':
      // Damage is found when its key is read, so nobody knows when.
      return scenario.faults[fault]?.action.kind === 'corrupt-disk' ? Infinity : over + REINTEGRATED_AFTER_NS;
    case 'isr-log':
      return over + policy.sessionTimeoutNs + policy.replicaLagNs;
    default:
      return over;
  }
}

/** When so many operations of every shard have been answered since an instant; Infinity where it never came to that. */
function instantOfCompletion(
  { stores }: ScenarioModel,
  { history }: Run,
  storeIndex: number,
  since: number,
  count: number,
): number {
  const shards = stores[storeIndex]?.shards ?? 1;
  const completed: number[][] = Array.from({ length: shards }, () => []);
  for (let row = 0; row < history.length; row++) {
    const at = history.completedAt[row] as number;
    if (history.store[row] !== storeIndex || history.outcome[row] !== Outcome.Ok || at <= since) continue;
    completed[shardOfKey(history.key[row] as number, shards)]?.push(at);
  }
  return Math.max(...completed.map((times) => times.sort((a, b) => a - b)[count - 1] ?? Infinity));
}

/** Why fragments that were lost by a fault are more than there is parity; null where they are not. */
export function fragmentsLeftOut(
  scenario: ScenarioModel,
  store: StoreModel,
  claim: Claim,
  occurrences: readonly FaultOccurrence[],
  at: number,
  runEnd: number,
): string | null {
  const { gone, behind } = fragmentsLostBy(scenario, store, occurrences, at, runEnd);
  const lost = [...new Set([...gone, ...behind])];
  if (mostOfOneShard(store, lost) <= claim.disks) return null;
  const whose = lost.map((place) => scenario.places[place]?.name ?? '?').join(', ');
  const what = lost.length === new Set(gone).size ? 'gone' : 'gone, or not all that was written';
  return `what ${whose} held was ${what}, and it bears the loss of ${plural(claim.disks, 'disk')}`;
}

/**
 * Whose fragments were lost up to an instant and are not made up for yet: they wait for the delay of the repair. Nodes that
 * were out when a write came count for as long, and one that never comes back until a spare has computed its fragment.
 */
function fragmentsLostBy(
  scenario: ScenarioModel,
  store: StoreModel,
  occurrences: readonly FaultOccurrence[],
  at: number,
  runEnd: number,
): { readonly gone: readonly number[]; readonly behind: readonly number[] } {
  const { nodes, replicas, policy, placement } = store;
  const repairNs = repairDelayNs(policy);
  const begun = occurrences.filter(({ beganAt }) => beganAt <= at);
  const isOf = ({ fault }: FaultOccurrence, ...kinds: readonly string[]): boolean =>
    kinds.includes(scenario.faults[fault]?.action.kind ?? '');
  const forGood = begun.filter((each) => isOf(each, 'crash') && each.endedAt >= runEnd);
  const [spared, open] = [true, false].map((isOld) =>
    forGood.filter(({ beganAt }) => beganAt < at - repairNs === isOld).flatMap(({ places }) => places),
  ) as [number[], number[]];
  const emptied = begun.filter(
    (each) =>
      each.beganAt >= at - repairNs &&
      (isOf(each, 'wipe', 'corrupt-disk', 'remove') || (store.storage.log === 'off' && isOf(each, 'crash'))),
  );
  const gone = [
    ...emptied.flatMap(({ places }) => places),
    ...[...spared.slice(nodes.length - replicas), ...open].filter((place) => nodes.includes(place)),
  ];
  // Who is only late takes what was sent meanwhile all the same.
  const away = begun.filter(
    (each) =>
      !forGood.includes(each) &&
      each.endedAt > each.beganAt &&
      each.endedAt >= at - repairNs &&
      !isOf(each, 'pause', 'slow', 'slow-disk', 'delay'),
  );
  const behind = away
    .map(({ beganAt }) => away.filter((each) => each.beganAt <= beganAt && each.endedAt > beganAt))
    .map((inForce) => placement.flatMap((shard) => behindAt(scenario, store, inForce, shard, gone)))
    .reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  return { gone, behind };
}

function repairDelayNs(policy: PolicyModel): number {
  return policy.family === 'erasure' ? policy.repairDelayNs : 0;
}

export function mostOfOneShard({ placement }: StoreModel, places: readonly number[]): number {
  return Math.max(0, ...placement.map((shard) => shard.filter((place) => places.includes(place)).length));
}
