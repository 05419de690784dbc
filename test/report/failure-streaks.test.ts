import { strict as assert } from 'node:assert';
import { failureStreaks } from '../../server/src/report/failure-streaks';
import { simulate } from '../../server/src/simulation';
import { compiled } from '../campaigns/explain/explained';

describe('streaks of failures', () => {
  it('are told of the store that fails, though the client goes on with another', () => {
    const scenario = compiled(`
      topology Two {
        nodes a[1..3], b1  client web
        store ledger on a[1..3] using Agreed { data: log }
        store sessions on b1 using One
      }
      policy Agreed = raft { }
      policy One = single { }
      workload Book { from web to ledger  rate: 50/s  operations: append 100%  timeout: 200ms }
      workload Login { from web to sessions  rate: 50/s  timeout: 200ms }
      scenario S { topology: Two workload: Book, Login duration: 12s  at 4s crash a2, a3 for 4s }`);
    const { history } = simulate(scenario, { seed: 1, trace: false });
    const long = failureStreaks(scenario, history).filter(({ count }) => count > 20);
    assert.deepEqual(
      long.map(({ kind, store }) => [kind, scenario.stores[store]?.name]),
      [['writes', 'ledger']],
    );
    const [streak] = long;
    assert((streak?.from ?? 0) >= 3.8e9 && (streak?.to ?? Infinity) > 8e9 && (streak?.to ?? Infinity) < 9e9);
  });

  it('are told of the shard that fails, though the others answer', () => {
    const scenario = compiled(`
      topology Sharded { nodes n[1..6]  client web  store kv on n[1..6] using Agreed { shards: 4  replicas: 3 } }
      policy Agreed = raft { }
      workload Load { from web to kv  rate: 100/s  operations: write 100%  timeout: 200ms  keys: uniform(40) }
      scenario S { topology: Sharded workload: Load duration: 12s  at 4s crash n1, n2 for 4s }`);
    const [store] = scenario.stores;
    const without = store?.placement.flatMap((nodes, shard) =>
      nodes.filter((n) => [0, 1].includes(n)).length > 1 ? [shard] : [],
    );
    assert(without && without.length > 0 && without.length < 4, String(without));
    const { history } = simulate(scenario, { seed: 1, trace: false });
    const long = failureStreaks(scenario, history).filter(({ to, from }) => to - from > 3e9);
    assert.deepEqual(long.map(({ shard }) => shard).sort(), without);
  });
});
