import type { KeyDistribution } from '../../language/model';
import { pow } from '../kernel/portable-math';
import type { RandomStreams } from '../kernel/random-streams';

/** Draws keys. Zipf's law by Walker's alias table (Vose 1991): one random number and two look-ups a draw. */
export class KeyChooser {
  private readonly share: Float64Array | undefined;
  private readonly alias: Int32Array | undefined;

  constructor(private readonly keys: KeyDistribution) {
    if (keys.kind === 'uniform') return;
    const n = Math.max(1, keys.count);
    const weights = new Float64Array(n);
    let sum = 0;
    for (let rank = 0; rank < n; rank++) sum += weights[rank] = 1 / pow(rank + 1, keys.skew);
    const share = new Float64Array(n);
    const alias = new Int32Array(n);
    const small: number[] = [];
    const large: number[] = [];
    for (let i = 0; i < n; i++) {
      share[i] = ((weights[i] as number) * n) / sum;
      ((share[i] as number) < 1 ? small : large).push(i);
    }
    while (small.length > 0 && large.length > 0) {
      const less = small.pop() as number;
      const more = large[large.length - 1] as number;
      alias[less] = more;
      share[more] = (share[more] as number) - (1 - (share[less] as number));
      if ((share[more] as number) < 1) small.push(large.pop() as number);
    }
    for (const rest of [...small, ...large]) share[rest] = 1;
    this.share = share;
    this.alias = alias;
  }

  draw(streams: RandomStreams, stream: number): number {
    if (this.keys.count <= 1) return 0;
    const scaled = streams.uniform(stream) * this.keys.count;
    const column = Math.floor(scaled);
    if (this.share === undefined || this.alias === undefined) return column;
    return scaled - column < (this.share[column] as number) ? column : (this.alias[column] as number);
  }
}
