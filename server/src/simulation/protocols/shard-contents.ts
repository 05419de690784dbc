import type { Environment } from '../environment/environment';
import type { Group } from './group';
import type { Contents } from './protocol';
import type { ReplicaHost } from './replica-host';

/**
 * What the replicas of a shard can return by their family's own rules, taken together: what each of them holds, where one is
 * enough; what their parts give; what so many hold that the rest cannot outvote them. Seen from outside: no replica knows it.
 *
 * @param hosts all of the shard, or those that count
 */
export function shardContents({ family, policy, members }: Group, hosts: readonly ReplicaHost[]): Contents {
  const left = hosts.filter((host) => !host.isRemoved);
  if (family.together !== undefined) {
    return family.together(
      left.map(({ storage }) => storage),
      policy,
    );
  }
  const enough = family.enoughToForget?.(policy, members.length) ?? left.length;
  const holders = new Map<number, Map<number, number>>();
  for (const host of left) {
    for (const [key, values] of host.left) {
      const counts = holders.get(key) ?? new Map<number, number>();
      holders.set(key, counts);
      for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const contents: Contents = new Map();
  for (const [key, counts] of holders) {
    const kept = [...counts].filter(([, count]) => left.length - count < enough);
    contents.set(
      key,
      kept.map(([value]) => value),
    );
  }
  return contents;
}

/** What only replicas hold that do not run, now that all is over, is noted as gone: what the others hold may have replaced it. */
export function noteWhatDoesNotRun({ groups, hosts, superseded }: Environment): void {
  for (const group of groups) {
    const { family, store } = group;
    if (family.forgetsHistory?.(store.data) !== true || family.together !== undefined) continue;
    const all = hosts.filter((host) => host.of === group);
    const running = all.filter((host) => host.isServing);
    if (running.length === all.length) continue;
    superseded.vanished.note(
      shardContents(group, all),
      shardContents(group, running),
      running.map((host) => host.left),
    );
  }
}
