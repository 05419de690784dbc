import { garble } from '../../environment/message';
import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

/** One addition of an element. `removed` tags are kept as tombstones. */
interface Tag {
  readonly time: number;
  readonly author: number;
  readonly removed: boolean;
}

type Elements = ReadonlyMap<number, readonly Tag[]>;

const NO_TAGS: readonly Tag[] = [];

/** A removal that knew of no addition: it stands for all there may be. */
const ANY: Tag = { time: -1, author: -1, removed: true };

const isAny = ({ time }: Tag): boolean => time === ANY.time;

/**
 * An observed-remove set (Shapiro et al. 2011, specification 15): every addition has a tag of its own, a removal takes away
 * the tags that it has seen, and an element is there while one of its tags is. So an addition wins over a removal that did
 * not know of it. A removal by somebody who has seen no addition at all waits for it: its client has (Riak defers it by the
 * context that the client brings). Versions are deltas as well as states: what a write makes holds only what it changes.
 */
export class ObservedRemoveSet implements Version {
  readonly values: readonly number[];
  readonly latest = 0;

  constructor(private readonly elements: Elements) {
    const present: number[] = [];
    for (const [element, tags] of elements) if (isPresent(tags)) present.push(element);
    this.values = present.sort((a, b) => a - b);
  }

  static added(element: number, time: number, author: number): ObservedRemoveSet {
    return new ObservedRemoveSet(new Map([[element, [{ time, author, removed: false }]]]));
  }

  /** The removal of an element by somebody who knows of this version. */
  removal(element: number): ObservedRemoveSet {
    const tags = this.elements.get(element) ?? [ANY];
    return new ObservedRemoveSet(new Map([[element, tags.map((tag) => ({ ...tag, removed: true }))]]));
  }

  get weight(): number {
    return this.elements.size;
  }

  join(other: Version): Version {
    let result: Map<number, readonly Tag[]> | undefined;
    for (const [element, theirs] of (other as ObservedRemoveSet).elements) {
      const mine = this.elements.get(element) ?? NO_TAGS;
      const joined = joinedTags(mine, theirs);
      if (joined !== mine) (result ??= new Map(this.elements)).set(element, joined);
    }
    return result === undefined ? this : new ObservedRemoveSet(result);
  }

  get fingerprint(): number {
    let sum = 0;
    for (const [element, tags] of this.elements) {
      for (const { time, author, removed } of tags) {
        sum = (sum + mix(mix((element << 1) ^ (removed ? 1 : 0)) ^ mix(author ^ mix(time | 0)))) | 0;
      }
    }
    return sum;
  }

  garbled(damage: (value: number) => number): Version {
    return new ObservedRemoveSet(new Map([...this.elements].map(([element, tags]) => [damage(element), tags])));
  }

  /** With elements that nobody added. */
  falsified(): Version {
    return this.garbled(garble);
  }
}

export const EMPTY_SET = new ObservedRemoveSet(new Map());

function isPresent(tags: readonly Tag[]): boolean {
  return tags.some(({ removed }) => !removed) && !tags.some(isAny);
}

/** The tags of both, removed where one of them says so; `mine` itself where `theirs` adds nothing. */
function joinedTags(mine: readonly Tag[], theirs: readonly Tag[]): readonly Tag[] {
  let result = mine;
  for (const tag of theirs) {
    const at = result.findIndex(({ time, author }) => time === tag.time && author === tag.author);
    const known = result[at];
    if (known === undefined) result = [...result, tag];
    else if (tag.removed && !known.removed) result = result.map((each) => (each === known ? tag : each));
  }
  return result;
}
