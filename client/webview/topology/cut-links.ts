import type { FaultBand } from '../../../server/src/report/run-report';

/** Whether messages pass between two places while some faults are active. */
export type Passage = 'open' | 'one-way' | 'cut';

export function passageBetween(active: readonly FaultBand[], one: number, other: number): Passage {
  const there = isCut(active, one, other);
  const back = isCut(active, other, one);
  return there && back ? 'cut' : there || back ? 'one-way' : 'open';
}

export function isCut(active: readonly FaultBand[], sender: number, receiver: number): boolean {
  return active.some(
    (fault) =>
      separates(fault.groups, sender, receiver) ||
      (fault.cuts ?? []).some(([from, to]) => from === sender && to === receiver),
  );
}

/** The number of the group a place is in during a partition, or -1. */
export function sideOf(active: readonly FaultBand[], place: number): number {
  const split = active.find(({ groups }) => groups.length > 1);
  return split?.groups.findIndex((group) => group.includes(place)) ?? -1;
}

/** Only places that the report puts into different groups are apart: it knows who is in none and still reaches all. */
function separates(groups: FaultBand['groups'], one: number, other: number): boolean {
  const first = groups.findIndex((group) => group.includes(one));
  const second = groups.findIndex((group) => group.includes(other));
  return first >= 0 && second >= 0 && first !== second;
}
