import type { ActionModel, ScenarioModel } from '../../language/model';
import type { FaultOccurrence, Run } from '../../simulation';

/** Whose doing may be felt anywhere: load, and software that everybody calls. */
const EVERYWHERE: ReadonlySet<ActionModel['kind']> = new Set<ActionModel['kind']>(['surge', 'bug', 'leak', 'deploy']);

/**
 * Which operations a fault may have disturbed: requests to services, which may lead anywhere, and those on stores of which it
 * hit a replica, or by clients that it hit. What fails at another store meanwhile is the doing of another fault.
 */
export class FaultReach {
  private readonly storesAt: readonly ReadonlySet<number>[];
  private readonly kept = new Map<string, Int32Array>();

  constructor(
    private readonly scenario: ScenarioModel,
    private readonly run: Run,
    private readonly operations: Int32Array,
  ) {
    const storesAt = scenario.places.map(() => new Set<number>());
    scenario.stores.forEach(({ nodes }, store) => nodes.forEach((place) => storesAt[place]?.add(store)));
    run.replicas.forEach(({ place, store }) => storesAt[place]?.add(store));
    this.storesAt = storesAt;
  }

  /** Those of the operations that the fault may have disturbed; all of them where it can have disturbed none. */
  of({ fault, places }: FaultOccurrence): Int32Array {
    const kind = this.scenario.faults[fault]?.action.kind;
    if (kind === undefined || EVERYWHERE.has(kind)) return this.operations;
    const key = places.join(' ');
    let reached = this.kept.get(key);
    if (reached === undefined) this.kept.set(key, (reached = this.reachedFrom(places)));
    return reached;
  }

  private reachedFrom(places: readonly number[]): Int32Array {
    const { client, store } = this.run.history;
    const hit = new Set(places);
    const stores = new Set(places.flatMap((place) => [...(this.storesAt[place] ?? [])]));
    const reached = this.operations.filter((id) => {
      const on = store[id] as number;
      return on < 0 || stores.has(on) || hit.has(client[id] as number);
    });
    return reached.length === 0 ? this.operations : reached;
  }
}
