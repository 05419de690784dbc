import type { Suspicion } from '../detectors';
import type { ReplicaContext } from '../replica-context';
import type { Coordinator } from './coordinator';
import { compareTags, newestTag, type Tag } from './fragment';
import type { FragmentStore } from './fragment-store';
import { ErasureType, messageOf, type ErasureMessage, type Inventory } from './message';
import type { FoundVersion } from './pending';
import type { Thresholds } from './thresholds';

/** Lists that have not come for so long are waited for no longer. */
const LIST_TIMEOUT_NS = 500e6;
/** Keys rebuilt at a time, so that clients are not starved. */
const AT_ONCE = 8;

interface List {
  readonly inventory: Inventory;
  readonly isBlank: boolean;
  readonly isInformed: boolean;
}

/**
 * How a node comes to hold what it should: it asks the others which versions they know of, reads the value of every key
 * that it is behind in, and computes its own fragment from it.
 */
export class Rebuilding {
  private lists: Map<number, List> | undefined;
  private listsAskedAt = 0;
  private onlyInforms = false;
  private queue: number[] = [];
  private underWay = 0;
  private failures = 0;

  constructor(
    private readonly context: ReplicaContext<ErasureMessage>,
    private readonly thresholds: Thresholds,
    private readonly suspicion: Suspicion<ErasureMessage>,
    private readonly store: FragmentStore,
    private readonly coordinator: Coordinator,
    /** Asked before each list is heard: true where this node has yet to learn what its seat has promised and taken. */
    private readonly isUninformed: () => boolean,
    /** True where its disk was replaced and has not been rebuilt. */
    private readonly isBlank: () => boolean,
    /** It has: whatever was promised or taken by enough nodes is known to one of those that told it. */
    private readonly informed: () => void,
    /** All that there was to rebuild has been. */
    private readonly done: () => void,
  ) {}

  get isActive(): boolean {
    return this.lists !== undefined || this.queue.length > 0 || this.underWay > 0;
  }

  begin(): void {
    if (this.isActive) return;
    this.onlyInforms = false;
    this.askForLists();
  }

  /** Asks what this node had promised and taken before its disk was replaced, and rebuilds nothing yet. */
  inform(): void {
    if (this.isActive) return;
    this.onlyInforms = true;
    this.askForLists();
  }

  /** Lists are asked for anew, of those who are members now. */
  reconfigured(): void {
    if (this.lists !== undefined) this.askForLists();
  }

  listed({ from, inventory, attempts, isBlank, isInformed }: ErasureMessage): void {
    const { lists } = this;
    if (lists === undefined) return;
    lists.set(from, { inventory, isBlank, isInformed });
    if (this.isUninformed() && this.context.storage.hasRoom) {
      for (const [key, known] of attempts) this.store.remember(key, known);
      const informants = [...lists.values()].filter((list) => list.isInformed).length;
      if (informants >= this.thresholds.informed) this.informed();
    }
    this.tryToStart();
  }

  private askForLists(): void {
    this.lists = new Map();
    this.listsAskedAt = this.context.monotonic();
    this.context.sendToOthers(messageOf(this.context, ErasureType.List));
  }

  watch(): void {
    if (this.lists !== undefined) this.tryToStart();
  }

  private tryToStart(): void {
    const { lists, context } = this;
    if (lists === undefined) return;
    const isLate = context.monotonic() - this.listsAskedAt >= LIST_TIMEOUT_NS;
    const others = context.members.filter((place) => place !== context.self);
    if (!isLate && !others.every((place) => lists.has(place) || this.suspicion.has(place))) return;
    this.lists = undefined;
    const knowing = [...lists.values()].filter(({ isBlank }) => !isBlank).length;
    const isEverybody = others.every((place) => lists.has(place));
    // Too few to know everything that was ever acknowledged: another time, unless they could not compute a value anyway.
    const isHopeless = isEverybody && knowing + (this.isBlank() ? 0 : 1) < this.thresholds.data;
    if (knowing < this.thresholds.evidence && !isHopeless) return;
    // More disks were lost than there is parity, and what these had promised with them: there is nobody else to ask.
    if (this.onlyInforms && this.isUninformed() && isEverybody) this.informed();
    if (this.onlyInforms || this.isUninformed()) return;
    this.failures = 0;
    this.queue = this.behindIn([...lists.values()].map(({ inventory }) => inventory));
    this.next();
  }

  /** Keys of which the others know a newer version, or this node cannot be sure of its own. */
  private behindIn(inventories: readonly ReadonlyMap<number, Tag>[]): number[] {
    const behind = new Set<number>();
    for (const key of this.store.keys()) {
      const held = this.store.held(key);
      const newest = newestTag(held);
      const isSure = newest !== undefined && held.complete !== undefined && compareTags(held.complete, newest) === 0;
      const hasIt = held.fragments.some(({ tag }) => newest !== undefined && compareTags(tag, newest) === 0);
      if (!isSure || !hasIt || held.hasGap) behind.add(key);
    }
    for (const inventory of inventories) {
      for (const [key, tag] of inventory) {
        const newest = newestTag(this.store.held(key));
        if (newest === undefined || compareTags(newest, tag) < 0) behind.add(key);
      }
    }
    return [...behind];
  }

  private next(): void {
    while (this.underWay < AT_ONCE && this.queue.length > 0) {
      const key = this.queue.pop() as number;
      this.underWay++;
      this.coordinator.begin(key, {
        kind: 'rebuild',
        found: (version) => {
          if (version !== undefined) this.rebuild(key, version);
          this.ended();
        },
        failed: () => {
          this.failures++;
          this.ended();
        },
      });
    }
    if (this.underWay === 0 && this.failures === 0) this.done();
  }

  private rebuild(key: number, { tag, value, by }: FoundVersion): void {
    const { context, store } = this;
    if (!context.storage.hasRoom) {
      this.failures++;
      return;
    }
    context.repaired(context.self, key, value);
    store.complete(key, tag);
    store.keep(key, { tag, index: context.members.indexOf(context.self), value, by }, () => undefined);
  }

  private ended(): void {
    this.underWay--;
    this.next();
  }
}
