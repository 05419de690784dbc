import { isEffect, type CheckedHistory } from '../consistency/checked-history';
import type { Evidence } from '../evidence';
import type { ConsistencyModel } from '../../language/model';

/** Why nothing that was done with a store could have contradicted a model; undefined where something could. */
export function hollowModel(evidence: Evidence, store: number, model: ConsistencyModel): string | undefined {
  const history = evidence.history(store);
  switch (model) {
    case 'linearizable':
    case 'sequential':
    case 'causal':
      return somePair(history, (row) => history.key[row] as number, [true, false], 'any order')
        ? undefined
        : 'no key was both written and read';
    case 'read-your-writes':
      return somePair(history, keyOfSession(history), [true, false])
        ? undefined
        : 'no session read a key that it had written before';
    case 'monotonic-reads':
      return somePair(history, keyOfSession(history), [false, false]) ? undefined : 'no session read a key twice';
    case 'monotonic-writes':
      return somePair(history, (row) => history.session[row] as number, [true, true])
        ? undefined
        : 'no session wrote twice';
    case 'writes-follow-reads':
      return somePair(history, (row) => history.session[row] as number, [false, true])
        ? undefined
        : 'no session wrote after it had read';
    case 'eventual': {
      const replicas = evidence.run.replicas.filter((replica) => replica.store === store && replica.running);
      const shards = replicas.map(({ shard }) => shard);
      if (new Set(shards).size === shards.length) return 'no two replicas that ran at the end hold the same data';
      return history.action.some(isEffect) ? undefined : 'nothing was written';
    }
  }
}

function keyOfSession(history: CheckedHistory): (row: number) => string {
  return (row) => `${history.session[row]}/${history.key[row]}`;
}

/** Whether two operations of one group, the earlier and the later, are of the wanted kinds: effects or observations. */
function somePair(
  history: CheckedHistory,
  groupOf: (row: number) => string | number,
  [earlier, later]: readonly [isEffect: boolean, isEffect: boolean],
  order: 'in this order' | 'any order' = 'in this order',
): boolean {
  const seen = new Set<string | number>();
  const other = new Set<string | number>();
  for (let row = 0; row < history.length; row++) {
    const effect = isEffect(history.action[row] as number);
    const group = groupOf(row);
    if (effect === later && seen.has(group)) return true;
    if (order === 'any order' && effect === earlier && other.has(group)) return true;
    if (effect === earlier) seen.add(group);
    if (effect === later) other.add(group);
  }
  return false;
}
