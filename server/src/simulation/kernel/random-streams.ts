/**
 * Named random streams. Each stream is seeded from (seed, entity, purpose) and nothing else, so adding a node, a fault
 * or a policy leaves every other entity's draws as they were, and two policies are compared on the same randomness.
 * Generator: sfc32 (Doty-Humphrey, PractRand), state in one flat array.
 */
export class RandomStreams {
  private state = new Int32Array(4 * 64);
  private count = 0;

  constructor(private readonly seed: number) {}

  /** A new stream. Two streams with the same entity and purpose give the same draws: name each once. */
  create(entity: string, purpose: string): number {
    const id = this.count++;
    if (4 * this.count > this.state.length) {
      const grown = new Int32Array(this.state.length * 2);
      grown.set(this.state);
      this.state = grown;
    }
    const text = `${purpose}\u0000${entity}`;
    const at = 4 * id;
    const seedHigh = Math.floor(this.seed / 4294967296) | 0;
    this.state[at] = hash(text, (this.seed | 0) ^ 0x243f6a88);
    this.state[at + 1] = hash(text, (this.seed | 0) ^ seedHigh ^ 0x13198a2e);
    this.state[at + 2] = hash(text, seedHigh ^ 0x03707344);
    this.state[at + 3] = 1;
    for (let round = 0; round < 12; round++) this.word(id);
    return id;
  }

  /** 32 random bits as a signed integer. */
  word(id: number): number {
    const state = this.state;
    const at = id << 2;
    const a = state[at] as number;
    const b = state[at + 1] as number;
    const c = state[at + 2] as number;
    const counter = state[at + 3] as number;
    const result = (((a + b) | 0) + counter) | 0;
    state[at + 3] = (counter + 1) | 0;
    state[at] = b ^ (b >>> 9);
    state[at + 1] = (c + (c << 3)) | 0;
    state[at + 2] = (((c << 21) | (c >>> 11)) + result) | 0;
    return result;
  }

  /** Uniform in the open interval (0, 1), a multiple of 2^-33. */
  uniform(id: number): number {
    return ((this.word(id) >>> 0) + 0.5) * 2.3283064365386963e-10;
  }

  /** Uniform integer in 0..bound-1; `bound` far below 2^32. */
  below(id: number, bound: number): number {
    return Math.floor(this.uniform(id) * bound);
  }
}

/** MurmurHash3 over UTF-16 code units. */
export function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return mix(h ^ text.length);
}

/** MurmurHash3's finaliser: every input bit reaches every output bit. */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
