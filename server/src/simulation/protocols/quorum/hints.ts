import { garble } from '../../environment/message';
import type { StableMap } from '../../environment/stable-objects';
import type { StableStorage } from '../../environment/stable-storage';
import type { KeyedVersion, Version } from '../conflict/version';

interface Hint extends KeyedVersion {
  readonly home: number;
}

const KEYS_PER_PLACE = 2 ** 32;

/** Versions kept for replicas that could not take them, handed over when they are back (Dynamo, section 4.6). */
export class Hints {
  private readonly hints: StableMap<Hint>;

  constructor(storage: StableStorage) {
    this.hints = storage.map<Hint>('hints', ({ home, key, version }) => ({
      home,
      key,
      version: version.garbled(garble),
    }));
  }

  keep(home: number, key: number, version: Version): void {
    const id = home * KEYS_PER_PLACE + key;
    const held = this.hints.get(id)?.version;
    const joined = held?.join(version) ?? version;
    if (joined !== held) this.hints.set(id, { home, key, version: joined });
  }

  heldFor(home: number, key: number): Version | undefined {
    return this.hints.get(home * KEYS_PER_PLACE + key)?.version;
  }

  /** All that is kept for a replica. */
  of(home: number): Hint[] {
    const result: Hint[] = [];
    for (const id of this.hints.keys()) {
      if (Math.floor(id / KEYS_PER_PLACE) !== home) continue;
      const hint = this.hints.get(id);
      if (hint !== undefined) result.push(hint);
    }
    return result;
  }

  /** The replica has this version now; a newer one that came meanwhile stays. */
  delivered(home: number, key: number, version: Version): void {
    const id = home * KEYS_PER_PLACE + key;
    const held = this.hints.get(id)?.version;
    if (held !== undefined && version.join(held) === version) this.hints.delete(id);
  }

  /** Replicas that hints are kept for. */
  get homes(): Set<number> {
    const result = new Set<number>();
    for (const id of this.hints.keys()) result.add(Math.floor(id / KEYS_PER_PLACE));
    return result;
  }

  get all(): Hint[] {
    return [...this.homes].flatMap((home) => this.of(home));
  }
}
