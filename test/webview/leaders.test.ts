import assert from 'node:assert/strict';
import { leadership, leadersText } from '../../client/webview/run/leaders';
import { indexRun } from '../../client/webview/run/run-index';
import type { ScenarioModel } from '../../server/src/language/model';
import { projectRun } from '../../server/src/report';
import { EventKind, Role } from '../../server/src/simulation';
import { judged, scenario, traceOf } from '../report/made-up-run';

const S = 1e9;
const nameOf = (place: number): string => `n${String(place + 1)}`;

/** Store 0 is one group; store 1 has two shards. */
function twoStores(): ScenarioModel {
  const [orders] = scenario.stores;
  assert.ok(orders !== undefined);
  const users = { ...orders, name: 'users', shards: 2, placement: [orders.nodes, orders.nodes] };
  return { ...scenario, stores: [orders, users] };
}

function led(
  ...changes: readonly (readonly [atS: number, place: number, store: number, shard: number, role: Role])[]
): readonly string[] {
  const trace = traceOf(
    changes.map(([atS, place, store, shard, role]) => [atS, EventKind.Role, place, shard, store, role, 1, -1] as const),
  );
  const report = projectRun({ ...judged, scenario: twoStores(), run: { ...judged.run, trace } });
  return leadership(indexRun(report)).flatMap((one) =>
    one.spans.map((span) => `${one.store} ${String(span.from / S)}: ${leadersText(one, span, nameOf)}`),
  );
}

describe('leaders', () => {
  it('have a row for each store, though a node leads two at once', () => {
    assert.deepEqual(led([1, 0, 0, 0, Role.Leader], [2, 0, 1, 0, Role.Leader], [3, 0, 1, 1, Role.Leader]), [
      'orders 0: no leader',
      'orders 1: n1',
      'users 0: no leader',
      'users 2: 1 of 2 shards led: n1',
      'users 3: all 2 shards led: n1',
    ]);
  });

  it('of different shards are no split brain', () => {
    assert.deepEqual(
      led([1, 0, 1, 0, Role.Leader], [1, 1, 1, 1, Role.Leader]).at(-1),
      'users 1: all 2 shards led: n1, n2',
    );
  });

  it('of one shard are', () => {
    const texts = led([1, 0, 1, 1, Role.Leader], [2, 1, 1, 1, Role.Leader], [3, 0, 1, 1, Role.Follower]);
    assert.deepEqual(texts.slice(1), [
      'users 1: 1 of 2 shards led: n1',
      'users 2: several leaders of shard 1',
      'users 3: 1 of 2 shards led: n2',
    ]);
  });

  it('that only change which shard they lead begin a new stretch', () => {
    const texts = led([1, 0, 1, 0, Role.Leader], [2, 1, 1, 0, Role.Leader], [2, 0, 1, 0, Role.Follower]);
    assert.deepEqual(texts.slice(1), ['users 1: 1 of 2 shards led: n1', 'users 2: 1 of 2 shards led: n2']);
  });
});
