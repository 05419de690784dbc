import type { TopologyKind } from './symbols';

/** Something of a topology that has a name. */
export interface NamedThing {
  readonly kind: TopologyKind;
  readonly name: string;
}

const domainLevels: ReadonlySet<string> = new Set(['region', 'datacenter', 'zone', 'rack', 'host']);

/** What came of a look-up. */
export type Found<T> =
  | { readonly kind: 'one'; readonly thing: T }
  /** The name means several things; a kind word before it would tell them apart. */
  | { readonly kind: 'several'; readonly things: readonly T[] }
  | { readonly kind: 'none' };

/**
 * The names of one topology. Nodes, clients, groups and components share one space of names; each level of domain has
 * its own, because its word can be written before the name.
 */
export class TopologyNames<T extends NamedThing> {
  /** Names may be missing because the topology has syntax errors; nothing is said of unknown ones then. */
  isIncomplete = false;

  private readonly byName = new Map<string, T[]>();

  /** Adds a name; gives back the thing that has it already in its space. */
  add(thing: T): T | undefined {
    const same = this.byName.get(thing.name);
    if (same === undefined) {
      this.byName.set(thing.name, [thing]);
      return undefined;
    }
    const rival = same.find((other) => spaceOf(other.kind) === spaceOf(thing.kind));
    if (rival === undefined) same.push(thing);
    return rival;
  }

  /** Finds a name, of a given kind where `level` is written before it. */
  find(name: string, level?: string): Found<T> {
    const all = this.byName.get(name) ?? [];
    const fitting = level === undefined ? all : all.filter((thing) => fitsLevel(thing.kind, level));
    const [first, second] = fitting;
    if (first === undefined) return { kind: 'none' };
    return second === undefined ? { kind: 'one', thing: first } : { kind: 'several', things: fitting };
  }

  /** The first thing of the name that a test holds for: for places where only some kinds may stand. */
  findWhere<U extends T>(name: string, test: (thing: T) => thing is U): U | undefined {
    return this.byName.get(name)?.find(test);
  }

  /** Anything of the name, for saying what it is instead. */
  any(name: string): T | undefined {
    return this.byName.get(name)?.[0];
  }

  /** Names of the things that a test holds for, in the order declared. */
  *namesWhere(test: (thing: T) => boolean): Generator<string> {
    for (const [name, things] of this.byName) if (things.some(test)) yield name;
  }
}

function spaceOf(kind: TopologyKind): string {
  return domainLevels.has(kind) ? kind : 'thing';
}

function fitsLevel(kind: TopologyKind, level: string): boolean {
  return kind === level || (level === 'nodes' && kind === 'node');
}
