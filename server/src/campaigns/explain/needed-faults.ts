import type { NamedFault } from '../../analysis';
import type { ActionModel, ScenarioModel } from '../../language/model';
import { mends, type Firing, type Run } from '../../simulation';
import { minimalSet } from './minimal-set';
import type { Reruns } from './reruns';

/** Firings of one entry that are told apart; of an entry that fires more often, all are meant. */
const MOST_FIRINGS = 64;

/**
 * Entries of the schedule that hit something and could be left out, in the order in which they did: where each of several would
 * do by itself, it is the first whose harm shows first.
 */
export function candidateFaults(scenario: ScenarioModel, run: Run): readonly NamedFault[] {
  const began = (index: number): number =>
    Math.min(
      ...run.occurrences.flatMap((each) => (each.fault === index && !each.vacuous ? [each.beganAt] : [])),
      Infinity,
    );
  return scenario.faults
    .flatMap((fault, index) =>
      !mends(fault.action) && began(index) < Infinity ? [{ fault: index, firing: null }] : [],
    )
    .sort((a, b) => began(a.fault) - began(b.fault));
}

/** What an operator does before anything goes wrong, to say who leads or who belongs to it. */
const SET_UP: readonly ActionModel['kind'][] = ['promote', 'add'];

/**
 * Of these entries those that set the scene: they took effect before anything else of the schedule did, and something else did.
 * They are left as they are in every other run.
 */
export function setUpOf(scenario: ScenarioModel, run: Run, candidates: readonly NamedFault[]): readonly NamedFault[] {
  const isSetUp = ({ fault }: NamedFault): boolean => SET_UP.includes(scenario.faults[fault]?.action.kind ?? 'crash');
  const beganAt = ({ fault }: NamedFault): readonly number[] =>
    run.occurrences.flatMap((each) => (each.fault === fault && !each.vacuous ? [each.beganAt] : []));
  const firstHarm = Math.min(...candidates.filter((each) => !isSetUp(each)).flatMap(beganAt));
  if (firstHarm === Infinity) return [];
  return candidates.filter((each) => isSetUp(each) && beganAt(each).every((at) => at < firstHarm));
}

export function firingsOf(faults: readonly NamedFault[]): readonly Firing[] {
  return faults.map(({ fault, firing }) => (firing === null ? { fault } : { fault, firing }));
}

/**
 * The faults that break an expectation by themselves and none of which can be left out: entries of the schedule first,
 * then, of entries that fired several times, the firings. Empty where it fails without any fault; null where the budget
 * did not suffice to tell. What sets the scene is in all of these runs.
 */
export function neededFaults(
  reruns: Reruns,
  expectation: number,
  run: Run,
  candidates: readonly NamedFault[],
  setUp: readonly NamedFault[] = [],
): readonly NamedFault[] | null {
  const fails = (part: readonly NamedFault[]): boolean | undefined => {
    const decision = reruns.decide(expectation, { only: firingsOf([...setUp, ...part]) });
    return decision === undefined ? undefined : decision === 'fail';
  };
  const without = fails([]);
  if (without === undefined) return null;
  if (without) return [];
  // What hit nothing may still have changed the run (a draw, an order): without a failing set there is no minimal one.
  if (fails(candidates) !== true) return null;
  const entries = minimalSet(candidates, fails).set;
  const single = entries.flatMap((entry) => firings(run, entry));
  if (single.length === entries.length || fails(single) !== true) return entries;
  return minimalSet(single, fails).set;
}

/** The times that an entry hit something, each by itself. */
function firings(run: Run, entry: NamedFault): readonly NamedFault[] {
  const all = run.occurrences.filter(({ fault }) => fault === entry.fault);
  if (all.length < 2 || all.length > MOST_FIRINGS) return [entry];
  return all.flatMap(({ vacuous, fault }, firing) => (vacuous ? [] : [{ fault, firing }]));
}
