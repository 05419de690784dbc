import type { PolicyModel, ScenarioModel, StoreModel } from '../../language/model';
import type { FaultOccurrence } from '../../simulation';

const AGREE = 'it counts on clocks that agree';

/** Places by whose clocks writes of a store are ordered, where they are: those that coordinate writes. */
export function stampersOf(scenario: ScenarioModel, store: StoreModel): readonly number[] {
  const { policy, nodes } = store;
  if (policy.family !== 'quorum' || policy.coordinator !== 'client') return nodes;
  const isHere = (index: number): boolean => scenario.stores[index] === store;
  return [
    ...scenario.workloads.flatMap(({ target, from }) => (target.kind === 'store' && isHere(target.store) ? from : [])),
    ...scenario.services.flatMap((service) =>
      service.handlers.some(({ steps }) => steps.some((step) => step.kind === 'operation' && isHere(step.store)))
        ? service.nodes
        : [],
    ),
  ];
}

/** Why clocks that were set, or run at another rate, are left out of a claim; null where they do no harm to it. */
export function clocksLeftOut(
  scenario: ScenarioModel,
  store: StoreModel,
  kind: 'skew' | 'drift',
  hit: readonly number[],
  inForce: readonly FaultOccurrence[],
): string | null {
  if (isOrderedByClocks(store)) return hit.some((place) => stampersOf(scenario, store).includes(place)) ? AGREE : null;
  return kind === 'drift' ? ratesLeftOut(scenario, store, inForce) : null;
}

/** Why the rates of the clocks at one moment, by the topology and by faults, are left out of a claim. */
export function ratesLeftOut(
  scenario: ScenarioModel,
  { policy, nodes }: StoreModel,
  inForce: readonly FaultOccurrence[],
): string | null {
  const borne = rateBorne(policy);
  if (borne === null) return null;
  const rates = nodes.map((node) => 1 + driftAt(scenario, node, inForce) / 1e6);
  const slowest = Math.min(...rates);
  if (slowest > 0 && Math.max(...rates) / slowest <= borne.ratio) return null;
  return `it counts on clocks that run at one rate${borne.inWords}`;
}

function driftAt(scenario: ScenarioModel, node: number, inForce: readonly FaultOccurrence[]): number {
  return inForce.reduce((sum, { fault, places }) => {
    const action = scenario.faults[fault]?.action;
    return action?.kind === 'drift' && places.includes(node) ? sum + action.ppm : sum;
  }, scenario.places[node]?.clock.driftPpm ?? 0);
}

/** Whether the clock of whoever takes a write says which of two writes counts. */
function isOrderedByClocks({ policy, data }: StoreModel): boolean {
  if (!('conflict' in policy)) return false;
  // Two phases (Lynch, Shvartsman 1997): a write asks a quorum for the highest timestamp, and takes a higher one.
  if (policy.family === 'quorum' && policy.writeBack) return false;
  switch (data) {
    case 'register':
      // A register that is merged is the one with the last write.
      return policy.conflict !== 'siblings';
    case 'counter':
      return policy.conflict === 'last-write-wins';
    case 'set':
    case 'log':
      // Merged under every rule.
      return false;
  }
}

interface RateBorne {
  /** Of the fastest clock to the slowest. */
  readonly ratio: number;
  readonly inWords: string;
}

const ONE_RATE: RateBorne = { ratio: 1, inWords: '' };
const WITHIN_ONE_PERCENT: RateBorne = { ratio: 1.01, inWords: ', within one percent' };
/** A leader leaves 5 % of its lease unused. */
const WITHIN_FIVE_PERCENT: RateBorne = { ratio: 1 / 0.95, inWords: ', within five percent' };

/** How far rates may be apart where a lease or a limit is counted by two clocks; null where none is that matters. */
function rateBorne(policy: PolicyModel): RateBorne | null {
  switch (policy.family) {
    case 'raft':
      return policy.reads === 'lease' ? ONE_RATE : null;
    case 'zab':
      return policy.reads === 'sync' ? ONE_RATE : null;
    case 'multi-paxos':
      return WITHIN_FIVE_PERCENT;
    case 'chain':
      return WITHIN_ONE_PERCENT;
    case 'primary-backup':
      // Writes ask for votes; what a primary answers to readers rests on its lease.
      return policy.fencing && policy.failover === 'automatic' && policy.reads === 'primary'
        ? WITHIN_ONE_PERCENT
        : null;
    default:
      return null;
  }
}
