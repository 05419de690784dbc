import type { StoreModel } from '../language/model';

/** A store, or the shard of it that is meant: `orders`, `orders shard 2 of 4`. Shards count from 0, their names from 1. */
export function storePartText(store: StoreModel | undefined, shard: number): string {
  if (store === undefined) return '?';
  return store.shards <= 1 ? store.name : `${store.name} shard ${shard + 1} of ${store.shards}`;
}
