import { garble } from '../../environment/message';
import { mix } from '../../kernel/random-streams';
import type { Version } from './version';

/**
 * Last write wins: the higher timestamp, then the higher writer (Cassandra compares values on a tie; any total order
 * does). With ABD the timestamp is a counter that a query phase has read, otherwise a clock.
 */
export class StampedValue implements Version {
  constructor(
    readonly value: number,
    readonly time: number,
    readonly writer: number,
  ) {}

  join(other: Version): Version {
    const stamped = other as StampedValue;
    if (stamped.time !== this.time) return stamped.time > this.time ? stamped : this;
    return stamped.writer > this.writer ? stamped : this;
  }

  get values(): readonly number[] {
    return [this.value];
  }

  get weight(): number {
    return 1;
  }

  get latest(): number {
    return this.time;
  }

  get fingerprint(): number {
    return mix((this.time | 0) ^ mix(this.writer ^ mix(this.value | 0)));
  }

  garbled(damage: (value: number) => number): Version {
    return new StampedValue(damage(this.value), this.time, this.writer);
  }

  falsified(): Version {
    return new StampedValue(garble(this.value), this.time + 1, this.writer);
  }
}
