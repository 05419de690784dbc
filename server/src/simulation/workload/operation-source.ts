import { OPERATION_KINDS } from '../run';
import type { OperationMix } from '../../language/model';
import { Operation } from '../environment/command';
import type { RandomStreams } from '../kernel/random-streams';
import type { KeyChooser } from './key-chooser';

/** The next operation of a session. */
export interface NextOperation {
  kind: Operation;
  key: number;
}

/** What one session does next: a draw from the mix, or its place in a sequence (one key for each pass through it). */
export class OperationSource {
  private readonly kinds: Operation[];
  private readonly cumulative: number[] = [];
  private readonly next: NextOperation = { kind: 0, key: 0 };

  constructor(
    private readonly mix: OperationMix,
    private readonly keys: KeyChooser,
    private readonly streams: RandomStreams,
  ) {
    const names = mix.kind === 'sequence' ? mix.sequence : mix.shares.map((share) => share.operation);
    this.kinds = names.map((name) => OPERATION_KINDS.indexOf(name) as Operation);
    if (mix.kind === 'shares') {
      let sum = 0;
      for (const { share } of mix.shares) this.cumulative.push((sum += share));
    }
  }

  uses(kind: Operation): boolean {
    return this.kinds.includes(kind);
  }

  /** `position` is how many operations the session has begun, `lastKey` the key of its last one. Reuses its result. */
  draw(operationStream: number, keyStream: number, position: number, lastKey: number): NextOperation {
    const { next, kinds } = this;
    if (this.mix.kind === 'sequence') {
      const at = position % kinds.length;
      next.kind = kinds[at] ?? Operation.Read;
      next.key = at === 0 ? this.keys.draw(this.streams, keyStream) : lastKey;
      return next;
    }
    next.key = this.keys.draw(this.streams, keyStream);
    const last = kinds.length - 1;
    let at = 0;
    if (last > 0) {
      const u = this.streams.uniform(operationStream) * (this.cumulative[last] as number);
      while (at < last && u >= (this.cumulative[at] as number)) at++;
    }
    next.kind = kinds[at] ?? Operation.Read;
    return next;
  }
}
