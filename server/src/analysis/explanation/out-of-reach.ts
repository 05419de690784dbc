import type { PolicyModel, ScenarioModel, StoreModel } from '../../language/model';
import type { FaultOccurrence } from '../../simulation';
import { DEFAULT_MESSAGE_COST_NS } from '../../simulation/environment/processes';
import { meanOf } from '../../simulation/kernel/sampler';

/** Of whom every other message is lost, so of their round trips three of four, is out of reach as if it were cut off. */
const LOST_SHARE = 0.5;

/** Silence after which a replica is suspected where the family says so by no setting: see `docs/protocols/quorum.md`. */
const SUSPECTED_AFTER_NS = 500e6;

/** Replicas of a shard that some faults, all in force at once, put out of the others' reach. */
export function outAt(
  scenario: ScenarioModel,
  store: StoreModel,
  inForce: readonly FaultOccurrence[],
  shard: readonly number[],
): ReadonlySet<number> {
  const out = new Set(inForce.flatMap((occurrence) => outOfItself(scenario, occurrence, shard)));
  for (const place of shard) if (isStalled(scenario, store, inForce, place)) out.add(place);
  const rest = shard.filter((place) => !out.has(place));
  for (const place of fewestBehind(shutPairs(scenario, store, inForce, rest))) out.add(place);
  return out;
}

/**
 * Replicas of a shard that may have missed a write meanwhile, apart from some. Of two that cannot talk it is the one that did not
 * take the write, so where one of them is left out of account it may be the other.
 */
export function behindAt(
  scenario: ScenarioModel,
  store: StoreModel,
  inForce: readonly FaultOccurrence[],
  shard: readonly number[],
  apartFrom: readonly number[],
): readonly number[] {
  const out = new Set(inForce.flatMap((occurrence) => outOfItself(scenario, occurrence, shard)));
  const rest = shard.filter((place) => !out.has(place));
  const pairs = shutPairs(scenario, store, inForce, rest);
  const others = pairs.flatMap((pair) => {
    const open = pair.filter((place) => !apartFrom.includes(place));
    return open.length === 1 ? open : [];
  });
  for (const place of others) out.add(place);
  for (const place of fewestBehind(
    pairs.filter((pair) => !pair.some((end) => out.has(end) || apartFrom.includes(end))),
  ))
    out.add(place);
  return [...out].filter((place) => !apartFrom.includes(place));
}

/** Who of a shard a fault on its own puts out of the others' reach. */
export function outBy(
  scenario: ScenarioModel,
  store: StoreModel,
  occurrence: FaultOccurrence,
  shard: readonly number[],
): readonly number[] {
  const out = outAt(scenario, store, [occurrence], shard);
  return shard.filter((place) => out.has(place));
}

/** Without regard to single links: those that are hit, or not on the largest side. */
function outOfItself(
  scenario: ScenarioModel,
  { fault, places, groups }: FaultOccurrence,
  shard: readonly number[],
): readonly number[] {
  switch (scenario.faults[fault]?.action.kind) {
    case 'crash':
    case 'pause':
    case 'isolate':
    case 'byzantine':
    case 'wipe':
    case 'fill-disk':
      return shard.filter((place) => places.includes(place));
    case 'partition': {
      const largest = groups.reduce<readonly number[]>((best, group) => {
        const inside = shard.filter((place) => group.includes(place));
        return inside.length > best.length ? inside : best;
      }, []);
      return shard.filter((place) => !largest.includes(place));
    }
    default:
      return [];
  }
}

/** Whether one step of a node (a message handled, a write flushed) takes as long as it takes to be given up. */
function isStalled(
  scenario: ScenarioModel,
  { policy, storage }: StoreModel,
  inForce: readonly FaultOccurrence[],
  place: number,
): boolean {
  let [process, disk] = [1, 1];
  for (const { fault, places } of inForce) {
    const action = scenario.faults[fault]?.action;
    if (!places.includes(place)) continue;
    if (action?.kind === 'slow') process *= action.factor;
    if (action?.kind === 'slow-disk') disk *= action.factor;
  }
  if (process * disk === 1) return false;
  const latency = storage.fsync ?? scenario.places[place]?.disk.latency;
  const flushNs = storage.log !== 'fsync' || latency === undefined ? 0 : meanOf(latency) * disk * process;
  return Math.max(DEFAULT_MESSAGE_COST_NS * process, flushNs) >= patienceNs(policy);
}

