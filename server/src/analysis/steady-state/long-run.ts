import { given, occurrences, type Formula } from './availability-formula';
import { unavailability } from './exact-probability';

/** A component that fails and is repaired, independently of all others. Times in one unit of the caller's choice. */
export interface Component {
  readonly name: string;
  readonly mtbf: number;
  readonly mttr: number;
}

export interface LongRun {
  readonly availability: number;
  readonly unavailability: number;
  /** Mean time from the beginning of one outage to that of the next; Infinity where there are none. */
  readonly timeBetweenOutages: number;
  readonly meanOutage: number;
  /** Share of the unavailability during which each component is down, largest first: where the nines are lost. */
  readonly culprits: readonly { readonly name: string; readonly share: number }[];
}

/**
 * Long-run figures of a system of independent, repairable components, exactly. With mtbf the mean time between failures
 * of the *running* component (so it works for a share mtbf / (mtbf + mttr) of the time), an outage begins when a
 * component fails while the system hangs on it: the frequency of outages is the sum, over components, of the component's
 * failure frequency times its Birnbaum importance (Barlow and Proschan, 1975). Null where it takes too many cases.
 */
export function longRun(formula: Formula, components: readonly Component[]): LongRun | null {
  const works = (number: number): number => {
    const part = components[number];
    return part === undefined ? 1 : part.mtbf / (part.mtbf + part.mttr);
  };
  const down = unavailability(formula, works);
  if (down === null) return null;
  let frequency = 0;
  const culprits: { name: string; share: number }[] = [];
  for (const number of occurrences(formula).keys()) {
    const part = components[number];
    if (part === undefined) continue;
    const without = unavailability(given(formula, number, false), works);
    const withIt = unavailability(given(formula, number, true), works);
    if (without === null || withIt === null) return null;
    frequency += (without - withIt) / (part.mtbf + part.mttr);
    if (down > 0) culprits.push({ name: part.name, share: ((1 - works(number)) * without) / down });
  }
  return {
    availability: 1 - down,
    unavailability: down,
    timeBetweenOutages: frequency > 0 ? 1 / frequency : Infinity,
    meanOutage: frequency > 0 ? down / frequency : 0,
    culprits: culprits.sort((a, b) => b.share - a.share),
  };
}

/**
 * Mean time until all n copies of a piece of data are lost, when each copy fails at one rate and lost copies are restored
 * at another, one after the other or all at once (birth and death process; for n = 2 and one repair at a time the
 * textbook's (3 * failure + repair) / (2 * failure^2)). Rates and the answer in one unit of time.
 */
export function meanTimeToDataLoss(copies: number, failureRate: number, repairRate: number, parallel = false): number {
  // Time to go from i lost copies to i + 1, built up from the one before.
  let step = 0;
  let total = 0;
  for (let lost = 0; lost < copies; lost++) {
    const failing = (copies - lost) * failureRate;
    const repairing = lost === 0 ? 0 : (parallel ? lost : 1) * repairRate;
    step = 1 / failing + (repairing / failing) * step;
    total += step;
  }
  return total;
}
