import { given, occurrences, type Formula } from './availability-formula';
import type { Component } from './long-run';

/** Components whose joint failure is an outage, none of them to spare. */
export interface Cut {
  readonly names: readonly string[];
  /** Share of time in which all of them are down. */
  readonly probability: number;
}

/** Combinations of more failures than this matter less than the errors in anybody's failure data. */
const LARGEST_CUT = 4;
const MOST_CANDIDATES = 100_000;

/** The failure combinations that matter most, most probable first: minimal cuts of up to four components. */
export function minimalCuts(formula: Formula, components: readonly Component[], most = 10): Cut[] {
  const numbers = [...occurrences(formula).keys()].filter((number) => components[number] !== undefined);
  const found: number[][] = [];
  let candidates = 0;
  const extend = (cut: readonly number[], rest: Formula, from: number, size: number): void => {
    if (rest.kind === 'constant' && !rest.works) {
      if (cut.length === size) found.push([...cut]);
      return;
    }
    if (cut.length === size) return;
    for (let i = from; i < numbers.length && candidates < MOST_CANDIDATES; i++) {
      const longer = [...cut, numbers[i] as number];
      candidates++;
      // What contains a smaller cut is not minimal.
      if (found.some((smaller) => smaller.length < size && smaller.every((number) => longer.includes(number))))
        continue;
      extend(longer, given(rest, numbers[i] as number, false), i + 1, size);
    }
  };
  for (let size = 1; size <= LARGEST_CUT; size++) extend([], formula, 0, size);
  const downShare = (number: number): number => {
    const part = components[number] as Component;
    return part.mttr / (part.mtbf + part.mttr);
  };
  return found
    .map((cut) => ({
      names: cut.map((number) => (components[number] as Component).name),
      probability: cut.reduce((product, number) => product * downShare(number), 1),
    }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, most);
}
