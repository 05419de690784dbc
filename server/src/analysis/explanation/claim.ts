import type { PolicyModel, ScenarioModel, StoreModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';
import { plural } from '../wording/number-text';
import { faultText } from '../wording/subject-text';
import { shortInstantText } from '../wording/time-text';

/** Whether the faults of a run were within what a store's policy claims to survive. */
export interface ClaimLabel {
  /** `untried`: no fault hit its replicas. */
  readonly kind: 'within' | 'beyond' | 'untried';
  /** One sentence. */
  readonly because: string;
}

/** What a policy claims of its store while some of its replicas are out. */
interface Claim {
  /** Replicas of one shard that may be out (stopped, stalled, cut off) at once. */
  readonly out: number;
  /** Replicas that may lie at once. */
  readonly liars: number;
  /** Disks of one shard that may be lost. */
  readonly disks: number;
  /** What follows for its clients. */
  readonly promise: string;
}

/**
 * Labels one store of one run. The claim is that of the family and its settings, for the safety that it promises; see
 * `docs/protocols`. A broken expectation under faults within the claim is a finding about the policy or the bound; one
 * beyond it is what its authors said would happen.
 */
export function claimLabel(scenario: ScenarioModel, run: Run, storeIndex: number): ClaimLabel {
  const store = scenario.stores[storeIndex];
  if (store === undefined) return { kind: 'untried', because: 'There is no such store.' };
  const concerned = run.occurrences.filter(
    (occurrence) => !occurrence.vacuous && concerns(scenario, store, occurrence),
  );
  if (concerned.length === 0) return { kind: 'untried', because: `No fault hit a replica of ${store.name}.` };
  const claim = claimOf(store);
  const subject = `${store.name} (${store.policy.name})`;
  for (const occurrence of concerned) {
    const beyond = excludedBy(scenario, store, occurrence, { concerned, claim, runEnd: run.endedAt });
    if (beyond !== null)
      return {
        kind: 'beyond',
        because: `Beyond what ${subject} claims to survive: ${faultText(scenario, occurrence.fault)} at ${shortInstantText(occurrence.beganAt)}; ${beyond}.`,
      };
  }
  const worst = mostOut(scenario, store, concerned);
  const allowed =
    claim.out === 0 ? `it ${claim.promise} only with all of them there` : `with ${claim.out} out it ${claim.promise}`;
  if (worst.count > claim.out) {
    const first = mostOut(scenario, store, concerned, claim.out);
    const peak = worst.count === first.count ? '' : `, ${worst.count} from ${shortInstantText(worst.at)}`;
    const whom = whomText(scenario, worst.count === first.count ? first.places : worst.places);
    return {
      kind: 'beyond',
      because: `Beyond what ${subject} claims to survive: ${first.count} of ${plural(store.replicas, 'replica')} ${first.count === 1 ? 'was' : 'were'} out at once from ${shortInstantText(first.at)}${peak}${whom}; ${allowed}.`,
    };
  }
  return {
    kind: 'within',
    because: `Within what ${subject} claims to survive: ${mostText(worst.count, store.replicas)}; ${allowed}.`,
  };
}

/** More replicas than these are only counted. */
const MOST_NAMED = 4;

/** ` (m1, m2, m3)`: who they were. */
function whomText(scenario: ScenarioModel, places: readonly number[]): string {
  const names = places.slice(0, MOST_NAMED).map((place) => scenario.places[place]?.name ?? '?');
  const rest = places.length - names.length;
  return names.length === 0 ? '' : ` (${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`})`;
}

function mostText(count: number, replicas: number): string {
  if (count === 0) return replicas === 1 ? 'its one replica was never out' : `none of its ${replicas} replicas was out`;
  return `at most ${count} of ${plural(replicas, 'replica')} ${count === 1 ? 'was' : 'were'} out at once`;
}

export function claimOf({ policy, replicas }: StoreModel): Claim {
  const minority = Math.ceil(replicas / 2) - 1;
  const crashes = { liars: 0, disks: 0 };
  switch (policy.family) {
    case 'single':
      return { ...crashes, out: 0, promise: 'answers' };
    case 'primary-backup': {
      const copies =
        policy.acknowledge === 'all' ? replicas - 1 : policy.acknowledge === 'async' ? 0 : policy.acknowledge;
      return {
        ...crashes,
        out: Math.min(copies, Math.max(minority, replicas === 2 ? 1 : 0)),
        promise: 'loses no acknowledged write',
      };
    }
    case 'chain':
      return { ...crashes, out: minority, promise: 'stays linearizable and answers' };
    case 'isr-log':
      return {
        ...crashes,
        out: policy.acks === 'all' && !policy.uncleanElection ? Math.max(0, policy.minIsr - 1) : 0,
        promise: 'loses no acknowledged write',
      };
    case 'raft':
    case 'multi-paxos':
    case 'zab': {
      const local = 'reads' in policy && ['leader-local', 'follower-local', 'local'].includes(policy.reads);
      const promise = local ? 'loses no acknowledged write and answers' : 'stays linearizable and answers';
      return { ...crashes, out: minority, promise };
    }
    case 'quorum': {
      const size = (of: typeof policy.read): number =>
        typeof of === 'number' ? of : of === 'one' ? 1 : of === 'all' ? replicas : Math.floor(replicas / 2) + 1;
      const largest = Math.max(size(policy.read), size(policy.write));
      return { ...crashes, out: Math.max(0, replicas - largest), promise: 'answers every request' };
    }
    case 'multi-leader':
      return { ...crashes, out: replicas - 1, promise: 'converges once that is over' };
    case 'gossip':
      // Whoever has forgotten everything is told it again.
      return { out: replicas - 1, liars: 0, disks: replicas - 1, promise: 'converges once that is over' };
    case 'pbft': {
      const f = Math.floor((replicas - 1) / 3);
      return { out: f, liars: f, disks: 0, promise: 'stays safe and answers' };
    }
    case 'voting': {
      const out = policy.require === 'majority' ? minority : policy.require === 'first' ? replicas - 1 : 0;
      // A majority masks a liar, and tells whoever has forgotten what it knew.
      const masked = policy.require === 'majority' ? minority : 0;
      return { out, liars: masked, disks: masked, promise: 'answers right' };
    }
    case 'erasure':
      return { out: policy.parity, liars: 0, disks: policy.parity, promise: 'loses nothing' };
  }
}

function concerns(scenario: ScenarioModel, store: StoreModel, { fault, places }: FaultOccurrence): boolean {
  const action = scenario.faults[fault]?.action;
  if (action === undefined || action.kind === 'heal' || action.kind === 'restart' || action.kind === 'surge')
    return false;
  if ('store' in action) return scenario.stores[action.store] === store;
  return places.some((place) => store.nodes.includes(place));
}

/** Why a fault is of a kind that the claim leaves out whatever the number; null where it is not. */
function excludedBy(
  scenario: ScenarioModel,
  store: StoreModel,
  { fault, places, beganAt }: FaultOccurrence,
  { concerned, claim, runEnd }: { concerned: readonly FaultOccurrence[]; claim: Claim; runEnd: number },
): string | null {
  const action = scenario.faults[fault]?.action;
  const hit = mostOfOneShard(store, places);
  switch (action?.kind) {
    case 'byzantine':
      if (action.behaviour === 'silent') return null;
      return hit > claim.liars
        ? claim.liars === 0
          ? 'it trusts what its replicas say'
          : `it bears ${claim.liars} that ${claim.liars === 1 ? 'lies' : 'lie'}`
        : null;
    case 'wipe': {
      const lost = disksLostBy(scenario, store, concerned, beganAt, runEnd);
      if (mostOfOneShard(store, lost) <= claim.disks) return null;
      if (claim.disks === 0) return 'it counts on what its disks have kept';
      const whose = [...new Set(lost)].map((place) => scenario.places[place]?.name ?? '?').join(', ');
      return `what ${whose} held was gone, and it bears the loss of ${plural(claim.disks, 'disk')}`;
    }
    case 'lose-fsync':
      return 'it counts on disks that keep what they say they keep';
    case 'corrupt-disk':
      if (store.storage.checksums)
        return hit >= store.replicas ? 'no replica has an undamaged copy of what was damaged' : null;
      return 'without checksums it takes damaged data for true';
    case 'corrupt-links':
      return store.storage.checksums ? null : 'without checksums it takes damaged data for true';
    case 'skew':
    case 'drift':
      return countsOnClocks(store.policy) ? 'it counts on clocks that agree' : null;
    case 'reconfigure':
      return BY_HAND;
    case 'remove':
      return REMOVES_SAFELY.has(store.policy.family) ? null : BY_HAND;
    case 'promote':
      return promotesSafely(store.policy) ? null : BY_HAND;
    case 'crash':
      // What is only in memory is gone with the process, whatever the policy.
      if (store.storage.log !== 'off' || hit <= claim.disks) return null;
      // Voters that answer only together do not answer: what they remember is beside the point.
      return store.policy.family === 'voting' && hit > claim.out ? null : 'it keeps its data in memory only';
    case 'partition':
    case 'isolate':
    case 'cut': {
      const { policy } = store;
      const unfenced = policy.family === 'primary-backup' && policy.failover === 'automatic' && !policy.fencing;
      return unfenced ? 'without fencing nothing stops the primary that is cut off' : null;
    }
    default:
      return null;
  }
}

const BY_HAND = 'an operator changed its configuration by hand';

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

function mostOfOneShard({ placement }: StoreModel, places: readonly number[]): number {
  return Math.max(0, ...placement.map((shard) => shard.filter((place) => places.includes(place)).length));
}

/**
 * Whose disks were lost up to an instant and are not made up for yet: fragments wait for the delay of the repair. A node that
 * never comes back has lost its fragment as well, until a spare has computed it.
 */
function disksLostBy(
  scenario: ScenarioModel,
  { policy, nodes, replicas }: StoreModel,
  occurrences: readonly FaultOccurrence[],
  at: number,
  runEnd: number,
): readonly number[] {
  const repairNs = policy.family === 'erasure' ? policy.repairDelayNs : 0;
  const hit = (kind: 'wipe' | 'crash'): readonly FaultOccurrence[] =>
    occurrences.filter(({ fault, beganAt }) => scenario.faults[fault]?.action.kind === kind && beganAt <= at);
  const gone = policy.family === 'erasure' ? hit('crash').filter(({ endedAt }) => endedAt >= runEnd) : [];
  const [spared, open] = [true, false].map((isOld) =>
    gone.filter(({ beganAt }) => beganAt < at - repairNs === isOld).flatMap(({ places }) => places),
  ) as [number[], number[]];
  return [
    ...hit('wipe').flatMap(({ beganAt, places }) => (beganAt >= at - repairNs ? places : [])),
    ...[...spared.slice(nodes.length - replicas), ...open].filter((place) => nodes.includes(place)),
  ];
}

function countsOnClocks(policy: PolicyModel): boolean {
  if (policy.family === 'raft') return policy.reads === 'lease';
  return 'conflict' in policy && policy.conflict === 'last-write-wins';
}

/**
 * The most replicas of one shard that were stopped, stalled or cut off from the others at the same time, and since when; or,
 * given how many may be, the first time that it was more.
 */
function mostOut(
  scenario: ScenarioModel,
  store: StoreModel,
  occurrences: readonly FaultOccurrence[],
  allowed = Infinity,
): { readonly count: number; readonly at: number; readonly places: readonly number[] } {
  let worst: ReturnType<typeof mostOut> = { count: 0, at: 0, places: [] };
  for (const { beganAt } of [...occurrences].sort((a, b) => a.beganAt - b.beganAt)) {
    if (worst.count > allowed) return worst;
    for (const placed of store.placement) {
      const shard = membersAt(scenario, placed, occurrences, beganAt);
      const out = new Set<number>();
      for (const other of occurrences)
        if (other.beganAt <= beganAt && other.endedAt > beganAt)
          for (const place of outBy(scenario, other, shard)) out.add(place);
      if (out.size > worst.count) worst = { count: out.size, at: beganAt, places: [...out].sort((a, b) => a - b) };
    }
  }
  return worst;
}

/** Who makes up a shard after the additions and removals up to an instant: who was removed may be switched off. */
function membersAt(
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

/** Replicas of a shard that a fault puts out of the others' reach: those that are not on its largest side. */
export function outBy(
  scenario: ScenarioModel,
  { fault, places, groups }: FaultOccurrence,
  shard: readonly number[],
): readonly number[] {
  const kind = scenario.faults[fault]?.action.kind;
  switch (kind) {
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
    case 'cut':
      // One way only: whoever is at the smaller end cannot keep up.
      return shard.filter((place) => places.includes(place)).slice(0, 1);
    default:
      return [];
  }
}
