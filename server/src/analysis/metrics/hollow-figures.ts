import { isEffect, isIndeterminate, type CheckedHistory } from '../consistency/checked-history';
import type { Evidence } from '../evidence';
import type { ActionModel } from '../../language/model';

/** Why nothing could have made a figure about data bad, each judged by what the run shows; undefined where something could. */

/** A read can only miss a write of its key that was acknowledged before it began. */
export function nothingToMiss(
  histories: readonly CheckedHistory[],
  isCounted: (operation: number) => boolean,
): string | undefined {
  for (const history of histories) {
    const acknowledgedAt = new Map<number, number>();
    for (let row = 0; row < history.length; row++)
      if (isEffect(history.action[row] as number) && !isIndeterminate(history, row)) {
        const key = history.key[row] as number;
        const known = acknowledgedAt.get(key) ?? Infinity;
        acknowledgedAt.set(key, Math.min(known, history.completedAt[row] as number));
      }
    for (let row = 0; row < history.length; row++) {
      if (isEffect(history.action[row] as number) || !isCounted(history.id[row] as number)) continue;
      const first = acknowledgedAt.get(history.key[row] as number) ?? Infinity;
      if ((history.invokedAt[row] as number) > first) return undefined;
    }
  }
  return 'no read began after a write of its key had been acknowledged';
}

/** Only what somebody asked for can come twice. */
export function nothingToRepeat(histories: readonly CheckedHistory[]): string | undefined {
  return histories.some((history) => history.action.some(isEffect)) ? undefined : 'nothing was written';
}

/** Values are damaged by disks, links, liars and people only; bits do not change by themselves here. */
export function nothingToCorrupt({ scenario, run }: Evidence): string | undefined {
  const isCause = ({ kind }: ActionModel): boolean =>
    kind === 'corrupt-links' || kind === 'corrupt-disk' || kind === 'byzantine';
  const happened = run.occurrences.some(({ fault, vacuous }) => {
    const action = scenario.faults[fault]?.action;
    return !vacuous && action !== undefined && isCause(action);
  });
  return happened ? undefined : 'no fault that damages or forges values took effect';
}

/** Two leaders take two replicas, and writes that they acknowledge. */
export function nothingToSplit({ scenario, run }: Evidence, stores: readonly number[]): string | undefined {
  const replicas = run.replicas.filter(({ store }) => stores.includes(store));
  const places = new Map<string, number>();
  for (const { store, shard } of replicas) places.set(`${store}/${shard}`, (places.get(`${store}/${shard}`) ?? 0) + 1);
  if (replicas.length > 0 && [...places.values()].every((count) => count < 2)) return 'no shard has two replicas';
  const acknowledged = run.leadership.some(
    ({ store, firstAcknowledgedAt }) => stores.includes(store) && !Number.isNaN(firstAcknowledgedAt),
  );
  if (acknowledged) return undefined;
  // The tail of a chain answers clients, and the head leads.
  const areChains = stores.every((store) => scenario.stores[store]?.policy.family === 'chain');
  return areChains ? 'of a chain the tail acknowledges, not the head, which leads' : 'no leader acknowledged a write';
}

/** Replicas that were never told anything are equal. */
export function nothingToConverge(histories: readonly CheckedHistory[]): string | undefined {
  return nothingToRepeat(histories);
}
