import { garble } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import type { ReplicaContext } from '../replica-context';
import { withAttemptsOf, withPromise, withTaken, type Attempts, type WriteId } from './attempts';
import { compareTags, newestTag, NOTHING_HELD, type Fragment, type Held, type Tag } from './fragment';
import type { ErasureMessage } from './message';

/** The file of fragments on one node's disk; a fragment weighs a k-th of a value. */
export function fragmentsOn(storage: StableStorage, data: number): StableMap<Held> {
  const garbled = (held: Held): Held => ({ ...held, fragments: held.fragments.map(damaged) });
  return storage.map<Held>('fragments', garbled, 1 / data);
}

export function damaged(fragment: Fragment): Fragment {
  return { ...fragment, value: garble(fragment.value) };
}

/** What one node holds, as it changes. */
export class FragmentStore {
  private readonly file: StableMap<Held>;
  /** Value of the newest version that this node has a fragment of, as last reported. */
  private readonly shown = new Map<number, number>();
  /** Keys with changes that have not reached the disk, and how many. */
  private readonly unflushed = new Map<number, number>();

  constructor(
    private readonly context: ReplicaContext<ErasureMessage>,
    data: number,
  ) {
    this.file = fragmentsOn(context.storage, data);
    for (const key of this.file.keys()) if (!this.file.isCorrupt(key)) this.show(key, this.held(key));
  }

  held(key: number): Held {
    const held = this.file.get(key);
    if (held !== undefined) return held;
    return this.file.isCorrupt(key) ? { ...NOTHING_HELD, hasGap: true } : NOTHING_HELD;
  }

  keys(): readonly number[] {
    return [...this.file.keys()];
  }

  /** Keeps a fragment, unless a newer version is complete; `then` runs once it is on disk. */
  keep(key: number, fragment: Fragment, then: () => void): void {
    const held = this.held(key);
    const isOld = held.complete !== undefined && compareTags(fragment.tag, held.complete) < 0;
    const isKnown = held.fragments.some(({ tag }) => compareTags(tag, fragment.tag) === 0);
    if (isOld) this.order(held.fragments, fragment);
    if (!isOld && !isKnown) {
      this.set(key, { ...held, fragments: [...held.fragments, fragment] });
      this.order(held.fragments, fragment);
    }
    this.flush(key, then);
  }

  /** Takes a fragment on behalf of a client's write: false where a later attempt of it has been promised otherwise. */
  take(key: number, fragment: Fragment, then: () => void): boolean {
    const held = withTaken(this.held(key), fragment.by, fragment.tag);
    if (held === undefined) return false;
    this.set(key, held);
    this.keep(key, fragment, then);
    return true;
  }

  /** Takes nothing more from earlier attempts of a write: false where a later one has been promised the same. */
  promise(key: number, by: WriteId, then: (held: Held) => void): boolean {
    const held = withPromise(this.held(key), by);
    if (held === undefined) return false;
    this.set(key, held);
    this.flush(key, () => then(held));
    return true;
  }

  /** Another node remembers this of the attempts at writes of a key. */
  remember(key: number, attempts: readonly Attempts[]): void {
    this.set(key, withAttemptsOf(this.held(key), attempts));
  }

  private flush(key: number, then: () => void): void {
    this.unflushed.set(key, (this.unflushed.get(key) ?? 0) + 1);
    this.context.storage.sync(() => {
      const rest = (this.unflushed.get(key) ?? 1) - 1;
      if (rest > 0) this.unflushed.set(key, rest);
      else this.unflushed.delete(key);
      then();
    });
  }

  /** A version is stored at a write quorum: older ones are of no more use. */
  complete(key: number, tag: Tag): void {
    const held = this.held(key);
    if (held.complete !== undefined && compareTags(tag, held.complete) <= 0 && !held.hasGap) return;
    const complete = held.complete !== undefined && compareTags(held.complete, tag) > 0 ? held.complete : tag;
    const fragments = held.fragments.filter((each) => compareTags(each.tag, complete) >= 0);
    this.set(key, { ...held, fragments, complete, hasGap: false });
  }

  /** Calls `then` with what is held of a key, once that is on disk. */
  whenFlushed(key: number, then: (held: Held) => void): void {
    const held = this.held(key);
    if (this.unflushed.has(key)) this.context.storage.sync(() => then(held));
    else then(held);
  }

  private set(key: number, held: Held): void {
    this.file.set(key, held);
    this.show(key, held);
  }

  /** Says for the verdict which of the versions that are here takes the place of which. */
  private order(others: readonly Fragment[], { tag, value }: Fragment): void {
    for (const other of others) {
      if (other.value === value) continue;
      if (compareTags(other.tag, tag) < 0) this.context.superseded(other.value, value);
      else this.context.outdated(value, other.value);
    }
  }

  private show(key: number, held: Held): void {
    const newest = newestTag(held);
    const fragment = held.fragments.find(({ tag }) => newest !== undefined && compareTags(tag, newest) === 0);
    if (fragment === undefined) return;
    const before = this.shown.get(key);
    if (before === fragment.value) return;
    this.context.stored(key, fragment.value, before);
    this.shown.set(key, fragment.value);
  }
}
