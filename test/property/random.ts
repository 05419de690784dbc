/** 32 bits from a text (FNV-1a), so that draws can be keyed by what they are for. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/**
 * Random draws for generated models. Each purpose has its own stream, so a change to how faults are drawn leaves the
 * topologies of all seeds as they were.
 */
export class Random {
  private state: number;

  constructor(private readonly key: string) {
    this.state = hashOf(key);
  }

  for(purpose: string): Random {
    return new Random(`${this.key}/${purpose}`);
  }

  /** In [0, 1), by mulberry32. */
  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.integer(0, choices.length - 1)];
    if (choice === undefined) throw new Error(`nothing to pick from for ${this.key}`);
    return choice;
  }

  /** That many of the choices, in random order. */
  some<T>(choices: readonly T[], count: number): T[] {
    const rest = [...choices];
    return Array.from({ length: Math.min(count, rest.length) }, () =>
      rest.splice(this.integer(0, rest.length - 1), 1),
    ).flat();
  }
}