/** Pairs of replicas that cannot talk with each other: of which one way is shut, or a round trip takes too long. */
export function shutPairs(
  scenario: ScenarioModel,
  store: StoreModel,
  inForce: readonly FaultOccurrence[],
  members: readonly number[],
): readonly (readonly [number, number])[] {
  const onLinks = inForce.filter(({ links }) => links !== undefined);
  if (onLinks.length === 0) return [];
  const patience = patienceNs(store.policy);
  return members.flatMap((a, index) =>
    members.slice(index + 1).flatMap((b) => {
      const ways = [wayOf(scenario, onLinks, a, b), wayOf(scenario, onLinks, b, a)] as const;
      const isShut = ways.some(({ kept }) => kept <= 1 - LOST_SHARE) || ways[0].delayNs + ways[1].delayNs >= patience;
      return isShut ? [[a, b] as const] : [];
    }),
  );
}

function wayOf(
  scenario: ScenarioModel,
  onLinks: readonly FaultOccurrence[],
  a: number,
  b: number,
): { readonly kept: number; readonly delayNs: number } {
  let [kept, delayNs] = [1, 0];
  for (const { fault, links } of onLinks) {
    if (links === undefined) continue;
    const isCovered =
      (links.from.includes(a) && links.to.includes(b)) ||
      (links.both && links.from.includes(b) && links.to.includes(a));
    const action = scenario.faults[fault]?.action;
    if (!isCovered || action === undefined) continue;
    if (action.kind === 'cut') kept = 0;
    // What is damaged on the way is dropped, or worse.
    if (action.kind === 'drop' || action.kind === 'corrupt-links') kept *= 1 - action.share;
    if (action.kind === 'delay') delayNs += action.byNs;
  }
  return { kept, delayNs };
}

/** The fewest places without which no pair is left that cannot talk, or nearly: whoever has the most such pairs first. */
function fewestBehind(pairs: readonly (readonly [number, number])[]): readonly number[] {
  const gone: number[] = [];
  for (let left = pairs; left.length > 0;) {
    const counts = new Map<number, number>();
    for (const place of left.flat()) counts.set(place, (counts.get(place) ?? 0) + 1);
    const [worst] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
    gone.push(worst);
    left = left.filter((pair) => !pair.includes(worst));
  }
  return gone;
}

/** How long a replica is silent before it is given up. */
export function patienceNs(policy: PolicyModel): number {
  if (policy.detector?.kind === 'timeout') return policy.detector.timeoutNs;
  switch (policy.family) {
    case 'primary-backup':
    case 'chain':
      return policy.timeoutNs;
    case 'isr-log':
      return policy.sessionTimeoutNs;
    case 'raft':
      return policy.electionTimeoutMinNs;
    case 'multi-paxos':
      return policy.leaseNs;
    case 'zab':
      return policy.syncLimitTicks * policy.tickNs;
    case 'pbft':
      return policy.viewChangeTimeoutNs;
    default:
      return SUSPECTED_AFTER_NS;
  }
}

/** Who makes up a shard after the additions and removals up to an instant: who was removed may be switched off. */
export function membersAt(
  scenario: ScenarioModel,
  placed: readonly number[],
  occurrences: readonly FaultOccurrence[],
  at: number,
): readonly number[] {
  return occurrences
    .filter(({ beganAt }) => beganAt <= at)
    .sort((a, b) => a.beganAt - b.beganAt)
    .reduce<readonly number[]>((members, { fault, places }) => {
      switch (scenario.faults[fault]?.action.kind) {
        case 'add':
          return [...members, ...places.filter((place) => !members.includes(place))];
        case 'remove':
          return members.filter((place) => !places.includes(place));
        default:
          return members;
      }
    }, placed);
}
