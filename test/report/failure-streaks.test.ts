import { strict as assert } from 'node:assert';
import { failureSpells } from '../../server/src/report/failure-spells';
import { failureStreaks, type FailureStreak } from '../../server/src/report/failure-streaks';
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

describe('scattered failures', () => {
  const SECOND = 1e9;

  /** One operation a second, failed where the text has an x; of 1,000 s in which it counts. */
  function streaksOf(text: string): readonly FailureStreak[] {
    return [...text.matchAll(/x+/g)].map(({ 0: failed, index }) => ({
      ...{ client: 0, kind: 'reads' as const, store: 0, shard: 0, first: index, count: failed.length },
      position: [index, index + failed.length - 1] as const,
      ofAll: text.length,
      from: index * SECOND,
      lastAt: (index + failed.length - 1) * SECOND,
      to: (index + failed.length) * SECOND,
    }));
  }

  function check(
    text: string,
    expected: readonly string[],
    causeOf: (streak: FailureStreak) => string = () => '',
  ): void {
    const told = failureSpells(streaksOf(text), 1000 * SECOND, causeOf).map(
      ({ streaks, count, of, isOver }) =>
        `${count} of ${of} from ${(streaks[0]?.from ?? NaN) / SECOND}${isOver ? ', then none' : ''}`,
    );
    assert.deepEqual(told, expected, text);
  }

  it('are told together, with how many there were of how many', () => {
    check('..x..x.xx...', ['4 of 7 from 2, then none']);
    check('..x..x.xx', ['4 of 7 from 2']);
  });

  it('are told one by one while there are few', () => {
    check('..x..x....', ['1 of 1 from 2', '1 of 1 from 5, then none']);
  });

  it('are not told with what a long streak lies between', () => {
    const long = 'x'.repeat(20);
    check(`.x.x.x.${long}.x.x.xx..`, ['3 of 5 from 1', '20 of 20 from 7', '4 of 6 from 28, then none']);
  });

  it('are told apart by what caused them', () => {
    check('.x.x.x.x.x.x.', ['3 of 5 from 1', '3 of 5 from 7, then none'], ({ from }) =>
      from < 6 * SECOND ? 'line 4' : 'line 5',
    );
  });

  it('tell of a long stretch without answers by itself, however few asked in it', () => {
    const streaks = streaksOf('.x.x.x.xx.').map((streak) =>
      streak.count === 2 ? { ...streak, to: streak.from + 60 * SECOND } : streak,
    );
    assert.deepEqual(
      failureSpells(streaks, 1000 * SECOND, () => '').map(({ count }) => count),
      [3, 2],
    );
  });
});
