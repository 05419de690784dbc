import type { ActionModel, Nanos } from '../../language/model';

/** One time that an entry of the schedule takes effect: the n-th, from 0. Without `firing`, every time. */
export interface Firing {
  readonly fault: number;
  readonly firing?: number;
}

/**
 * What a run changes of its schedule, to learn what would have happened without it. Everything else stays as it was,
 * down to the last random draw, so that two runs differ in nothing but this. Heals and restarts always take place.
 */
export interface FaultIntervention {
  /** Firings that do not take place. */
  readonly withheld?: readonly Firing[];
  /** Where given, no firing takes place but these. */
  readonly only?: readonly Firing[];
  /** Effects that last this long instead of what the schedule says. */
  readonly lasting?: readonly (Firing & { readonly forNs: Nanos })[];
  /** Firings that take place this much later. */
  readonly delayed?: readonly (Firing & { readonly byNs: Nanos })[];
  /** From this instant on no fault begins, and those in force end at it. */
  readonly overAtNs?: Nanos;
}

/** Actions that mend what others broke: leaving them out would make matters worse and explain nothing. */
export function mends({ kind }: ActionModel): boolean {
  return kind === 'heal' || kind === 'restart';
}

export function takesPlace(intervention: FaultIntervention, fault: number, firing: number, nowNs: number): boolean {
  const { withheld, only, overAtNs } = intervention;
  if (overAtNs !== undefined && nowNs >= overAtNs) return false;
  if (only !== undefined && !only.some((each) => isMeant(each, fault, firing))) return false;
  return withheld === undefined || !withheld.some((each) => isMeant(each, fault, firing));
}

/** The entry that is about a firing; undefined where none is. */
export function changeOf<C extends Firing>(
  changes: readonly C[] | undefined,
  fault: number,
  firing: number,
): C | undefined {
  return changes?.find((each) => isMeant(each, fault, firing));
}

function isMeant(each: Firing, fault: number, firing: number): boolean {
  return each.fault === fault && (each.firing === undefined || each.firing === firing);
}
