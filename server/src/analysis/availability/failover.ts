import type { FaultOccurrence, LeadershipSpan, Run } from '../../simulation';

/**
 * How long each of the faults took to be failed over from, in ns: from the fault until another place led a shard whose
 * leader it had hit, the slowest shard counted. A change of leaders belongs to one fault only: of those in force when the
 * old leader stopped or the new one took over, to the last that had hit the old leader. So a crash within a long partition
 * is what was failed over from, and a successor that leads only after the crashed node has started again still counts.
 * @param faults indices into `run.occurrences`; what is not among them is never blamed
 */
export function failovers(run: Run, faults: readonly number[]): ReadonlyMap<number, number> {
  const slowest = new Map<number, number>();
  for (const [before, successor] of changesOfLeader(run.leadership)) {
    const stopped = Math.min(before.to, successor.from);
    const blamed = faults.reduce((last, index) => {
      const { beganAt, endedAt, places } = run.occurrences[index] as FaultOccurrence;
      const hit = places.includes(before.place) && before.from <= beganAt && beganAt <= stopped;
      const inForce = stopped <= endedAt || successor.from <= endedAt;
      return hit && inForce && beganAt >= (run.occurrences[last]?.beganAt ?? -Infinity) ? index : last;
    }, -1);
    const tookNs = successor.from - (run.occurrences[blamed]?.beganAt ?? Infinity);
    if (blamed >= 0) slowest.set(blamed, Math.max(slowest.get(blamed) ?? 0, tookNs));
  }
  return slowest;
}

/** Of every shard, each span of leadership with the next one of another place. */
function changesOfLeader(leadership: readonly LeadershipSpan[]): readonly [LeadershipSpan, LeadershipSpan][] {
  const leaderOf = new Map<string, LeadershipSpan>();
  return [...leadership]
    .sort((a, b) => a.from - b.from)
    .flatMap((span): [LeadershipSpan, LeadershipSpan][] => {
      const shard = `${span.store}/${span.shard}`;
      const before = leaderOf.get(shard);
      leaderOf.set(shard, span);
      return before === undefined || before.place === span.place ? [] : [[before, span]];
    });
}
